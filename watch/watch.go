// Package watch turns a folder into batches of changed files. Events of the
// operating system are hints; what a scan of the folder finds is the truth, so
// an event that is lost delays a change and never loses it.
//
// A file is passed on when it is complete: at once if it arrived by rename, as
// editors and rsync save, and after a quiet moment if it is written in place.
// A file that is gone counts as removed only after a time of grace, and a
// folder that lost most of its files, or all of them, counts as unavailable.
package watch

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"writethru/internal/stamp"
)

// ErrUnavailable is what [Scan] returns when the folder can't be read, or when
// so many known files are gone that they more likely went astray than were
// deleted.
var ErrUnavailable = errors.New("folder unavailable")

// A Batch says which files differ from what the receiver was told before.
type Batch struct {
	Changed map[string]stamp.Stamp // new and changed files by name: slash-separated, relative to the folder
	Removed []string               // files that are gone, after their time of grace; sorted
	Missing []string               // files that are gone but still have time to come back, or were renamed to one in Changed; sorted
	Scanned bool                   // the whole folder was compared, not only what events named
}

// Options say what to watch and how. Root is needed; the rest may be zero.
type Options struct {
	Root     string                         // may be a symlink, be replaced, and be missing for a while
	Match    func(name string) bool         // which of the files that are not hidden or temporary matter; nil: all
	Known    iter.Seq2[string, stamp.Stamp] // what the receiver knows already; nil: nothing
	Quiet    time.Duration                  // a file being written is passed on after this long without a change; 0: 100ms
	Longest  time.Duration                  // and after this long in any case; 0: 2s. An empty file always waits this long
	Rescan   time.Duration                  // compare the whole folder this often; 0: 5m
	Poll     time.Duration                  // look every so often in place of events; 0: only where events do not work
	Grace    time.Duration                  // a missing file counts as removed after this long; 0: 2s
	Patience time.Duration                  // and more than half of ten or more files after this long; 0: ten times Grace, at least 1m
	Now      func() time.Time               // the clock; nil: the computer's
}

// withDefaults returns o with every zero duration replaced by its default.
func (o Options) withDefaults() Options {
	o.Quiet = orDefault(o.Quiet, 100*time.Millisecond)
	o.Longest = orDefault(o.Longest, 2*time.Second)
	o.Rescan = orDefault(o.Rescan, 5*time.Minute)
	o.Grace = orDefault(o.Grace, 2*time.Second)
	o.Patience = orDefault(o.Patience, max(10*o.Grace, time.Minute))
	if o.Now == nil {
		o.Now = time.Now //nolint:forbidigo // waiting for files happens in real time: this is the rim
	}
	return o
}

func orDefault(d, def time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return def
}

// match reports whether the file called name matters.
func (o *Options) match(name string) bool {
	return !ignored(name) && (o.Match == nil || o.Match(name))
}

// A Watcher watches one folder. Make it with [New]; its methods may be called
// from any goroutine.
type Watcher struct {
	o  Options
	in *inbox

	mu     sync.Mutex // guards status
	status Status
}

// New returns a watcher of the folder o.Root, which need not exist yet.
func New(o Options) *Watcher {
	return &Watcher{o: o.withDefaults(), in: newInbox()}
}

// Run scans the folder and then watches it until ctx is done; it returns why.
//
// It hands the first scan to handle in any case, with Scanned set: the
// receiver then knows all there is. If files were being written meanwhile, it
// waits for them, o.Quiet at most. Later it calls handle only when something
// differs. Calls never overlap, and events are read on while one works. If
// handle returns an error, the files of its batch are handed over again later,
// and Run waits longer each time, up to a minute. A file is known, as the
// stamp handed over, once handle has returned nil.
//
// Run returns after handle has. It must be called once only.
func (w *Watcher) Run(ctx context.Context, handle func(Batch) error) error {
	l := newLoop(w)
	batches := make(chan Batch)
	results := make(chan error, 1) // room for the call that is at work when ctx ends
	var receiver sync.WaitGroup
	receiver.Go(func() {
		for b := range batches {
			results <- handle(b)
		}
	})
	l.run(ctx, batches, results)
	close(batches)
	receiver.Wait()
	return context.Cause(ctx)
}

// Rescan asks for a comparison of the whole folder soon, as after the webhook
// of a tool that replaces it. Several requests make one scan.
func (w *Watcher) Rescan() {
	w.in.put(func(m *mail) { m.rescan = true })
}

// Recheck asks for the files called names to be handed over again soon, even
// if they look unchanged: the receiver found them torn, changing while it read.
func (w *Watcher) Recheck(names ...string) {
	w.in.put(func(m *mail) { m.again = append(m.again, names...) })
}
