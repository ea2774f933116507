package watch

import (
	"sync"
	"sync/atomic"
	"time"
)

// A hint is what events said of one name since it was last looked at.
type hint struct {
	first, last time.Time
	appeared    bool // it came: created, linked or renamed to this name
	left        bool // it went, for a while at least
	moved       bool // it went by rename, so what was below it went too
	written     bool // its content changed after it came
	paired      bool // it came right after another file left: the two halves of a rename
}

// mail is what came in since the loop last looked.
type mail struct {
	hints  map[string]hint
	again  []string // files to hand over once more
	rescan bool     // someone wants the whole folder compared
	root   bool     // something happened to the root itself, or on the way to it
	lost   string   // why events are incomplete; empty if they are not
}

// An inbox gathers what comes from outside, so that a slow receiver or a long
// scan never keeps events from being read. It grows with the number of names,
// not of events.
type inbox struct {
	wake chan struct{} // holds a token when there is mail

	heard, lost atomic.Int64 // events, and times when some were lost

	mu   sync.Mutex // guards mail
	mail mail
}

func newInbox() *inbox {
	return &inbox{wake: make(chan struct{}, 1)}
}

// put adds to the mail and wakes the loop.
func (in *inbox) put(add func(*mail)) {
	in.mu.Lock()
	add(&in.mail)
	in.mu.Unlock()
	select {
	case in.wake <- struct{}{}:
	default: // it is woken already
	}
}

// take empties the inbox.
func (in *inbox) take() mail {
	in.mu.Lock()
	defer in.mu.Unlock()
	m := in.mail
	in.mail = mail{}
	return m
}

// hinted reports whether an event named name since the last take.
func (in *inbox) hinted(name string) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	_, ok := in.mail.hints[name]
	return ok
}

// hint adds what one event says of name to what is known from earlier ones.
func (m *mail) hint(name string, event hint) {
	h, ok := m.hints[name]
	if !ok {
		h.first = event.first
	}
	h.last = event.last
	h.left = h.left || event.left
	h.moved = h.moved || event.moved
	switch {
	case event.appeared:
		h.appeared, h.written, h.paired = true, false, event.paired
	case event.written:
		h.written = true
	}
	if m.hints == nil {
		m.hints = make(map[string]hint)
	}
	m.hints[name] = h
}
