package publish_test

import (
	"fmt"
	"path"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writethru/publish"
)

// A clock that is wrong for a while, or that is set, loses nothing and says
// nothing twice: every follow-up goes out once, within minutes of a clock that
// runs, at an instant of its own that is never in the future.
func TestAClockThatIsSet(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, publish.FollowUps{Settle: 10 * time.Second})
		rt.Cleanup(w.close)
		text := "---\ntitle: Flood\ndate: 2026-11-19T10:00:00Z\n---\n\nRain fell.\n"
		w.write("flood.md", text)
		w.write("staying.md", text)
		w.publish()
		dated := map[string]string{} // by id
		for n := range rapid.IntRange(3, 10).Draw(rt, "steps") {
			size := rapid.SampledFrom([]time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour, 365 * 24 * time.Hour}).Draw(rt, "size")
			w.advance(time.Duration(rapid.IntRange(-3, 3).Draw(rt, "times")) * size)
			switch rapid.SampledFrom([]string{"restart", "delete", "tick", "tick"}).Draw(rt, "then") {
			case "restart":
				w.restart()
			case "delete":
				w.remove("flood.md")
				w.publish()
			default:
				w.tick()
			}
			text += fmt.Sprintf("\n**Update:** The dam number %d holds.\n", n)
			w.write("flood.md", text)
			w.publish()
			for range 40 {
				w.advance(10 * time.Second)
				w.publish()
			}
			instants := map[string]string{}
			items := w.items("/updates.json")
			if len(items) != n+1 {
				rt.Fatalf("at %s there are %d follow-ups, want %d", w.clock, len(items), n+1)
			}
			for _, it := range items {
				if was, ok := dated[it.ID]; ok && was != it.Published {
					rt.Errorf("%s was dated %s, and is now %s", it.ID, was, it.Published)
				}
				if _, ok := dated[it.ID]; !ok && it.Published > w.clock.Format(time.RFC3339) {
					rt.Errorf("%s is dated %s, at %s", it.ID, it.Published, w.clock)
				}
				if other, ok := instants[it.Published]; ok {
					rt.Errorf("%s and %s have the date %s", it.ID, other, it.Published)
				}
				dated[it.ID], instants[it.Published] = it.Published, it.ID
			}
		}
	})
}

// The instant of a follow-up that was withdrawn is not given again.
func TestAWithdrawnInstantIsNotGivenAgain(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	for _, name := range []string{"flood", "fire", "storm"} {
		w.write(name+".md", "---\ntitle: "+name+"\ndate: 2026-11-19T10:00:00Z\n---\n\nIt began.\n")
	}
	w.publish()
	w.advance(time.Hour)
	w.write("flood.md", "---\ntitle: flood\ndate: 2026-11-19T10:00:00Z\n---\n\nIt began.\n\n**Update:** The dam holds.\n")
	w.publish()
	was := w.items("/updates.json")[0].Published
	w.remove("flood.md")
	w.write("fire.md", "---\ntitle: fire\ndate: 2026-11-19T10:00:00Z\n---\n\nIt began.\n\n**Update:** It is out.\n")
	w.publish()
	w.advance(time.Second)
	w.publish()
	if items := w.items("/updates.json"); len(items) != 1 || items[0].Published <= was {
		t.Errorf("after a follow-up of %s was withdrawn, there is %+v: want one with a later date", was, items)
	}
}

// A publisher that starts looks at the articles before it emits: what it had
// recorded when it was killed may be half a sentence.
func TestAStartEmitsNothingUnread(t *testing.T) {
	w := newWorld(t, publish.FollowUps{Settle: 10 * time.Second})
	defer func() { w.close() }()
	text := "---\ntitle: Flood\ndate: 2026-11-19T10:00:00Z\n---\n\nRain fell.\n"
	w.write("flood.md", text)
	w.publish()
	w.advance(time.Hour)
	w.write("flood.md", text+"\n**Update:** The dam hol")
	w.publish()
	w.close()
	w.write("flood.md", text+"\n**Update:** The dam holds, and nobody was hurt.\n")
	w.advance(time.Minute)
	w.open()
	w.tick()
	if items := w.items("/updates.json"); len(items) != 0 {
		t.Fatalf("before the articles were read it emits %+v", items)
	}
	w.publish()
	w.advance(time.Minute)
	w.publish()
	if items := w.items("/updates.json"); len(items) != 1 || items[0].Content[:len("<p>The dam holds, and")] != "<p>The dam holds, and" {
		t.Errorf("the follow-ups are %+v, want the one that the article has by now", items)
	}
}

// What was seen by a clock that was ahead is not said after what came later.
func TestAClockThatIsSetBackKeepsTheOrderOfAnArticle(t *testing.T) {
	w := newWorld(t, publish.FollowUps{Settle: 10 * time.Second})
	defer w.close()
	text := "---\ntitle: Flood\ndate: 2026-11-19T10:00:00Z\n---\n\nRain fell.\n"
	w.write("flood.md", text)
	w.publish()
	for _, set := range []time.Duration{2 * time.Hour, -2 * time.Hour} {
		w.advance(set)
		text += "\n**Update:** The dam holds, it was said after the clock was set by " + set.String() + ".\n"
		w.write("flood.md", text)
		w.publish()
	}
	w.advance(time.Minute)
	w.publish()
	var titles []string
	for _, it := range w.items("/updates.json") {
		titles = append(titles, it.Title+" ("+path.Base(it.ID)+")")
	}
	if want := []string{"Update 2: Flood (2)", "Update: Flood (1)"}; !slices.Equal(titles, want) {
		t.Errorf("updates, newest first: %q, want %q", titles, want)
	}
}
