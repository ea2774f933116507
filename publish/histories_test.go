package publish_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writethru/internal/readers"
	"writethru/publish"
)

// In every simulated reader each marked follow-up surfaces exactly once as
// unread, and nothing else does, whatever editors do to their articles: typos,
// insertions, new orders, renamed, deleted and restored files, restarts and
// crashes in between. In the partner's, an article comes again with a newer
// date if and only if something in it changed.
func TestEachFollowUpSurfacesOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory(t, rt)
		rt.Cleanup(h.world.close)
		for range rapid.IntRange(4, 14).Draw(rt, "steps") {
			h.step()
		}
		h.finish()
	})
}

// A history is articles under the hands of a random editor, and the readers
// that follow them.
type history struct {
	*world
	rt       *rapid.T
	format   string
	articles []*draft
	readers  []*readers.Reader
	partner  *readers.Reader
	unread   map[string]map[string]int // by reader: how often an id surfaced
	words    int
}

// A draft is an article as its editor has it.
type draft struct {
	name    string
	title   string
	date    time.Time
	body    []string
	updates []string // marked follow-ups, in the order of the text
	top     bool     // they stand before the body
	deleted bool
}

func (d *draft) text() string {
	parts := slices.Concat(d.body, d.updates)
	if d.top {
		parts = slices.Concat(d.updates, d.body)
	}
	return fmt.Sprintf("---\ntitle: %s\ndate: %s\n---\n\n%s\n", d.title, d.date.Format(time.RFC3339), strings.Join(parts, "\n\n"))
}

func newHistory(t *testing.T, rt *rapid.T) *history {
	h := &history{
		world:   newWorld(t, publish.FollowUps{Settle: 10 * time.Second, Grace: 1000 * time.Hour, Unmarked: "emit", MinWords: 20}),
		rt:      rt,
		format:  rapid.SampledFrom([]string{"rss", "atom", "json"}).Draw(rt, "format"),
		readers: readers.All(),
		partner: readers.Partner(),
		unread:  map[string]map[string]int{},
	}
	for _, r := range h.readers {
		h.unread[r.Name] = map[string]int{}
	}
	// One article always stays: a folder that lost all of them is taken for one
	// that is out of reach.
	h.write("staying.md", "---\ntitle: Staying\ndate: 2026-11-20T09:00:00Z\n---\n\nIt stays.\n")
	h.create()
	h.publish()
	h.settle()
	h.fetch(true, nil)
	return h
}

// sentence returns words that no other sentence of the history holds.
func (h *history) sentence() string {
	var b strings.Builder
	for i := range 12 {
		h.words++
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "w%dx", h.words)
	}
	return "The " + b.String() + "."
}

func (h *history) create() {
	n := len(h.articles) + 1
	d := &draft{name: fmt.Sprintf("story-%d.md", n), title: fmt.Sprintf("Story %d", n), date: h.clock, top: rapid.Bool().Draw(h.rt, "top")}
	for range 4 {
		d.body = append(d.body, h.sentence())
	}
	h.articles = append(h.articles, d)
	h.write(d.name, d.text())
}

// markers are ways in which editors announce follow-ups.
var markers = []string{"**Update, Nov. 21, 3:45 p.m. ET:** %s", "UPDATE: %s", "Update (Nov. 22): %s", "*Correction:* %s", "Clarification: %s", "## Update\n\n%s", "**UPDATE 2:** %s"}

