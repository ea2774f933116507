package publish

import (
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"writethru/internal/spread"
	"writethru/journal"
	"writethru/posts/followups"
	"writethru/watch"
)

// Stats say how a publisher is doing. Counts are of this process, since its
// start; the rest is as of now.
type Stats struct {
	Batches   int64                    // of changed files that were taken
	Articles  int64                    // that were read
	Failures  int64                    // attempts to publish that were made again
	Rendered  int64                    // entries that were made for the feeds of the whole publication
	Reused    int64                    // entries that stood in them again as they were
	Refused   int64                    // entries that did not read back as meant, or could not be made
	Damaged   int64                    // records of the journal that can't be read
	Limited   int64                    // follow-ups that a limit held
	Emitted   map[followups.Kind]int64 // follow-ups that became entries
	Saves     spread.Counts            // from the change of a file until what it changed could be fetched
	Refreshes spread.Counts            // how long making the feeds took
	Snapshots int64                    // that could not be written

	Stories   int       // that are published
	Withdrawn int       // that are not any more
	Unread    int       // articles that are still to be looked at
	Scheduled int       // articles dated in the future
	Settling  int       // stories with follow-ups that go out by themselves in time
	Faulty    int       // articles that can't be published as they are
	Doubtful  int       // articles that were published, with a doubt
	HeldBack  int       // entries of feeds that stay as they were, since they could not be made anew
	Seq       uint64    // of the newest revision that is published
	Scanned   bool      // the posts folder was read once
	Waiting   time.Time // since when attempts to publish fail; zero: they don't
	Behind    time.Time // since when others have recorded what is not published here; zero: nothing
}

// Figures count what happens.
type figures struct {
	batches, articles, failures, rendered, reused, refused, damaged, limited, snapshots, heldBack atomic.Int64

	scheduled       atomic.Int64
	waiting, behind atomic.Int64 // Unix milliseconds; 0: not
	saves, refresh  spread.Spread
	told            time.Time // when the operator was told last that publishing fails; Run's own

	mu      sync.Mutex // guards emitted
	emitted map[followups.Kind]int64
}

// Stats gives the figures of the publisher. It may be called at any time once
// it is loaded.
func (p *Publisher) Stats() Stats {
	f := &p.figures
	st := Stats{
		Batches: f.batches.Load(), Articles: f.articles.Load(), Failures: f.failures.Load(),
		Rendered: f.rendered.Load(), Reused: f.reused.Load(), Refused: f.refused.Load(),
		Damaged: f.damaged.Load(), Limited: f.limited.Load(), Snapshots: f.snapshots.Load(),
		Saves: f.saves.Counts(), Refreshes: f.refresh.Counts(),
		HeldBack: int(f.heldBack.Load()), Scheduled: int(f.scheduled.Load()),
		Seq: p.seq.Load(), Scanned: p.scanned.Load(), Waiting: atMilli(f.waiting.Load()), Behind: atMilli(f.behind.Load()),
	}
	f.mu.Lock()
	st.Emitted = maps.Clone(f.emitted)
	f.mu.Unlock()
	st.Faulty, st.Doubtful = p.faults.count()
	p.mu.RLock()
	defer p.mu.RUnlock()
	st.Withdrawn = len(p.index.gone)
	st.Stories = len(p.index.stories) - len(p.index.gone)
	st.Unread, st.Settling = len(p.index.unread), len(p.index.waiting)
	return st
}

// atMilli is the time of a number of milliseconds; zero: none.
func atMilli(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// went notes how an attempt to publish went, and tells the operator: when it
// begins to fail, each minute while it does, and when it doesn't any more.
func (p *Publisher) went(err error) {
	f, now := &p.figures, p.now()
	if err == nil {
		if since := f.waiting.Swap(0); since != 0 {
			p.Log.Info("published again: nothing waits any more", "after", now.Sub(atMilli(since)).String())
		}
		return
	}
	f.failures.Add(1)
	if f.waiting.CompareAndSwap(0, now.UnixMilli()) || now.Sub(f.told).Abs() >= time.Minute {
		f.told = now
		if errors.Is(err, journal.ErrDamaged) {
			p.Log.Error("publication waits: the journal is damaged", "error", err, "advice", "what can be read of it is served, and nothing new is published: run writethru journal verify, and writethru journal rebuild with the feeds that were published last")
			return
		}
		p.Log.Error("publication waits: trying again", "error", err, "advice", "see the error: a full or read-only disk, or a cluster without most of its servers. What is saved meanwhile is not lost")
	}
}

// took notes that what changed with the files of a batch can be fetched.
func (p *Publisher) took(b watch.Batch, first bool) {
	p.figures.batches.Add(1)
	if first {
		return // they may have changed long before this process began
	}
	now := p.Now().UnixNano()
	for _, st := range b.Changed {
		p.figures.saves.Add(time.Duration(now - max(st.Mtime, st.Ctime)))
	}
}

// counted notes which entries of feeds could not be made anew.
func (p *Publisher) counted(shown map[entryKey]bool) {
	back := 0
	for k := range shown {
		if e := p.entries[k]; e == nil || e.stale {
			back++
		}
	}
	p.figures.heldBack.Store(int64(back))
}

// emit counts follow-ups that became entries.
func (f *figures) emit(kinds []followups.Kind) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.emitted == nil {
		f.emitted = map[followups.Kind]int64{}
	}
	for _, k := range kinds {
		f.emitted[k]++
	}
}
