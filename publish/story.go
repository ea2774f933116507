package publish

import (
	"encoding/hex"
	"strings"

	"github.com/cespare/xxhash/v2"

	"writethru/internal/stamp"
	"writethru/journal"
)

// A story is what is held in memory of one: enough to order feeds and to find
// its head in the journal. Everything else is read when it is needed. Times
// without a zone are seconds since 1970.
type story struct {
	id        string // in the journal
	rev       int
	hash      digest // of its source
	name      string // of its article's main file
	slug      string
	entry     string // id of its entry
	title     uint64 // hash of its title
	nth       int    // place in the order of publication
	published int64
	modified  int64
	changed   int64    // in milliseconds
	quiet     int64    // when its files last changed, as far as known, in milliseconds
	groups    []*group // it belongs to
	open      int      // promises not closed
	*past

	withdrawn bool
	unread    bool // its article's text has not been looked at yet
	elsewhere bool // its article is shown at an address of its own
	pending   bool // has follow-ups that go out by themselves in time

	number uint32 // on the roll

	stamp stamp.Stamp // of the main file as it was recorded; zero: unknown
}

// A past is what most stories do not have.
type past struct {
	oldSlugs []string
	left     []*group   // it belonged to
	emitted  []emission // in the order of their numbers
	stones   []string   // ids of entries that were withdrawn
	debts    []debt     // what it owes or owed readers
	waits    waits      // follow-ups that are not out
}

// waits count follow-ups that are not out.
type waits struct {
	pending int // go out when their article has been quiet
	held    int // for an editor, or by a limit
}

// none is the past of all stories without one. It is never changed.
var none = new(past)

// orNone returns a past, or none where there is nothing in it.
func (p past) orNone() *past {
	if len(p.oldSlugs)+len(p.left)+len(p.emitted)+len(p.stones)+len(p.debts) == 0 && p.waits == (waits{}) {
		return none
	}
	return &p
}

// within gives a string, and the memory of another one where that holds it: an
// entry's id mostly ends by its story's, and that by the slug.
func within(other, s string) string {
	if at := strings.LastIndex(other, s); at >= 0 {
		return other[at : at+len(s)]
	}
	return s
}

// A digest is enough of a source's hash to tell it from any other.
type digest [16]byte

func digestOf(hash string) (d digest) {
	if n, err := hex.Decode(d[:], []byte(hash[:min(len(hash), 2*len(d))])); n < len(d) || err != nil {
		d = digest{} // of no source
	}
	return d
}

// An emission is a follow-up that became an entry.
type emission struct {
	n    int
	nth  int // place in the order of publication
	at   int64
	gone bool // removed from its article since
}

// story takes from a revision what is held in memory.
func (x *index) story(r journal.Revision) *story {
	h := &r.Head
	id := within(h.ID, r.Story)
	s := &story{
		id: id, rev: r.Rev, hash: digestOf(r.Hash),
		name: h.Name, slug: within(id, h.Slug), entry: h.ID,
		title: xxhash.Sum64String(h.Title), nth: h.Nth,
		published: h.Published.Unix(), modified: h.Modified.Unix(), changed: h.Changed.UnixMilli(), quiet: r.At.UnixMilli(),
		groups:    x.groupsOf(h.Labels()),
		withdrawn: h.Withdrawn, unread: h.Unread, elsewhere: absolute(h.URL) != nil,
	}
	then := past{oldSlugs: h.OldSlugs, left: x.groupsOf(h.Left)}
	if h.Withdrawn {
		then.stones = append(then.stones, h.ID)
	}
	for _, f := range h.FollowUps {
		switch {
		case f.State == journal.Out:
			then.emitted = append(then.emitted, emission{n: f.N, nth: f.Nth, at: f.Emitted.Unix(), gone: f.Removed})
			if f.Removed || h.Withdrawn {
				then.stones = append(then.stones, f.ID)
			}
		case f.Removed:
		case f.State == journal.Waiting:
			then.waits.held++
			s.pending = s.pending || limited(f)
		case f.State == journal.Pending && f.Text != "":
			then.waits.pending++
			s.pending = true
		}
	}
	then.debts = debtsOf(h)
	for _, p := range h.Promises {
		if p.Closed.IsZero() {
			s.open++
		}
	}
	s.past = then.orNone()
	return s
}

// places are where a story's entries stand in the order of feeds; nowhere if
// there is no story.
func (s *story) places() []place {
	if s == nil || s.withdrawn {
		return nil
	}
	out := make([]place, 1, 1+len(s.emitted))
	out[0] = place{s.published, s, 0}
	for _, e := range s.emitted {
		if !e.gone {
			out = append(out, place{e.at, s, e.n})
		}
	}
	return out
}

// place is where a story's n-th follow-up stands, 0 for its article. It is not ok
// for one that is not published now.
func (s *story) place(n int) (place, bool) {
	for _, at := range s.places() {
		if at.n == n {
			return at, true
		}
	}
	return place{}, false
}

// lately is where a story stands in the order of changes.
func (s *story) lately() []place {
	if s == nil || s.withdrawn {
		return nil
	}
	return []place{{s.modified, s, 0}}
}

// followUps are the places of those that are no articles.
func followUps(all []place) []place {
	if len(all) == 0 {
		return nil
	}
	return all[1:]
}