// step lets the editor do one thing, publishes it, and lets readers fetch.
func (h *history) step() {
	h.advance(time.Duration(rapid.IntRange(1, 3000).Draw(h.rt, "seconds")) * time.Second)
	d := rapid.SampledFrom(h.articles).Draw(h.rt, "article")
	var edited *draft // whose own entry may change
	what := rapid.SampledFrom([]string{"follow up", "follow up", "follow up twice", "typo", "insert", "reorder", "typo in update", "rename", "delete", "restore", "restart", "stop", "create", "wait"}).Draw(h.rt, "what")
	h.rt.Logf("%s %s", what, d.name)
	if d.deleted && what != "restore" && what != "restart" && what != "stop" && what != "create" && what != "wait" {
		return
	}
	switch what {
	case "follow up", "follow up twice":
		for range strings.Count(what, " ") {
			d.updates = append(d.updates, fmt.Sprintf(rapid.SampledFrom(markers).Draw(h.rt, "marker"), h.sentence()))
		}
		h.write(d.name, d.text())
	case "typo":
		i := rapid.IntRange(0, len(d.body)-1).Draw(h.rt, "paragraph")
		d.body[i] = strings.Replace(d.body[i], "x ", "y ", 1)
		edited = d
		h.write(d.name, d.text())
	case "insert":
		d.body = slices.Insert(d.body, rapid.IntRange(1, len(d.body)-1).Draw(h.rt, "at"), h.sentence())
		edited = d
		h.write(d.name, d.text())
	case "reorder":
		i := rapid.IntRange(1, len(d.body)-1).Draw(h.rt, "paragraph")
		d.body[0], d.body[i] = d.body[i], d.body[0]
		slices.Reverse(d.updates)
		edited = d
		h.write(d.name, d.text())
	case "typo in update":
		if len(d.updates) == 0 {
			return
		}
		i := rapid.IntRange(0, len(d.updates)-1).Draw(h.rt, "update")
		d.updates[i] = strings.Replace(d.updates[i], "x ", "y ", 1)
		edited = d
		h.write(d.name, d.text())
	case "rename":
		old := d.name
		h.words++
		d.name = fmt.Sprintf("renamed-%d.md", h.words)
		h.rename(old, d.name)
	case "delete":
		d.deleted = true
		h.remove(d.name)
	case "restore":
		if !d.deleted {
			return
		}
		d.deleted = false
		edited = d
		h.write(d.name, d.text())
	case "restart":
		h.restart()
	case "stop":
		h.p.Save() // and start from the snapshot
		h.restart()
	case "create":
		h.create()
	}
	h.publish()
	h.fetch(false, edited)
	if rapid.Bool().Draw(h.rt, "settle") {
		h.settle()
		h.fetch(false, edited)
	}
}

// settle lets time pass until every follow-up is out.
func (h *history) settle() {
	for range 30 {
		h.advance(2 * time.Second)
		h.tick()
	}
}

// fetch lets every reader fetch, and checks what surfaces. first: it is their
// subscription. edited is the article whose own entry may differ.
func (h *history) fetch(first bool, edited *draft) {
	doc := h.get("/feed." + h.format)
	for _, r := range h.readers {
		shown, err := r.Fetch("http://localhost/feed."+h.format, doc, h.clock)
		if err != nil {
			h.rt.Fatalf("%s can't read the feed: %v", r.Name, err)
		}
		for _, s := range shown {
			switch {
			case s.How == readers.Unread:
				h.unread[r.Name][s.ID]++
				if n := h.unread[r.Name][s.ID]; n > 1 {
					h.rt.Fatalf("%s shows %s (%s) %d times as unread", r.Name, s.ID, s.Title, n)
				}
			case edited == nil:
				h.rt.Fatalf("%s delivers %s (%s) again although no article was edited", r.Name, s.ID, s.Title)
			}
		}
	}
	shown, err := h.partner.Fetch("http://localhost/stories."+h.format, h.get("/stories."+h.format), h.clock)
	if err != nil {
		h.rt.Fatalf("the partner can't read the feed: %v", err)
	}
	h.fresh(shown, first)
}

// fresh checks that the partner is told of an article exactly when its entry
// has other content than when he was told last.
func (h *history) fresh(shown []readers.Shown, first bool) {
	told := map[string]bool{}
	for _, s := range shown {
		told[s.ID] = true
	}
	now := h.contents("/stories.json")
	for id, content := range now {
		before, known := h.partnerKnows[id]
		if changed := !known || before != content; changed != told[id] && !first {
			h.rt.Fatalf("partner: %s: content changed %v, told %v", id, changed, told[id])
		}
	}
	h.partnerKnows = now // one that is gone and returns is news to him
}

// finish restores what is deleted, waits, and checks that every follow-up and
// every article surfaced in every reader.
func (h *history) finish() {
	for _, d := range h.articles {
		d.deleted = false
		h.advance(time.Minute)
		h.write(d.name, d.text())
		h.publish()
	}
	h.settle()
	h.fetch(false, h.articles[0])
	want := 1 // the one that stays
	for _, d := range h.articles {
		want += 1 + len(d.updates)
	}
	for name, ids := range h.unread {
		if len(ids) != want {
			h.rt.Fatalf("%s showed %d entries, want %d articles and follow-ups: %v", name, len(ids), want, slices.Sorted(maps.Keys(ids)))
		}
	}
}
