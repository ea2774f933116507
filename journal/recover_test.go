package journal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"writethru/journal"
)

// Whatever was told of a story, and whatever its text says by now: all that was
// told is known afterwards, once, with its id and date; numbers follow each other;
// and what is in the text and was neither told nor read is to be told.
func FuzzRecover(f *testing.F) {
	f.Add(2, "1:A dam holds,2:It is out", "A dam holds.,It is out.", "")
	f.Add(0, "2:B,1:A", "A,B,C", "C")
	f.Add(1, "7:Gone", "New", "")
	f.Add(1, "1:A,1:B,0:C,-3:D,999999:E", "A,A,B", "A")
	f.Fuzz(func(t *testing.T, body int, entries, updates, part string) {
		if len(entries) > 500 || len(updates) > 500 || body < 0 || body > 20 {
			t.Skip()
		}
		var paragraphs []string
		for i := range body + 1 {
			paragraphs = append(paragraphs, fmt.Sprintf("Paragraph %d of the body.", i))
		}
		for u := range strings.SplitSeq(updates, ",") {
			paragraphs = append(paragraphs, "**Update:** "+strings.Map(letters, u))
		}
		var told []journal.Told
		for i, entry := range strings.Split(entries, ",") {
			n, text, _ := strings.Cut(entry, ":")
			told = append(told, journal.Told{ID: fmt.Sprint("id ", i), Text: strings.Map(letters, text), At: start.Add(time.Duration(i) * time.Minute), Nth: i + 1})
			fmt.Sscan(n, &told[i].N)
		}
		h := journal.Begin(journal.Version{Story: "s", Now: start, Imported: true, Post: article(t, paragraphs...)}, "id", "s")
		got, _ := journal.Recover(h, told, func(text string) bool { return journal.Contains(part, text) }, "en")
		seen := map[string]int{}
		for i, fu := range got.FollowUps {
			if fu.N != i+1 {
				t.Fatalf("follow-up %d has the number %d", i+1, fu.N)
			}
			if fu.State == journal.Out {
				seen[fu.ID]++
			}
			if fu.State == journal.Baseline && !fu.Removed && !journal.Contains(part, fu.Text) {
				t.Errorf("%q was neither told nor read, and is %s", fu.Text, fu.State)
			}
		}
		for _, s := range told {
			if seen[s.ID] != 1 {
				t.Errorf("%s was told, and is known %d times: %+v", s.ID, seen[s.ID], got.FollowUps)
			}
		}
		if len(seen) != len(told) {
			t.Errorf("%d were told, and %d are known", len(told), len(seen))
		}
		if again, _ := journal.Recover(got, told, func(string) bool { return true }, "en"); len(again.FollowUps) != len(got.FollowUps) {
			t.Errorf("recovered twice there are %d follow-ups, and once %d", len(again.FollowUps), len(got.FollowUps))
		}
	})
}

func letters(r rune) rune {
	if r == ' ' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
		return r
	}
	return -1
}
