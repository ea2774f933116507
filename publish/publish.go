// Package publish is the pipeline, in one place: the order watch → posts →
// journal → feedgen → serve → websub. It alone knows all of them, and holds the
// policies that lie between: what is emitted when, what a correction moves,
// which entries a feed holds.
package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"writethru/feedgen"
	"writethru/internal/stamp"
	"writethru/journal"
	"writethru/posts"
	"writethru/serve"
	"writethru/websub"
)

// A Publisher keeps a site's feeds equal to what its journal says, and its
// journal equal to what the articles say.
type Publisher struct {
	Settings Settings
	Posts    fs.FS         // the articles
	Store    journal.Store // the truth
	Site     *serve.Site   // what readers are given
	Log      *slog.Logger
	Now      func() time.Time                    // the only clock
	Shared   bool                                // other processes publish from the same journal: what is in it can be served without the posts folder
	Snapshot string                              // a file that spares the next start the reading of the journal; empty: none
	Progress func(doing string, done, total int) // told how far long work has come, from any goroutine; nil: nobody is
	Hub      *websub.Hub                         // tells who subscribed to feeds; nil: nobody is told
	Webhook  *Webhook                            // told of overdue promises while Run runs; nil: none
	Again    func(names ...string)               // has files looked at again soon; nil: nobody looks. Run sets it

	parser     posts.Parser
	since      atomic.Int64         // when these settings were first used, in milliseconds
	founded    time.Time            // when the journal began
	seq        atomic.Uint64        // of the newest revision that is applied
	op         string               // of that revision
	unsaved    int                  // what the snapshot does not have yet: revisions and stamps
	scanned    atomic.Bool          // the posts folder was read once
	scheduled  map[string]time.Time // articles dated in the future, by name
	unreadable map[string]time.Time // when those are read again that the disk did not give, by name
	due        time.Time            // when the next tick is needed
	loaded     int64                // when this process read the journal, in milliseconds

	figures figures
	faults  faults
	damaged damaged
	cache   *cache
	items   *items
	formats []feedgen.Format // that feeds are made in

	founding bool    // the folder was not seen as a whole since the journal began
	room     *room   // for large work; nil: none
	large    *taking // a batch that is taken in steps; nil: none
	rested   bool    // the start is over, and its memory given back
	outlines bool    // of a large folder that is seen for the first time nothing is read but outlines

	nextLapse int64 // no promise is overdue before, in milliseconds; 0: not known
	replaying bool  // the past is recorded: nobody is warned of it

	remembered map[string]Remembered // articles as subscribers know them, while the journal is rebuilt

	entries map[entryKey]*kept // of the feeds as they are now
	changed []string           // folders whose feeds may have changed, for the hub
	dirty   bool               // the index holds what the feeds do not show yet
	flood   bool               // so much came at once that the index has to be settled

	mu     sync.RWMutex // guards what follows, which Run's goroutine alone changes
	index  *index
	window []shown       // what the feed shows, for the front page
	older  int           // the archive page that goes on from there; 0: none
	age    time.Duration // how long caches may use a page
}

// Load reads the journal and publishes what it says. It must be called before
// anything else; nothing of the posts folder is read.
func (p *Publisher) Load(ctx context.Context) error {
	p.parser = posts.Parser{Language: p.Settings.Language}
	p.entries = map[entryKey]*kept{}
	p.cache, p.items, p.formats = newCache(inCache), newItems(itemsInCache), feedgen.Formats[:]
	p.scheduled, p.unreadable = map[string]time.Time{}, map[string]time.Time{}
	p.loaded = p.now().UnixMilli()
	p.faults.byArticle = map[string][]posts.Fault{}

	if p.Snapshot == "" || !p.recall(ctx) {
		if err := p.readJournal(ctx); err != nil {
			return err
		}
	}
	p.dirty = true
	if err := p.configure(ctx); err != nil {
		return err
	}
	return p.refresh(ctx)
}

// readJournal reads the newest revision of every story.
func (p *Publisher) readJournal(ctx context.Context) error {
	p.index = newIndex(0)
	held := map[string]error{}
	for r, err := range p.Store.Heads(ctx) {
		if errors.Is(err, journal.ErrDamaged) {
			p.seq.Store(max(p.seq.Load(), r.Seq))
			held[r.Story] = err
			continue
		}
		if err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		p.note(r)
		if r.Story != ownStory {
			p.index.put(p.index.story(r))
		}
	}
	for story, why := range held {
		if story == "" {
			p.Log.Error("part of the journal can't be read", "error", why, "advice", "run writethru journal verify, and writethru journal rebuild with the feeds that were published last")
			continue
		}
		if r := p.hold(ctx, story, why); r != nil && story != ownStory {
			p.index.put(p.index.story(*r))
		}
	}
	p.index.settle()
	return nil
}

