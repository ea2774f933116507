package publish_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/publish"
	"writethru/watch"
)

// A bad article never stops good ones, whatever is wrong with it.
func TestBadArticlesStopNoGoodOnes(t *testing.T) {
	for name, bad := range map[string]map[string]string{
		"one id for two":  {"bad-1.md": "---\nid: urn:x:1\n---\nOne.\n", "bad-2.md": "---\nid: urn:x:1\n---\nTwo.\n"},
		"an unusable id":  {"bad.md": "---\nid: somebody@news.example <1>\n---\nText.\n"},
		"a wrong date":    {"bad.md": "---\ndate: Tuesday\n---\nText.\n"},
		"nothing in it":   {"bad.md": ""},
		"only a title":    {"bad.md": "---\ntitle: Soon\n---\n"},
		"binary":          {"bad.md": "\x00\x01\x02"},
		"broken YAML":     {"bad.md": "---\ntitle: [\n---\nText.\n"},
		"a control in it": {"bad.md": "---\ntitle: \"a\\u0001b\"\n---\nText \x02 more.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, publish.FollowUps{})
			defer w.close()
			w.write("good.md", "---\ntitle: Good\ndate: 2026-11-19T10:00:00Z\n---\nGood text.\n")
			for file, text := range bad {
				w.write(file, text)
			}
			w.publish()
			if !strings.Contains(string(w.get("/feed.rss")), "Good text.") {
				t.Errorf("the good article is missing from the feed")
			}
			w.advance(time.Minute)
			w.write("good.md", "---\ntitle: Good\ndate: 2026-11-19T10:00:00Z\n---\nBetter text.\n")
			w.publish()
			if !strings.Contains(string(w.get("/feed.rss")), "Better text.") {
				t.Errorf("the good article is not followed any more")
			}
		})
	}
}

// What an author is writing at the moment of a batch is not read in parts: a
// half would take follow-ups from readers that the whole has.
func TestAnArticleThatChangedSinceItWasCompleteIsNotRead(t *testing.T) {
	head, followUp := "---\ntitle: Flood\ndate: 2026-11-19T10:00:00Z\n---\nThe river rose.\n", "\n**Update:** The bridge is closed.\n"
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.write("flood.md", head)
	w.publish()
	w.advance(time.Hour)
	w.write("flood.md", head+followUp)
	w.publish()
	want := w.get("/feed.rss")
	if n := len(w.items("/feed.json")); n != 2 {
		t.Fatalf("the feed has %d entries, want an article and its follow-up", n)
	}
	w.write("flood.md", head+"Boats are out.\n"+followUp)
	b := w.changes() // complete
	w.write("flood.md", head+"Boats")
	var again []string
	w.p.Again = func(names ...string) { again = append(again, names...) }
	if err := w.p.Take(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if got := w.get("/feed.rss"); !bytes.Equal(got, want) {
		t.Errorf("half an article is published:\n%s", cmp.Diff(string(want), string(got)))
	}
	if !slices.Equal(again, []string{"flood.md"}) {
		t.Errorf("looked at again: %q, want flood.md", again)
	}
}

// An article whose date is still to come appears at its time.
func TestFutureDateAppearsAtItsTime(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.write("past.md", "---\ntitle: Past\ndate: 2026-11-19T10:00:00Z\n---\nText.\n")
	w.write("future.md", "---\ntitle: Future\ndate: 2026-11-21T10:00:00Z\n---\nText.\n")
	w.publish()
	if n := len(w.items("/feed.json")); n != 1 {
		t.Fatalf("the feed has %d entries, want only the past one", n)
	}
	w.advance(24 * time.Hour)
	w.tick()
	w.publish()
	if got := w.items("/feed.json"); len(got) != 2 || got[0].Title != "Future" {
		t.Errorf("the feed is %v, want the article whose time has come first", got)
	}
}

// A draft is no article, and an article that becomes a draft again is
// withdrawn; when it returns it is the same entry.
func TestDrafts(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.write("other.md", "---\ntitle: Other\ndate: 2026-11-18T10:00:00Z\n---\nText.\n")
	live := "---\ntitle: Story\ndate: 2026-11-19T10:00:00Z\n---\nText.\n"
	draft := strings.Replace(live, "---\n", "---\ndraft: true\n", 1)
	ids := map[string]bool{}
	for _, step := range []struct {
		text string
		want int
	}{{draft, 1}, {live, 2}, {draft, 1}, {live, 2}} {
		w.advance(time.Minute)
		w.write("story.md", step.text)
		w.publish()
		got := w.items("/feed.json")
		if len(got) != step.want {
			t.Fatalf("the feed has %d entries, want %d", len(got), step.want)
		}
		for _, i := range got {
			ids[i.ID] = true
		}
	}
	if len(ids) != 2 {
		t.Errorf("the entries had the ids %v, want one for each article for ever", ids)
	}
}

// An article that names only today's day is dated by the moment at which it
// appears, so that it stands above the entries of the morning; one that names
// another day, or a time, has that.
func TestOnlyTheDay(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.write("morning.md", "---\ntitle: Morning\ndate: 2026-11-20T09:00:00Z\n---\nText.\n")
	w.publish()
	w.advance(time.Hour)
	w.write("today.md", "---\ntitle: Today\ndate: 2026-11-20\n---\nToday's text.\n")
	w.write("before.md", "---\ntitle: Before\ndate: 2026-11-19\n---\nYesterday's text.\n")
	w.publish()
	want := map[string]string{"Today": "2026-11-20T13:00:00Z", "Morning": "2026-11-20T09:00:00Z", "Before": "2026-11-19T00:00:00Z"}
	for _, i := range w.items("/feed.json") {
		if i.Published != want[i.Title] {
			t.Errorf("%q is dated %s, want %s", i.Title, i.Published, want[i.Title])
		}
	}
	if first := w.items("/feed.json")[0].Title; first != "Today" {
		t.Errorf("%q is on top, want the one that has just appeared", first)
	}
}

// A page has the anchor that a follow-up's entry links to, also where the marker
// is a heading with an id of its own.
func TestPagesHaveTheAnchorsThatEntriesLinkTo(t *testing.T) {
	for name, marked := range map[string]string{
		"a marker": "**Update:** It is open.", "a heading": "## Update\n\nIt is open.", "a heading with a title": "## Update: open again\n\nIt is open.",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, publish.FollowUps{})
			defer w.close()
			text := "---\ntitle: Bridge\ndate: 2026-11-19T10:00:00Z\n---\nThe bridge is closed.\n"
			w.write("bridge.md", text)
			w.publish()
			w.advance(time.Hour)
			w.write("bridge.md", text+"\n"+marked+"\n")
			w.publish()
			followUps := w.items("/updates.json")
			if len(followUps) != 1 {
				t.Fatalf("%d follow-ups, want 1", len(followUps))
			}
			_, anchor, _ := strings.Cut(followUps[0].URL, "#")
			if page := string(w.get("/stories/bridge/")); anchor == "" || strings.Count(page, `id="`+anchor+`"`) != 1 {
				t.Errorf("the page has not one id %q:\n%s", anchor, page)
			}
		})
	}
}

