package publish_test

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writethru/internal/readers"
	"writethru/journal"
	"writethru/publish"
)

// Whatever the history of a publication was, its journal can be made anew from
// its articles and its feed, and in every simulated reader nothing is unread that
// it had already.
func TestARebuiltJournalTellsNobodyAnythingTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory(t, rt)
		rt.Cleanup(func() { h.world.close() })
		for range rapid.IntRange(4, 14).Draw(rt, "steps") {
			h.step()
		}
		h.settle()
		path := "/feed." + h.format
		old := h.get(path)
		all := readers.All()
		for _, r := range all {
			if _, err := r.Fetch("http://localhost"+path, old, h.clock); err != nil {
				rt.Fatal(err)
			}
		}
		known := h.remembered()
		h.close()
		h.data = t.TempDir()
		h.open()
		clear(h.known)
		if err := h.p.Rebuild(t.Context(), h.changes(), known); err != nil {
			rt.Fatal(err)
		}
		h.known = maps.Collect(h.p.Known)
		h.settle()
		h.publish()
		doc := h.get(path)
		for _, r := range all {
			shown, err := r.Fetch("http://localhost"+path, doc, h.clock)
			if err != nil {
				rt.Fatal(err)
			}
			for _, s := range shown {
				// What is read again as a whole may be divided in another way than
				// what came bit by bit: some mail what changed, and that is no news.
				if s.How == readers.Unread || s.How == readers.Again && !r.DeliversChanges() {
					rt.Fatalf("%s shows %+v\n%s\nwas\n%s", r.Name, s, doc, old)
				}
			}
		}
	})
}

// remembered is what the feed says of each article, by the name of its file.
func (h *history) remembered() map[string]publish.Remembered {
	h.t.Helper()
	var doc struct {
		Items []struct {
			item
			Summary  string
			FollowUp struct {
				N  int
				Of string
			} `json:"_writethru"`
		}
	}
	if err := json.Unmarshal(h.get("/feed.json"), &doc); err != nil {
		h.t.Fatal(err)
	}
	name, slug := map[string]string{}, map[string]string{}
	for r, err := range h.store.Heads(h.t.Context()) {
		if err != nil {
			h.t.Fatal(err)
		}
		name[r.Head.ID], slug[r.Head.ID] = r.Head.Name, r.Head.Slug
	}
	known := map[string]publish.Remembered{}
	for nth, it := range doc.Items {
		at, err := time.Parse(time.RFC3339, it.Published)
		if err != nil {
			h.t.Fatal(err)
		}
		id := it.ID
		if it.FollowUp.Of != "" {
			id = it.FollowUp.Of
		}
		k := known[name[id]]
		if it.FollowUp.Of != "" {
			k.Told = append(k.Told, journal.Told{N: it.FollowUp.N, ID: it.ID, Title: it.Title, Text: it.Summary, At: at, Nth: len(doc.Items) - nth})
		} else {
			k.ID, k.Slug, k.Published, k.Text, k.Nth = id, slug[id], at, it.Content, len(doc.Items)-nth
			if k.Updated, err = time.Parse(time.RFC3339, it.Modified); err != nil {
				h.t.Fatal(err)
			}
		}
		known[name[id]] = k
	}
	return known
}
