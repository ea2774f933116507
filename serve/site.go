package serve

import (
	"sync"
	"time"
)

// A Site is the table of what is served now. The zero value is an empty site.
// All methods may be called at the same time.
type Site struct {
	// Now tells when something takes another's place, so that Last-Modified
	// moves. Nil: Last-Modified is what Modified says.
	Now func() time.Time
	// Keep bounds the bytes of resources that are made when asked for and kept
	// for the next who asks; 0: 32 MB.
	Keep int64

	putting sync.Mutex // held by who changes the table, so that one follows the other

	mu    sync.RWMutex // guards table
	table map[string]*entry

	made   made
	coders coders
}

// Put serves resources under their paths from now on, all of them at once: who
// sees the new bytes of one path sees no old ones of another afterwards. When
// it returns the plain bytes are live; the codings that were asked for follow.
func (s *Site) Put(resources map[string]Resource) {
	s.putting.Lock()
	defer s.putting.Unlock()
	entries := make(map[string]*entry, len(resources))
	for path, r := range resources {
		before := s.tabled(path)
		if before != nil && before.res.equal(r) {
			continue
		}
		entries[path] = newEntry(r, before) // hashed outside of the lock that readers wait for
	}
	s.swap(entries)
	for path, e := range entries {
		if e.due() {
			s.coders.add(s, path)
		}
	}
}

func (s *Site) swap(entries map[string]*entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.table == nil {
		s.table = make(map[string]*entry, len(entries))
	}
	now := s.now() // nobody is given the old entries after this
	for path, e := range entries {
		if before := s.table[path]; before != nil {
			e.replace(before, now)
		}
		s.table[path] = e
	}
}

// Remove serves nothing under these paths any more.
func (s *Site) Remove(paths ...string) {
	s.putting.Lock()
	defer s.putting.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, path := range paths {
		delete(s.table, path)
	}
}

// Lookup gives what is served under a path now: put there, or made and kept.
func (s *Site) Lookup(path string) (Resource, bool) {
	e := s.current(path)
	if e == nil {
		return Resource{}, false
	}
	return e.res, true
}

// Wait returns when all codings are made that were asked for. No goroutine of the
// site runs then, until something else is asked for or put.
func (s *Site) Wait() { s.coders.wait() }

// Close gives up the codings that are still to be made, and returns when no
// goroutine of the site runs. What was put is still served.
func (s *Site) Close() {
	s.coders.drop()
	s.coders.wait()
}

func (s *Site) tabled(path string) *entry {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.table[path]
}

func (s *Site) current(path string) *entry {
	if e := s.tabled(path); e != nil {
		return e
	}
	return s.made.get(path)
}

func (s *Site) now() time.Time {
	if s.Now == nil {
		return time.Time{}
	}
	return s.Now()
}
