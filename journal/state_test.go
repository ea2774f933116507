package journal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"writethru/journal"
	"writethru/posts"
)

// article parses a Markdown article of paragraphs.
func article(tb testing.TB, paragraphs ...string) *posts.Post {
	tb.Helper()
	post, faults := posts.Parser{}.Parse([]posts.File{{Name: "story.md", Data: []byte("---\ntitle: The bridge\n---\n\n" + strings.Join(paragraphs, "\n\n") + "\n")}})
	if post == nil {
		tb.Fatal(faults)
	}
	return post
}

const marked = "**Update:** A spokesperson for the mayor said the closure would begin in March."

// pending gives a story with one follow-up that waits.
func pending(tb testing.TB, policy journal.Policy, added string) journal.Head {
	tb.Helper()
	v := journal.Version{Story: "bridge", Now: start, Policy: policy, Post: article(tb, vote, detour)}
	h := journal.Begin(v, "tag:example.org,2026:bridge", "bridge")
	v.Now, v.Post = start.Add(time.Hour), article(tb, vote, detour, added)
	h, _ = journal.Next(h, v)
	if len(h.FollowUps) != 1 {
		tb.Fatalf("%d follow-ups, want 1", len(h.FollowUps))
	}
	return h
}

func TestEmit(t *testing.T) {
	h := pending(t, journal.Policy{}, marked)
	before := h.FollowUps[0]
	at := start.Add(2*time.Hour + 300*time.Millisecond)
	out := journal.Emit(h, 1, at, "id/1")
	if diff := gocmp.Diff(before, h.FollowUps[0]); diff != "" {
		t.Errorf("Emit changed the head that it was given:\n%s", diff)
	}
	f := out.FollowUps[0]
	if f.State != journal.Out || f.ID != "id/1" || !f.Emitted.Equal(at.Truncate(time.Second)) || !out.Modified.Equal(f.Emitted) {
		t.Errorf("emitted: %+v, modified %v", f, out.Modified)
	}
	if out.Updated != h.Updated || out.Published != h.Published {
		t.Error("emission moved the dates of the article")
	}
	again := journal.Emit(out, 1, at.Add(time.Hour), "id/other")
	if diff := gocmp.Diff(out, again); diff != "" {
		t.Errorf("a follow-up was emitted twice:\n%s", diff)
	}
	for name, other := range map[string]journal.Head{
		"hold": journal.Hold(out, 1, "max_per_hour"), "release": journal.Release(out, 1), "dismiss": journal.Dismiss(out, 1),
		"settle": journal.Settle(out, 1, journal.Policy{MinWords: 100}), "number 9": journal.Emit(out, 9, at, "x"),
	} {
		if diff := gocmp.Diff(out, other); diff != "" {
			t.Errorf("%s changed what is emitted:\n%s", name, diff)
		}
	}
}

func TestHoldAndRelease(t *testing.T) {
	held := pending(t, journal.Policy{Unmarked: journal.QueueUnmarked}, buses+" "+session)
	if f := held.FollowUps[0]; f.State != journal.Waiting || f.Why != journal.Unmarked || f.Ready() {
		t.Fatalf("queued: %s (%s)", f.State, f.Why)
	}
	free := journal.Release(held, 1)
	if f := free.FollowUps[0]; f.State != journal.Pending || f.Why != "" || !f.Ready() {
		t.Errorf("released: %s (%s)", f.State, f.Why)
	}
	// The next version of the article does not send it back to the editor.
	v := journal.Version{Story: "bridge", Now: start.Add(2 * time.Hour), Policy: journal.Policy{Unmarked: journal.QueueUnmarked},
		Post: article(t, vote, strings.Replace(detour, "forty", "fifty", 1), buses+" "+session)}
	next, _ := journal.Next(free, v)
	if f := next.FollowUps[0]; f.State != journal.Pending {
		t.Errorf("after the next version: %s (%s)", f.State, f.Why)
	}
	if f := journal.Hold(free, 1, "max_per_hour").FollowUps[0]; f.State != journal.Waiting || f.Why != "max_per_hour" {
		t.Errorf("held by a limit: %s (%s)", f.State, f.Why)
	}
}