// note remembers a revision as applied.
func (p *Publisher) note(r journal.Revision) {
	p.unsaved++
	if r.Seq > p.seq.Load() {
		p.seq.Store(r.Seq)
		p.op = r.Op
	}
}

// Known gives the files that are published and their stamps as their content is
// recorded: zero stamps where that is not known, so that they are read again.
// It is for the watcher as it begins: what others record may be applied meanwhile.
func (p *Publisher) Known(yield func(string, stamp.Stamp) bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for name, s := range p.index.names {
		if !s.withdrawn && !yield(name, s.stamp) {
			return
		}
	}
	for name, st := range p.index.parts {
		if !yield(name, st) {
			return
		}
	}
}

// ownStory is the story under which the journal records the settings that
// shape what is served, and whether the folder was seen as a whole: it is unread
// until then. No article has this id: hidden files are none.
const ownStory = ".publication"

// configure records when the settings last changed: from then on feeds may
// have other bytes although no story changed, and Last-Modified must say so.
func (p *Publisher) configure(ctx context.Context) error {
	for {
		own, err := p.newestGood(ctx, ownStory)
		if p.isHeld(ownStory) {
			p.founded = p.begun(ctx, own)
			return nil
		}
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return fmt.Errorf("journal: %w", err)
		}
		settings := p.Settings.fingerprint()
		if err == nil && own.Head.Title == settings {
			p.configured(own)
			p.founded = own.Head.FirstSeen
			return nil
		}
		now := p.now()
		r := journal.Revision{Story: ownStory, Rev: own.Rev + 1, Kind: journal.Configured, At: now,
			Head: journal.Head{Name: ownStory, Withdrawn: true, Title: settings, FirstSeen: now, Changed: now, Unread: len(p.index.stories) == 0}}
		if err == nil {
			r.Head.FirstSeen, r.Head.Unread = own.Head.FirstSeen, own.Head.Unread
		}
		r.Op = op(r)
		switch _, err := p.Store.Append(ctx, []journal.Revision{r}); {
		case errors.Is(err, journal.ErrDamaged):
			p.founded = r.Head.FirstSeen // nothing is recorded, and what is there is served
			return nil
		case err != nil && !errors.Is(err, journal.ErrConflict):
			return fmt.Errorf("journal: %w", err)
		}
		// Ours is there, or that of a process that started at the same moment.
		if err := p.learn(ctx); err != nil {
			return err
		}
	}
}

// configured takes over what the publication's own story says. Since when the
// settings are these: those of another process are not, until it is configured as
// this one is.
func (p *Publisher) configured(own journal.Revision) {
	p.founding = own.Head.Unread
	if own.Head.Title == p.Settings.fingerprint() {
		p.since.Store(own.Head.Changed.UnixMilli())
		p.dirty = true
	}
}

// op names a revision so that recording it again changes nothing. Of two processes
// that record at the same moment what they read, only one that read the same
// repeats the other.
func op(r journal.Revision) string {
	return fmt.Sprintf("%s/%d/%s/%d/%.8s", r.Story, r.Rev, r.Kind, r.At.UnixMilli(), r.Hash)
}

// now is the clock in the journal's grain.
func (p *Publisher) now() time.Time { return p.Now().UTC().Truncate(time.Millisecond) }

func (p *Publisher) progress(doing string, done, total int) {
	if p.Progress != nil {
		p.Progress(doing, done, total)
	}
}

// readAgainAfter is how long an article is left alone that could not be read.
const readAgainAfter = 5 * time.Second

// again has articles looked at again: they were being written, or their time
// has come.
func (p *Publisher) again(names ...string) {
	if p.Again != nil {
		p.Again(names...)
	}
}

// shared reports whether the journal has stories that other processes may have
// recorded.
func (p *Publisher) shared() bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.Shared && len(p.index.stories) > 0
}

// farBehind is how long a process may serve less than other processes recorded
// before readers are better off with these.
const farBehind = time.Minute

// Ready says why the publication can't be relied on now, or nil. What goes wrong
// later and leaves what was published served as it was (the posts folder out of
// reach, a full disk) is no reason: nobody would be served better without us.
func (p *Publisher) Ready(ctx context.Context) error {
	if !p.scanned.Load() && !p.shared() {
		return errors.New("the posts folder has not been read yet")
	}
	if _, err := p.Store.Head(ctx, ownStory); err != nil && !errors.Is(err, journal.ErrDamaged) {
		return errors.New("the journal does not answer")
	}
	if since := atMilli(p.figures.behind.Load()); p.Shared && !since.IsZero() && p.now().Sub(since) > farBehind {
		return errors.New("far behind what other processes recorded")
	}
	return nil
}
