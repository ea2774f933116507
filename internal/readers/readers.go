// Package readers imitates how feed readers decide what is new: each [Reader]
// holds the decisive lines of one program, as read from its source. It is the
// oracle of tests, which ask it what subscribers get to see of a feed that
// changes over time.
//
// Of each program only the decision is here: what makes two entries the same,
// what becomes of an entry that changed, and which new entries never reach the
// unread ones. How they poll, and what they look like, is not.
package readers

import (
	"fmt"
	"time"
)

// A Reader is one feed reader with all it has stored. It starts without any
// subscription: the first fetch of a feed shows what a new subscriber sees.
type Reader struct {
	Name  string
	rules rules
	feeds map[string]*feed
	kept  map[string]*stored
	shown map[string]bool // ids that surfaced before
}

// How says in which way an entry came to the reader's attention.
type How string

// The ways in which an entry surfaces.
const (
	Unread  How = "unread"  // a new entry
	Again   How = "again"   // an entry that was shown before, delivered once more
	Updated How = "updated" // taken as a newer version of the same entry
)

// A Shown is an entry that surfaced in a fetch.
type Shown struct {
	How       How
	ID        string // as in the document
	Title     string
	URL       string
	Published time.Time
	ReplyTo   string // id of the entry under which a reader with threads shows it
}

// rules are the decisive lines of a reader. All but key may be nil.
type rules struct {
	// look says which items of a document the reader gets to see, and as what.
	look func(f *feed, items []item, now time.Time) []item
	// key says what makes two entries the same.
	key func(f *feed, it item) string
	// born says what becomes of an entry with a new key; nil: it is unread.
	born func(r *Reader, f *feed, it item, now time.Time) fate
	// again says what becomes of an entry with a known key; nil: nothing that
	// anybody sees.
	again func(old *stored, it item, now time.Time) How
	// threads is set when the reader shows answers under what they answer.
	threads bool
}

// A fate is what becomes of a new entry.
type fate uint8

const (
	unread  fate = iota
	read         // stored, never shown as unread
	dropped      // not stored: looked at again in the next fetch
)

// A feed is what a reader remembers of one subscription.
type feed struct {
	url    string
	newest time.Time // the newest date ever seen in it
	byLink bool      // its ids are not trusted any more
	latest item      // the newest stored entry
}

// A stored entry.
type stored struct {
	item
	feed  string // the feed that it is listed under
	since time.Time
}

// Fetch gives the reader the document that feedURL answers with now, and
// returns what surfaces, in the order of the document.
func (r *Reader) Fetch(feedURL string, doc []byte, now time.Time) ([]Shown, error) {
	items, err := parse(doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", r.Name, feedURL, err)
	}
	f := r.feed(feedURL)
	if r.rules.look != nil {
		items = r.rules.look(f, items, now)
	}
	var surfaced []Shown
	for _, it := range items {
		if how := r.take(f, it, now); how != "" {
			surfaced = append(surfaced, r.show(how, it))
		}
	}
	return surfaced, nil
}

// Feed returns the feed under which the reader lists the entry with this id,
// one of them where it lists it under several; it is empty where the reader
// does not have it.
func (r *Reader) Feed(id string) string {
	for _, s := range r.kept {
		if s.id == id {
			return s.feed
		}
	}
	return ""
}

// DeliversChanges reports whether the reader delivers an entry that it knows
// once more when its content changed. For any other, an entry that surfaces
// again is one that it takes for new.
func (r *Reader) DeliversChanges() bool { return r.rules.again != nil }

func (r *Reader) feed(url string) *feed {
	if r.feeds[url] == nil {
		r.feeds[url] = &feed{url: url}
	}
	return r.feeds[url]
}

// take stores an item and says how it surfaces, if it does.
func (r *Reader) take(f *feed, it item, now time.Time) How {
	key := r.rules.key(f, it)
	if old := r.kept[key]; old != nil {
		var how How
		if r.rules.again != nil {
			how = r.rules.again(old, it, now)
		}
		if it.modified.Before(old.modified) {
			it.modified = old.modified // nobody takes an older version for a newer one later
		}
		old.item, old.feed = it, f.url
		return how
	}
	becomes := unread
	if r.rules.born != nil {
		becomes = r.rules.born(r, f, it, now)
	}
	if becomes == dropped {
		return ""
	}
	r.kept[key] = &stored{item: it, feed: f.url, since: now}
	if !it.published.Before(f.latest.published) {
		f.latest = it
	}
	if becomes == read {
		return ""
	}
	if r.shown[it.id] {
		return Again
	}
	return Unread
}

func (r *Reader) show(how How, it item) Shown {
	r.shown[it.id] = true
	s := Shown{How: how, ID: it.id, Title: it.title, URL: it.link, Published: it.published}
	if r.rules.threads {
		s.ReplyTo = it.inReplyTo
	}
	return s
}

func newReader(name string, rules rules) *Reader {
	return &Reader{
		Name:  name,
		rules: rules,
		feeds: map[string]*feed{},
		kept:  map[string]*stored{},
		shown: map[string]bool{},
	}
}