func TestSettle(t *testing.T) {
	policy := journal.Policy{MinWords: 20}
	for _, test := range []struct {
		claim, added string
		want         journal.State
	}{
		{"a marked one may be short", "Update: It rains.", journal.Pending},
		{"a short addition is part of the article", "It rains in the whole city tonight.", journal.Absorbed},
		{"a long addition stays", buses + " " + session, journal.Pending},
	} {
		h := pending(t, policy, test.added)
		got := journal.Settle(h, 1, policy)
		if s := got.FollowUps[0].State; s != test.want {
			t.Errorf("%s: %s, want %s", test.claim, s, test.want)
		}
		if moved := got.Modified.After(h.Modified); moved != (test.want == journal.Absorbed) {
			t.Errorf("%s: modified moved: %t", test.claim, moved)
		}
	}
}

func TestWithdrawAndRestore(t *testing.T) {
	h := journal.Emit(pending(t, journal.Policy{}, marked), 1, start.Add(2*time.Hour), "id/1")
	gone := journal.Withdraw(h, start.Add(3*time.Hour))
	back := journal.Restore(gone, start.Add(4*time.Hour))
	if !gone.Withdrawn || back.Withdrawn {
		t.Errorf("withdrawn: %t, then %t", gone.Withdrawn, back.Withdrawn)
	}
	if diff := gocmp.Diff(h.FollowUps, back.FollowUps); diff != "" || back.ID != h.ID || back.Slug != h.Slug {
		t.Errorf("ids changed on the way: %s", diff)
	}
	if got := journal.Rename(h, "2026/bridge.md"); got.Name != "2026/bridge.md" || got.ID != h.ID {
		t.Errorf("renamed: %q, id %q", got.Name, got.ID)
	}
}

func TestClosePromise(t *testing.T) {
	v := journal.Version{Story: "bridge", Now: start, Post: article(t, vote, "We have asked the mayor for comment and will update this story.")}
	h := journal.Begin(v, "id", "bridge")
	if len(h.Promises) != 1 || h.Promises[0].ID != "bridge#1" {
		t.Fatalf("promises: %+v", h.Promises)
	}
	closed := journal.ClosePromise(h, "bridge#1", start.Add(time.Hour))
	if p := closed.Promises[0]; p.ClosedBy != journal.ByEditor || !p.Closed.Equal(start.Add(time.Hour)) {
		t.Errorf("closed: %+v", p)
	}
	if !h.Promises[0].Closed.IsZero() {
		t.Error("ClosePromise changed the head that it was given")
	}
	// The sentence is still there: it stays closed.
	v.Now = start.Add(2 * time.Hour)
	again, changes := journal.Next(closed, v)
	if len(changes) > 0 || len(again.Promises) != 1 || again.Promises[0].ClosedBy != journal.ByEditor {
		t.Errorf("read again: %v, %+v", changes, again.Promises)
	}
}

// A promise is overdue once, and only while it is open.
func TestMarkOverdue(t *testing.T) {
	v := journal.Version{Story: "bridge", Now: start, Post: article(t, vote, "We have asked the mayor for comment and will update this story.")}
	h := journal.Begin(v, "id", "bridge")
	first := start.Add(72 * time.Hour)
	overdue := journal.MarkOverdue(h, "bridge#1", first)
	again := journal.MarkWarned(journal.MarkOverdue(overdue, "bridge#1", first.Add(time.Hour)), "bridge#1", first.Add(time.Minute))
	if p := again.Promises[0]; !p.Overdue.Equal(first) || !p.Warned.Equal(first.Add(time.Minute)) {
		t.Errorf("overdue: %+v", p)
	}
	if !h.Promises[0].Overdue.IsZero() {
		t.Error("MarkOverdue changed the head that it was given")
	}
	closed := journal.MarkOverdue(journal.ClosePromise(h, "bridge#1", start), "bridge#1", first)
	if !closed.Promises[0].Overdue.IsZero() {
		t.Errorf("closed, and then overdue: %+v", closed.Promises[0])
	}
	v.Now = first.Add(time.Hour)
	if read, changes := journal.Next(again, v); len(changes) > 0 || read.Promises[0] != again.Promises[0] {
		t.Errorf("read again: %v, %+v", changes, read.Promises)
	}
}

