package watch

import "time"

// A Mode says how changes are found.
type Mode string

// The modes of a [Watcher].
const (
	Events  Mode = "events"  // the operating system tells
	Polling Mode = "polling" // the folder is scanned every so often
)

// A Status says how a [Watcher] is doing, for operators.
type Status struct {
	Mode        Mode
	Why         string    // why it polls; empty for events
	Unavailable string    // why the folder, or most of it, can't be trusted; empty when all is well
	Since       time.Time // since when it is unavailable
	LastScan    time.Time // when the last whole scan ended
	ScanTook    time.Duration
	Missed      int      // changes that periodic scans found and no event had told of
	Heard       int64    // events
	Lost        int64    // times when the operating system had more events than it could keep
	Scans       int64    // of the whole folder
	Files       int      // files that the receiver knows
	Pending     int      // files that wait: to be quiet, to come back, or for the receiver
	Faults      []string // what the last scan could not read or refused, at most ten
}

// Status returns how the watcher is doing.
func (w *Watcher) Status() Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.status
	s.Heard, s.Lost = w.in.heard.Load(), w.in.lost.Load()
	return s
}

// report changes the status under its lock.
func (w *Watcher) report(change func(*Status)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.status)
}
