package journal_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"writethru/journal"
	"writethru/posts"
	"writethru/posts/followups"
)

// An editor makes random edits to an article.
type editor struct {
	rt      *rapid.T
	body    []string
	updates []string // marked, in the order of the text
	top     bool     // they stand above the body
	made    int
	gone    []string
	away    []string // updates that may come back
}

var vocabulary = strings.Fields(`council bridge mayor vote closure detour agency schedule court hearing budget
	river tram school market station tender report witness evening Saturday public works traffic lights engineers
	residents plan delay contract noise harbour permit ferry winter repair inspection concrete steel signal`)

// sentence gives words that no other sentence has in that order.
func (e *editor) sentence() string {
	e.made++
	n := rapid.IntRange(9, 14).Draw(e.rt, "words")
	words := rapid.Permutation(vocabulary).Draw(e.rt, "sentence")[:n]
	return fmt.Sprintf("Item%d %s.", e.made, strings.Join(words, " "))
}

func (e *editor) index(n int) int { return rapid.IntRange(0, n-1).Draw(e.rt, "index") }

// step makes one edit and reports whether it brought a new marked follow-up.
func (e *editor) step() (what string) {
	what = rapid.SampledFrom([]string{"mark", "mark", "typo", "insert", "delete", "restore", "swap", "fix", "move", "nothing", "remove", "return", "again"}).Draw(e.rt, "edit")
	switch what {
	case "mark":
		u := "**Update:** " + rapid.SampledFrom([]string{"", "The mayor's office said: "}).Draw(e.rt, "answer") + e.sentence()
		at := rapid.IntRange(0, len(e.updates)).Draw(e.rt, "at")
		e.updates = slices.Insert(e.updates, at, u)
	case "typo":
		i := e.index(len(e.body))
		e.body[i] = typo(e.body[i], e.index(5)+2)
	case "fix":
		if len(e.updates) > 0 {
			i := e.index(len(e.updates))
			e.updates[i] = typo(e.updates[i], e.index(5)+3)
		}
	case "insert":
		e.body = slices.Insert(e.body, e.index(len(e.body)), e.sentence())
	case "delete":
		if len(e.body) > 2 {
			i := e.index(len(e.body) - 1)
			e.gone = append(e.gone, e.body[i])
			e.body = slices.Delete(e.body, i, i+1)
		}
	case "restore":
		e.body = append(e.gone, e.body...)
		e.gone = nil
	case "swap":
		i, j := e.index(len(e.body)), e.index(len(e.body))
		e.body[i], e.body[j] = e.body[j], e.body[i]
	case "move":
		if len(e.updates) > 1 {
			u := e.updates[0]
			e.updates = append(slices.Delete(e.updates, 0, 1), u)
		}
	case "remove":
		if len(e.updates) > 0 {
			e.away = append(e.away, e.updates[0])
			e.updates = slices.Delete(e.updates, 0, 1)
		}
	case "return":
		e.updates = append(e.updates, e.away...)
		e.away = nil
	case "again":
		e.top = !e.top
	}
	return what
}

