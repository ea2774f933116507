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
			p.Log.Warn("article read, with a doubt", "fault", f.String())
		} else {
			p.Log.Error("article has a fault: what was published of it before stays", "fault", f.String())
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

// report tells the operator what has changed in how the folder is watched.
func (p *Publisher) report(before, now watch.Status) watch.Status {
	switch {
	case now.Unavailable == before.Unavailable:
	case now.Unavailable != "":
		p.Log.Error("posts unavailable: everything published stays", "reason", now.Unavailable)
	default:
		p.Log.Info("posts are available again")
	}
	if now.Mode != before.Mode && now.Mode == watch.Polling {
		p.Log.Warn("posts are polled, since events do not tell of all changes", "reason", now.Why)
	}
	for _, f := range now.Faults {
		if !slices.Contains(before.Faults, f) {
			p.Log.Warn("file passed over", "fault", f)
		}
	}
	return now
}