// Another title and another date in the same words are another article, though
// the one before it goes in the same save.
func TestSameWordsAreNotTheSameArticle(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	body := "We are looking into reports of trouble with the pumps and will say more here.\n"
	w.write("staying.md", "---\ntitle: Staying\ndate: 2026-11-18T10:00:00Z\n---\nIt stays.\n")
	w.write("one.md", "---\ntitle: Incident one\ndate: 2026-11-19T10:00:00Z\n---\n"+body)
	w.publish()
	one := w.items("/feed.json")[0].ID
	w.advance(time.Hour)
	w.remove("one.md")
	w.write("two.md", "---\ntitle: Incident two\ndate: 2026-11-20T12:30:00Z\n---\n"+body)
	w.publish()
	if top := w.items("/feed.json")[0]; top.Title != "Incident two" || top.ID == one {
		t.Errorf("on top is %q with the id %s, want Incident two with an id of its own", top.Title, top.ID)
	}
}

// An article that went after its batch was made may be elsewhere, or its volume
// unmounted: the watcher is asked once more, and nothing is withdrawn before it
// is sure.
func TestAnArticleThatGoesBeforeItIsRead(t *testing.T) {
	const text = "---\ntitle: Flood\ndate: 2026-11-19T10:00:00Z\n---\n\nRain fell on the town.\n"
	for _, renamed := range []bool{false, true} {
		w := newWorld(t, publish.FollowUps{})
		w.write("flood.md", text)
		w.publish()
		was := w.items("/feed.json")
		var again []string
		w.p.Again = func(names ...string) { again = append(again, names...) }

		w.write("flood.md", text+"\nThe dam holds.\n")
		b := w.changes()
		if renamed {
			w.rename("flood.md", "fire.md")
			maps.Copy(b.Changed, w.scan("fire.md").Changed)
		} else {
			w.remove("flood.md")
		}
		if err := w.p.Take(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		if now := w.items("/feed.json"); len(now) != 1 || now[0].ID != was[0].ID {
			t.Errorf("renamed %v: the feed had %+v, and has %+v", renamed, was, now)
		}
		if !slices.Equal(again, []string{"flood.md"}) {
			t.Errorf("renamed %v: the watcher was asked for %q, want flood.md", renamed, again)
		}
		if err := w.p.Take(t.Context(), watch.Batch{Removed: []string{"flood.md"}}); err != nil {
			t.Fatal(err)
		}
		if now := w.items("/feed.json"); (len(now) == 1) != renamed {
			t.Errorf("renamed %v: once the watcher is sure the feed has %+v", renamed, now)
		}
		w.close()
	}
}

// Follow-ups may be more than the article was that was renamed meanwhile.
func TestARenamedArticleThatGrewIsTheSame(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	text := "---\ntitle: Flood\ndate: 2026-11-19T10:00:00Z\n---\n\nRain fell on the town.\n"
	w.write("flood.md", text)
	w.publish()
	was := w.items("/stories.json")[0].ID
	w.remove("flood.md")
	for _, news := range []string{"the dam holds", "the bridge is closed", "trains are late", "the rain has ended"} {
		text += "\n**Update:** It was said that " + news + ".\n"
	}
	w.write("deluge.md", text)
	w.write("other.md", "---\ntitle: Flood\ndate: 2026-11-20T10:00:00Z\n---\n\nA barn burned.\n") // another one of the same title
	w.publish()
	w.advance(time.Minute)
	w.publish()
	if now := w.items("/stories.json"); len(now) != 2 || now[1].ID != was {
		t.Errorf("the story was %s, and now there are %+v", was, now)
	}
	if updates := w.items("/updates.json"); len(updates) != 4 {
		t.Errorf("%d follow-ups, want 4", len(updates))
	}
}
