// Package journaltest holds what every journal.Store promises, as tests. A
// store that passes can take another's place.
package journaltest

import (
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"writethru/journal"
	"writethru/posts"
	"writethru/posts/followups"
)

// Run tests a store. Open gives an empty one, and closes it when its test ends.
func Run(t *testing.T, open func(t *testing.T) journal.Store) {
	for _, test := range []struct {
		claim string
		run   func(*testing.T, journal.Store)
	}{
		{"an empty store holds nothing", empty},
		{"what is appended reads back", readBack},
		{"times are UTC in milliseconds", times},
		{"seq counts all revisions in order", order},
		{"heads are the newest of each story", headsOfMany},
		{"a loop can stop, and use the store", loops},
		{"an append is all or none", atomicity},
		{"the same op is recorded once", idempotence},
		{"a batch of new and known stories is recorded", manyAtOnce},
		{"the same number is a conflict", conflict},
		{"what rests on all that is recorded comes right after it", appendAfter},
		{"too many revisions at once are refused", tooMany},
		{"revisions leave no gap", gap},
		{"a revision without a name is refused", nameless},
		{"of racing writers one wins", race},
		{"of racing repeats all succeed", raceOfRepeats},
		{"the newest source of a story is kept", sources},
		{"two stories may share a source", sharedSource},
		{"wait returns at once for what is there", waitForPast},
		{"wait returns for what comes", waitForNext},
		{"wait ends with its context", waitCancelled},
		{"an ended context appends nothing", cancelled},
		{"readers and writers don't disturb each other", together},
		{"stats count", stats},
		{"a backup is a new file", backup},
		{"a feed that nobody wants is no topic", nobody},
		{"subscribers read back", subscribersReadBack},
		{"who was told other bytes is owed the newest", newsIsOwed},
		{"a burst is one delivery", burst},
		{"bytes that return are not owed to who has them", wayBack},
		{"who is behind announces nothing", behind},
		{"it is known since when somebody waits", waiting},
		{"what failed is tried again when its time has come", failures},
		{"what failed leaves room for what is new", newAndAgain},
		{"topics take turns", turns},
		{"a claim holds until it is finished or too old", claims},
		{"who subscribes with old bytes is owed the newest", startsWithNews},
		{"subscriptions end", endings},
		{"who is removed stays removed", removedMeanwhile},
		{"each delivery goes to one worker", workers},
		{"requests are kept until they are settled", requests},
		{"each request goes to one worker", requestsOnce},
	} {
		t.Run(strings.ReplaceAll(test.claim, " ", "_"), func(t *testing.T) { test.run(t, open(t)) })
	}
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 123e6, time.UTC)

// Revision gives a revision as the publisher may append it. The same arguments
// give the same revision.
func Revision(story string, rev int) journal.Revision {
	kind := journal.FollowedUp
	if rev == 1 {
		kind = journal.Added
	}
	return journal.Revision{
		Story: story,
		Rev:   rev,
		Op:    fmt.Sprintf("%s/%d", story, rev),
		Kind:  kind,
		At:    noon.Add(time.Duration(rev) * time.Minute),
		Hash:  fmt.Sprintf("hash of %s as of %d", story, rev),
		Head: journal.Head{
			Name:      story + ".md",
			ID:        "tag:example.org,2026:" + story,
			Slug:      story,
			FirstSeen: noon,
			Published: noon.Add(-time.Hour),
			Updated:   noon,
			Modified:  noon.Add(time.Duration(rev) * time.Minute),
			Title:     "The river rose “again” in " + story,
			Section:   "city",
			Tags:      []string{"flood", "clerk's office"},
			Authors:   []posts.Author{{Name: "Ana Ruiz", Email: "ana@example.org"}},
			Fields:    1<<63 + uint64(rev), // beyond what a float64 or an int64 holds
			FollowUps: []journal.FollowUp{{
				N: 1, State: journal.Pending, Kind: followups.Update, Count: 1, Rule: "marker",
				Stamp: "Nov. 21, 3:45 p.m. ET",
				Text:  "A spokesperson for the clerk's office said <b>nothing</b> & left.\u2028",
				Parts: []posts.Part{{Block: 3, Spans: []posts.Span{{From: 2, To: 9}}}},

				FirstSeen: noon,
			}},
		},
		Source: []byte(fmt.Sprintf("\x00source of %s as of %d\xff", story, rev)),
	}
}

func appendAll(t *testing.T, s journal.Store, revs ...journal.Revision) []journal.Revision {
	t.Helper()
	got, err := s.Append(t.Context(), revs)
	if err != nil {
		t.Fatalf("Append(%s): %v", names(revs), err)
	}
	if len(got) != len(revs) {
		t.Fatalf("Append(%s) gave %d revisions, want %d", names(revs), len(got), len(revs))
	}
	return got
}

// recorded gives revisions as they are read, with seq counted from first.
func recorded(first uint64, revs ...journal.Revision) []journal.Revision {
	out := make([]journal.Revision, len(revs))
	for i, r := range revs {
		r.Seq = first + uint64(i)
		r.Source = nil
		out[i] = r
	}
	return out
}

func collect(t *testing.T, revs iter.Seq2[journal.Revision, error]) []journal.Revision {
	t.Helper()
	var out []journal.Revision
	for r, err := range revs {
		if err != nil {
			t.Fatalf("after %d revisions: %v", len(out), err)
		}
		out = append(out, r)
	}
	return out
}

func names(revs []journal.Revision) string {
	var out []string
	for _, r := range revs {
		out = append(out, fmt.Sprintf("%s revision %d", r.Story, r.Rev))
	}
	return strings.Join(out, ", ")
}

func check(t *testing.T, what string, got, want []journal.Revision) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func checkSince(t *testing.T, s journal.Store, want ...journal.Revision) {
	t.Helper()
	check(t, "Since(0)", collect(t, s.Since(t.Context(), 0)), want)
}
