package publish

import (
	"maps"
	"slices"
	"sync"

	"writethru/posts"
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
