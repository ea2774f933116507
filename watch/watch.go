// Package watch turns a folder into batches of changed files. Events of the
// operating system are hints; what a scan of the folder finds is the truth.
package watch

import (
	"time"

	"writethru/internal/stamp"
)

// A Batch says which files differ from what the receiver was told before.
type Batch struct {
	Changed map[string]stamp.Stamp // new and changed files by name: slash-separated, relative to the folder
	Removed []string               // files that are gone, after their time of grace
	Scanned bool                   // the whole folder was compared, not only what events named
}

// Options say what to watch and how. Root is needed; the rest may be zero.
type Options struct {
	Root    string
	Match   func(name string) bool // which files matter; nil: all that are not hidden or temporary
	Known   map[string]stamp.Stamp // what the receiver knows already
	Quiet   time.Duration          // a file being written is passed on after this long without a change; 0: 100ms
	Longest time.Duration          // and after this long in any case; 0: 2s
	Rescan  time.Duration          // compare the whole folder this often; 0: 5m
	Poll    time.Duration          // look every so often in place of events; 0: only where events do not work
	Grace   time.Duration          // a missing file counts as removed after this long; 0: 2s
}
