package publish

import (
	"maps"
	"slices"
	"sync"

	"writethru/posts"
	"writethru/watch"
)

// faults are what is wrong with articles now, for status and logs.
type faults struct {
	mu        sync.Mutex
	byArticle map[string][]posts.Fault
}

// fault replaces what is known to be wrong with an article.
func (p *Publisher) fault(name string, bad []posts.Fault) {
	p.faults.mu.Lock()
	before := p.faults.byArticle[name]
	if len(bad) == 0 {
		delete(p.faults.byArticle, name)
	} else {
		p.faults.byArticle[name] = bad
	}
	p.faults.mu.Unlock()
	if slices.Equal(before, bad) {
		return
	}
	for _, f := range bad {
		if f.Warning {
			p.Log.Warn("article read, with a doubt", "fault", f.String(), "advice", "tell its author")
		} else {
			p.Log.Error("article has a fault: what was published of it before stays", "fault", f.String(), "advice", "tell its author: it is published when it is saved without the fault")
		}
	}
}

// Faults returns all faults of articles, by file and line.
func (p *Publisher) Faults() []posts.Fault {
	p.faults.mu.Lock()
	defer p.faults.mu.Unlock()
	var out []posts.Fault
	for _, name := range slices.Sorted(maps.Keys(p.faults.byArticle)) {
		out = append(out, p.faults.byArticle[name]...)
	}
	return out
}

// count counts the articles that can't be published as they are, and those that
// were published with a doubt.
func (f *faults) count() (faulty, doubtful int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, bad := range f.byArticle {
		if slices.ContainsFunc(bad, func(f posts.Fault) bool { return !f.Warning }) {
			faulty++
		} else {
			doubtful++
		}
	}
	return faulty, doubtful
}

// report tells the operator what has changed in how the folder is watched.
func (p *Publisher) report(before, now watch.Status) watch.Status {
	switch {
	case now.Unavailable == before.Unavailable:
	case now.Unavailable != "":
		p.Log.Error("posts unavailable: everything published stays", "reason", now.Unavailable, "advice", "see whether it is mounted and can be read. A container whose mount was replaced must be started anew")
	default:
		p.Log.Info("posts are available again")
	}
	if now.Mode != before.Mode && now.Mode == watch.Polling {
		p.Log.Warn("posts are polled, since events do not tell of all changes", "reason", now.Why, "advice", "on a network folder set watch.poll; else raise fs.inotify.max_user_instances and max_user_watches, and restart")
	}
	for _, f := range now.Faults {
		if !slices.Contains(before.Faults, f) {
			p.Log.Warn("file passed over", "fault", f, "advice", "let the program's user read it; symlinks must stay in the folder")
		}
	}
	return now
}