// stored gives a head as a store gives it back.
func stored(t *rapid.T, h journal.Head) journal.Head {
	data, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	var out journal.Head
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func typo(s string, word int) string {
	w := strings.Fields(s)
	w[word] += "x"
	return strings.Join(w, " ")
}

func (e *editor) post(t *rapid.T) *posts.Post {
	paragraphs := slices.Concat(e.body, e.updates)
	if e.top {
		paragraphs = slices.Concat(e.updates, e.body)
	}
	post, faults := posts.Parser{}.Parse([]posts.File{{Name: "story.md", Data: []byte("---\ntitle: T\n---\n\n" + strings.Join(paragraphs, "\n\n") + "\n")}})
	if post == nil {
		t.Fatalf("parse: %v", faults)
	}
	return post
}

// Whatever an editor does: ids never change or repeat, numbers count up, what
// is emitted stays so, a version read again changes nothing, a marked follow-up
// leaves the article as it was, what answers a promise has closed it, and
// comparing is deterministic.
func TestHistoriesKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := &editor{rt: rt}
		for range rapid.IntRange(3, 6).Draw(rt, "paragraphs") {
			e.body = append(e.body, e.sentence())
		}
		e.body = append(e.body, "The mayor's office has been asked for comment.")
		v := journal.Version{Story: "s", Now: start, Policy: journal.Policy{Grace: 30 * time.Minute, MinWords: 20}}
		v.Post = e.post(rt)
		h := journal.Begin(v, "id", "slug")
		ids := map[string]int{}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			before := v.Post.PlainText(h.Body(len(v.Post.Blocks)))
			what := e.step()
			v.Post = e.post(rt)
			v.Now = v.Now.Add(time.Duration(rapid.IntRange(1, 7200).Draw(rt, "seconds")) * time.Second)
			prev := h
			frozen := gocmp.Diff(prev, journal.Head{})
			var changes []journal.Change
			h, changes = journal.Next(prev, v)
			if gocmp.Diff(prev, journal.Head{}) != frozen {
				rt.Fatalf("Next changed the head that it was given")
			}
			if again, same := journal.Next(prev, v); gocmp.Diff(h, again) != "" || !slices.Equal(changes, same) {
				rt.Fatalf("Next is not deterministic: %v, then %v", changes, same)
			}
			if again, more := journal.Next(h, v); len(more) > 0 || gocmp.Diff(h, again) != "" {
				rt.Fatalf("the same version again: %v\n%s", more, gocmp.Diff(h, again))
			}
			if again, same := journal.Next(stored(rt, prev), v); gocmp.Diff(stored(rt, h), stored(rt, again)) != "" || !slices.Equal(changes, same) {
				rt.Fatalf("a head that was stored leads to %v, want %v", same, changes)
			}
			if what == "mark" {
				if n := len(h.FollowUps) - len(prev.FollowUps); n != 1 {
					rt.Fatalf("a marked follow-up made %d new ones: %+v", n, h.FollowUps)
				}
				if after := v.Post.PlainText(h.Body(len(v.Post.Blocks))); after != before {
					rt.Fatalf("a marked follow-up changed the article:\n%s", gocmp.Diff(before, after))
				}
			} else if len(h.FollowUps) != len(prev.FollowUps) {
				rt.Fatalf("%s made a follow-up: %+v", what, h.FollowUps[len(h.FollowUps)-1])
			}
			for i, f := range h.FollowUps {
				if f.N != i+1 {
					rt.Fatalf("follow-up at %d has number %d", i, f.N)
				}
				if i < len(prev.FollowUps) {
					p := prev.FollowUps[i]
					if p.ID != f.ID || !p.Emitted.Equal(f.Emitted) || p.State == journal.Out && f.State != journal.Out {
						rt.Fatalf("%s: follow-up %d was %+v, is %+v", what, f.N, p, f)
					}
				}
				if f.Answers != "" && !slices.ContainsFunc(h.Promises, func(p journal.Promise) bool { return p.ID == f.Answers && h.Answer(p) == &h.FollowUps[i] }) {
					rt.Fatalf("%s: follow-up %d answers %s, which it has not closed: %+v", what, f.N, f.Answers, h.Promises)
				}
				if f.Ready() && rapid.Bool().Draw(rt, "quiet") {
					before := v.Post.PlainText(h.Body(len(v.Post.Blocks)))
					h = journal.Emit(h, f.N, v.Now, fmt.Sprintf("id/%d", f.N))
					id := h.FollowUps[i].ID
					if n, ok := ids[id]; ok && n != f.N {
						rt.Fatalf("follow-ups %d and %d have the id %q", n, f.N, id)
					}
					ids[id] = f.N
					if after := v.Post.PlainText(h.Body(len(v.Post.Blocks))); after != before {
						rt.Fatalf("emission changed the article:\n%s", gocmp.Diff(before, after))
					}
				}
			}
			if !h.Published.Equal(prev.Published) || h.ID != prev.ID || h.Updated.Before(prev.Updated) || h.Modified.Before(prev.Modified) {
				rt.Fatalf("dates or id moved: %+v, was %+v", h, prev)
			}
		}
	})
}

