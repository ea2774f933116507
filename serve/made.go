package serve

import (
	"container/list"
	"context"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Made holds what was made when it was first asked for: the least recently
// used go first when there is no more room.
type made struct {
	mu      sync.Mutex               // guards all below
	kept    map[string]*list.Element // of *keep
	paths   tree                     // of kept
	order   list.List                // most recently used first
	size    int64
	flights map[string]*flight
}

// A keep is an entry, or what is left of it once it is invalid.
type keep struct {
	path  string
	entry *entry
	size  int64

	invalid bool
	since   time.Time // until then entry was served
}

// A flight is one making of a path; who asks meanwhile waits for it.
type flight struct {
	done  chan struct{} // closed when entry and err are set
	entry *entry        // nil: there is no such resource
	err   error

	invalid bool // what is being made may be out of date already: not kept
}

// A panicked is what a making that panicked returns.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// Invalidate forgets what was made for these paths: the next who asks for one
// has it made anew, even while an older making still goes on.
func (s *Site) Invalidate(paths ...string) {
	s.made.mu.Lock()
	defer s.made.mu.Unlock()
	now := s.now()
	for _, path := range paths {
		s.made.invalidate(path, now)
	}
}

// InvalidatePrefix forgets what was made for all paths that begin with prefix.
func (s *Site) InvalidatePrefix(prefix string) {
	s.made.mu.Lock()
	defer s.made.mu.Unlock()
	now := s.now()
	s.made.paths.each(prefix, func(path string) { s.made.invalidate(path, now) })
	for path := range s.made.flights {
		if strings.HasPrefix(path, prefix) {
			s.made.invalidate(path, now)
		}
	}
}

// invalidate keeps of an entry only what says whether the next one is another,
// and since when.
func (m *made) invalidate(path string, now time.Time) {
	if f := m.flights[path]; f != nil {
		f.invalid = true
		delete(m.flights, path)
	}
	el := m.kept[path]
	if el == nil {
		return
	}
	k := el.Value.(*keep)
	if k.invalid {
		return
	}
	e := k.entry
	rest := &entry{status: e.status, hash: e.hash, modified: e.modified, cutting: e.cutting, former: e.former}
	rest.res.Location = e.res.Location
	m.size -= k.size
	k.entry, k.size, k.invalid, k.since = rest, rest.overhead(), true, now
	m.size += k.size
}

func (m *made) get(path string) *entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.getLocked(path)
}

func (m *made) getLocked(path string) *entry {
	el := m.kept[path]
	if el == nil || el.Value.(*keep).invalid {
		return nil
	}
	m.order.MoveToFront(el)
	return el.Value.(*keep).entry
}

// make gives what is kept for a path, or has it made: once, however many ask at
// the same time.
func (s *Site) make(ctx context.Context, path string, missing func(context.Context, string) (Resource, bool, error)) (*entry, error) {
	m := &s.made
	m.mu.Lock()
	if e := m.getLocked(path); e != nil {
		m.mu.Unlock()
		return e, nil
	}
	if f := m.flights[path]; f != nil {
		m.mu.Unlock()
		select {
		case <-f.done:
			return f.entry, f.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	f := &flight{done: make(chan struct{})}
	if m.flights == nil {
		m.flights = make(map[string]*flight)
	}
	m.flights[path] = f
	m.mu.Unlock()

	// The others wait for it too: it does not end with who asked first.
	f.run(context.WithoutCancel(ctx), path, missing)
	s.land(path, f)
	close(f.done)
	return f.entry, f.err
}

func (f *flight) run(ctx context.Context, path string, missing func(context.Context, string) (Resource, bool, error)) {
	defer func() {
		if v := recover(); v != nil {
			f.entry, f.err = nil, &panicked{v, debug.Stack()}
		}
	}()
	r, ok, err := missing(ctx, path)
	if err != nil || !ok {
		f.err = err
		return
	}
	f.entry = newEntry(r, nil)
}

// overhead is about what keeping a path takes beside its bytes.
func (e *entry) overhead() int64 {
	hashes := 0
	for _, v := range e.former {
		hashes += len(v.entries)
	}
	if e.cutting != nil {
		hashes += 3 * len(e.cutting.hashes) // each with a span
	}
	return 2048 + 8*int64(hashes)
}

// land keeps what a flight made, if it is still good and there is room.
func (s *Site) land(path string, f *flight) {
	m := &s.made
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.flights[path] == f {
		delete(m.flights, path)
	}
	if f.entry == nil {
		return
	}
	old := m.kept[path]
	if old != nil {
		if k := old.Value.(*keep); k.invalid {
			f.entry.replace(k.entry, k.since)
		}
	}
	room := s.Keep
	if room == 0 {
		room = 32 << 20
	}
	size := 2*int64(len(f.entry.res.Body)) + f.entry.overhead() // the coded variants take about as much as the plain bytes
	if f.entry.cutting != nil {
		size += 2 * int64(len(f.entry.res.Body)) // so do deltas
	}
	if f.invalid || size > room {
		return
	}
	if old != nil {
		m.remove(old)
	}
	if m.kept == nil {
		m.kept = make(map[string]*list.Element)
	}
	m.kept[path] = m.order.PushFront(&keep{path: path, entry: f.entry, size: size})
	m.paths.add(path)
	m.size += size
	for m.size > room {
		m.remove(m.order.Back())
	}
}

func (m *made) remove(el *list.Element) {
	k := m.order.Remove(el).(*keep)
	m.size -= k.size
	delete(m.kept, k.path)
	m.paths.remove(k.path)
}