// A story remembers closed promises, but not all for ever; their numbers are
// never given again.
func TestClosedPromisesAreBounded(t *testing.T) {
	v := journal.Version{Story: "s", Now: start, Post: article(t, vote)}
	h := journal.Begin(v, "id", "s")
	for i := range 60 {
		v.Now = v.Now.Add(time.Hour)
		v.Post = article(t, vote, fmt.Sprintf("We have asked company%d for comment on %s.", i, vocabulary[i%len(vocabulary)]))
		h, _ = journal.Next(h, v)
	}
	ids := map[string]bool{}
	for _, p := range h.Promises {
		if ids[p.ID] {
			t.Errorf("id %s twice", p.ID)
		}
		ids[p.ID] = true
	}
	if len(h.Promises) > 51 {
		t.Errorf("%d promises are kept, want at most 51", len(h.Promises))
	}
}

func TestBeginDates(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 9, 0, 0, 500, time.UTC) }
	for _, test := range []struct {
		claim                       string
		published, lastmod, undated time.Time
		wantPublished, wantUpdated  time.Time
	}{
		{"its own date", day(3), time.Time{}, day(1), day(3), day(3)},
		{"a file without a date", time.Time{}, time.Time{}, day(1), day(1), day(1)},
		{"no date at all", time.Time{}, time.Time{}, time.Time{}, start, start},
		{"modified later", day(3), day(5), time.Time{}, day(3), day(5)},
		{"modified in the future", day(3), day(28), time.Time{}, day(3), day(3)},
		{"modified before it was published", day(3), day(2), time.Time{}, day(3), day(3)},
	} {
		post := article(t, vote)
		post.Published, post.Modified = test.published, test.lastmod
		h := journal.Begin(journal.Version{Post: post, Now: start, Undated: test.undated}, "id", "slug")
		if got, want := h.Published, test.wantPublished.Truncate(time.Second); !got.Equal(want) {
			t.Errorf("%s: published %v, want %v", test.claim, got, want)
		}
		if got, want := h.Updated, test.wantUpdated.Truncate(time.Second); !got.Equal(want) {
			t.Errorf("%s: updated %v, want %v", test.claim, got, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	h := pending(t, journal.Policy{}, marked)
	owing := journal.Begin(journal.Version{Story: "bridge", Now: start, Post: article(t, vote, "We have asked the mayor for comment and will update this story.")}, "id", "bridge")
	owing = journal.MarkOverdue(owing, "bridge#1", start)
	r := journal.Revision{Seq: 7, Story: "bridge", Rev: 2, Kind: journal.FollowedUp, At: start, Head: h}
	for _, test := range []struct {
		kind journal.Change
		head journal.Head
		want string
	}{
		{journal.Added, h, `7  2026-11-21 12:00:00Z  bridge  r2  new story  story.md`},
		{journal.FollowedUp, h, `7  2026-11-21 12:00:00Z  bridge  r2  followed up  update 1 "A spokesperson for the mayor said the closure would begin …"`},
		{journal.Emitted, journal.Emit(h, 1, start, "id"), `7  2026-11-21 12:00:00Z  bridge  r2  emitted  update 1 "A spokesperson for the mayor said the closure would begin …"`},
		{journal.Held, journal.Hold(h, 1, "max_per_hour"), `7  2026-11-21 12:00:00Z  bridge  r2  held  update 1 "A spokesperson for the mayor said the closure would begin …" (max_per_hour)`},
		{journal.Edited, h, `7  2026-11-21 12:00:00Z  bridge  r2  edited`},
		{journal.Overdue, owing, `7  2026-11-21 12:00:00Z  bridge  r2  promise overdue  promise bridge#1 "We have asked the mayor for comment and will update this …"`},
		{"imported", h, `7  2026-11-21 12:00:00Z  bridge  r2  imported`},
	} {
		r.Kind, r.Head = test.kind, test.head
		if got := r.Describe(); got != test.want {
			t.Errorf("Describe of %s = %s, want %s", test.kind, got, test.want)
		}
	}
}