// Whatever an article says, and then says in its place, and then says again: no
// part is outside its block, a version read again changes nothing, what is known
// keeps its number, id and date, and what is deleted and returns is what it was:
// nothing in it is new, and no follow-up of it stays away.
func FuzzNext(f *testing.F) {
	f.Add("One.\n\nTwo.", "One.\n\nTwo.\n\n**Update:** Three.", "One [Update: x] two.\n\n- Update: a\n- b")
	f.Add("## Updates\n\n- Nov. 20: a", "## Updates\n\n- Nov. 21: b\n- Nov. 20: a", "")
	f.Add("We asked X for comment.", "We asked X for comment.\n\nX responded.", "【追記】三")
	// A list that begins with the article's own words, and holds follow-ups; a
	// paragraph with two of them; both are deleted, and come back.
	f.Add("A bridge.\n\n## Updates\n\n- first word\n- Nov. 20: a", "A bridge.\n\n## Updates\n\n- first word\n- Nov. 20: a\n- Nov. 21: b", "A bridge.\n\n## Updates")
	f.Add("A bridge.", "A bridge.\n\nUpdate, Nov. 21: One. Update 2, 5 p.m.: Two.\n\nThree.", "A")
	f.Add("A bridge.\n\n## Update\n\nTwo.", "A bridge.\n\n## Update\n\nOne.\n\n## Update\n\nTwo.", "A bridge.\n\n## Update\n\nOne.")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		v := journal.Version{Story: "s", Now: start, Policy: journal.Policy{MinWords: 3}}
		var h journal.Head
		heads := map[string]journal.Head{}
		edited := false // some block was: what it said before is not remembered
		for i, text := range []string{a, b, c, b, a} {
			post, _ := posts.Parser{}.Parse([]posts.File{{Name: "s.md", Data: []byte(text)}})
			if post == nil {
				return
			}
			v.Post, v.Now = post, v.Now.Add(time.Hour)
			prev := h
			if i == 0 {
				h = journal.Begin(v, "id", "slug")
			} else {
				edited = edited || slices.ContainsFunc(journal.Before(h, v), func(b followups.Before) bool { return b.Edited })
				h, _ = journal.Next(h, v)
			}
			if again, more := journal.Next(h, v); len(more) > 0 {
				t.Errorf("version %d again: %v\n%s", i+1, more, gocmp.Diff(h, again))
			}
			checkParts(t, h, post)
			checkKept(t, prev, h)
			for n := range h.FollowUps {
				h = journal.Settle(h, n+1, v.Policy)
			}
			if was, ok := heads[text]; ok && !edited {
				checkReturned(t, was, prev, h)
			}
			for _, f := range h.FollowUps {
				if f.Ready() {
					h = journal.Emit(h, f.N, v.Now, fmt.Sprint("id/", f.N))
				}
			}
			heads[text] = h
		}
	})
}

// checkParts checks that all that a head says of a post is in it.
func checkParts(t *testing.T, h journal.Head, post *posts.Post) {
	t.Helper()
	parts := slices.Concat(h.Body(len(post.Blocks)), h.Whole(len(post.Blocks)))
	for _, f := range h.FollowUps {
		parts = slices.Concat(parts, f.Parts, f.Marker)
	}
	for _, p := range parts {
		for _, s := range p.Spans {
			if s.From < 0 || s.From >= s.To || s.To > len(post.Blocks[p.Block].Text) {
				t.Fatalf("span %v of %q", s, post.Blocks[p.Block].Text)
			}
		}
	}
}

// checkKept checks that what was known of follow-ups is known.
func checkKept(t *testing.T, prev, h journal.Head) {
	t.Helper()
	if len(h.FollowUps) < len(prev.FollowUps) {
		t.Fatalf("of %d follow-ups %d are left", len(prev.FollowUps), len(h.FollowUps))
	}
	for i, f := range h.FollowUps {
		if f.N != i+1 {
			t.Errorf("follow-up at %d has number %d", i, f.N)
		}
		if i < len(prev.FollowUps) {
			if p := prev.FollowUps[i]; p.ID != f.ID || !p.Emitted.Equal(f.Emitted) || p.State == journal.Out && f.State != journal.Out {
				t.Errorf("follow-up %d was %+v, is %+v", f.N, p, f)
			}
		}
	}
}

// checkReturned checks a head of a text that the story had before.
func checkReturned(t *testing.T, was, prev, h journal.Head) {
	t.Helper()
	for _, f := range h.FollowUps[len(prev.FollowUps):] {
		if f.State != journal.Baseline && f.State != journal.Absorbed {
			t.Errorf("a text that returned has a new follow-up: %+v", f)
		}
	}
	for i, f := range was.FollowUps {
		if !f.Removed && f.Text != "" && h.FollowUps[i].Removed {
			t.Errorf("a text that returned has lost follow-up %d: %+v", f.N, f)
		}
	}
}
