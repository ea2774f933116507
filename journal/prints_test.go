package journal_test

import (
	"encoding/json"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"writethru/journal"
	"writethru/posts"
)

// blocks makes paragraphs.
func blocks(texts ...string) []posts.Block {
	b := make([]posts.Block, len(texts))
	for i, t := range texts {
		b[i].Text = t
	}
	return b
}

func printsOf(texts ...string) journal.Prints { return journal.NewPrints(blocks(texts...)) }

// Equal fingerprints: what a typographer or a re-wrap changes. Different ones:
// what an author changes.
func TestPrintsFoldTypography(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{`"It's late" -- she said...`, "“It’s late” – she said…", true},
		{"one  two\nthree", "one two three", true},
		{"1,204\u00a0readers", "1,204 readers", true},
		{"The Mayor", "The mayor", false},
		{"forty minutes", "fifty minutes", false},
		{"", "", true},
	} {
		p := printsOf(test.a, test.b)
		if same := p[0].Hash == p[1].Hash; same != test.same {
			t.Errorf("equal fingerprints of %q and %q: %t, want %t", test.a, test.b, same, test.same)
		}
	}
	heading := journal.NewPrints([]posts.Block{{Kind: posts.Heading, Level: 2, Text: "Update"}, {Text: "Update"}})
	if heading[0].Hash == heading[1].Hash {
		t.Error("a heading and a paragraph of the same words have equal fingerprints")
	}
}

// Journals hold fingerprints for ever: the same text must have the same one in
// every version of the program.
func TestPrintsStay(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"The city council voted on Saturday to close the old bridge.", `"4C8mUXLAhNMAFQAAAAfmX3tTFsCnEID/bbftFl/PCp7edtyc0NrXBygpXQ8"`},
		{"“It’s late” – she said…\u00a0A 2nd time, in Łódź.", `"QYH4VNF+zFkAEQAAAAdGzhHAQaP1X8KljX1Z0Pim5Fnsu9MykGR4iUPT4jA"`},
		{"市議会は土曜日、İstanbul の橋を閉鎖。", `"Lk0lLKYL6NMAGQAAAAfsWhGC+QJ3UalCc0BQ6uwkUZrkCJnEfw1kA/AobtY"`},
		{"   --- \n", `"pjPRc1Epaf8AAAAAAAcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"`},
	} {
		data, err := json.Marshal(journal.NewPrints([]posts.Block{{Kind: posts.Quote, Text: test.text, Markup: 7}}))
		if got := string(data); got != test.want || err != nil {
			t.Errorf("fingerprint of %q: %s, %v, want %s", test.text, got, err, test.want)
		}
	}
}

// Fingerprints read back from JSON as they were written.
func TestPrintsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := printsOf(rapid.SliceOfN(rapid.String(), 0, 9).Draw(t, "texts")...)
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got journal.Prints
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
	})
	for _, bad := range []string{`"AAAA"`, `"!"`, `7`} {
		var p journal.Prints
		if err := json.Unmarshal([]byte(bad), &p); err == nil {
			t.Errorf("Unmarshal(%s) gave no error", bad)
		}
	}
}

const (
	vote    = "The city council voted on Saturday to close the old bridge for two years while a new one is built."
	detour  = "Residents of the east bank said the detour would add forty minutes to their way to work."
	session = "The session ended after midnight, with the last speakers still waiting in the hall."
	buses   = "The transit agency will run extra buses from the first day of the closure in March."
)

func TestDiff(t *testing.T) {
	fresh := journal.Pair{Old: -1}
	for _, test := range []struct {
		claim    string
		old, now []string
		want     []journal.Pair
	}{
		{"nothing changed", []string{vote, detour}, []string{vote, detour}, []journal.Pair{{Old: 0}, {Old: 1}}},
		{"appended", []string{vote}, []string{vote, detour}, []journal.Pair{{Old: 0}, fresh}},
		{"inserted", []string{vote, session}, []string{vote, detour, session}, []journal.Pair{{Old: 0}, fresh, {Old: 1}}},
		{"deleted", []string{vote, detour, session}, []string{vote, session}, []journal.Pair{{Old: 0}, {Old: 2}}},
		{"a word changed", []string{vote, detour, session},
			[]string{vote, strings.Replace(detour, "forty", "fifty", 1), session},
			[]journal.Pair{{Old: 0}, {Old: 1, Edited: true}, {Old: 2}}},
		{"replaced by another text", []string{vote, detour, session}, []string{vote, buses, session},
			[]journal.Pair{{Old: 0}, fresh, {Old: 2}}},
		{"a sentence added", []string{vote, session}, []string{vote, session + " It will go on Monday."},
			[]journal.Pair{{Old: 0}, {Old: 1, Edited: true}}},
		{"moved up", []string{vote, detour, session}, []string{session, vote, detour},
			[]journal.Pair{{Old: 2, Moved: true}, {Old: 0}, {Old: 1}}},
		{"moved and a word changed", []string{detour, vote, session, buses},
			[]string{vote, session, buses, strings.Replace(detour, "forty", "fifty", 1)},
			[]journal.Pair{{Old: 1}, {Old: 2}, {Old: 3}, {Old: 0, Edited: true, Moved: true}}},
		{"repeated blocks", []string{vote, "*", detour, "*"}, []string{vote, "*", session, "*", detour, "*"},
			[]journal.Pair{{Old: 0}, {Old: 1}, fresh, fresh, {Old: 2}, {Old: 3}}},
		{"from nothing", nil, []string{vote}, []journal.Pair{fresh}},
		{"to nothing", []string{vote}, nil, []journal.Pair{}},
		{"a character changed where words have no spaces",
			[]string{"市議会は土曜日、古い橋を二年間閉鎖することを決めた。"}, []string{"市議会は土曜日、古い橋を三年間閉鎖することを決めた。"},
			[]journal.Pair{{Old: 0, Edited: true}}},
	} {
		if diff := gocmp.Diff(test.want, journal.Diff(printsOf(test.old...), printsOf(test.now...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.claim, diff)
		}
	}
}

// Each old block is paired at most once, equal blocks are always paired, and
// an equal pair is never called edited.
func TestDiffPairsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"a b c d", "a b c e", "f", "g h i", "", vote, detour, detour + " x"})
		old := printsOf(rapid.SliceOfN(words, 0, 30).Draw(t, "old")...)
		now := printsOf(rapid.SliceOfN(words, 0, 30).Draw(t, "new")...)
		seen := map[int]bool{}
		unpaired := map[uint64]int{}
		for _, p := range old {
			unpaired[p.Hash]++
		}
		pairs := journal.Diff(old, now)
		for n, p := range pairs {
			if p.Old < 0 {
				continue
			}
			if seen[p.Old] {
				t.Fatalf("old block %d is paired twice", p.Old)
			}
			seen[p.Old] = true
			unpaired[old[p.Old].Hash]--
			if equal := old[p.Old].Hash == now[n].Hash; equal == p.Edited {
				t.Fatalf("pair %d–%d: edited is %t, equal is %t", p.Old, n, p.Edited, equal)
			}
		}
		for n, p := range pairs {
			if p.Old < 0 && unpaired[now[n].Hash] > 0 {
				t.Fatalf("block %d is new, but an equal old one is unpaired", n)
			}
		}
	})
}

func TestSame(t *testing.T) {
	a := printsOf(vote, detour, session, buses)
	for _, test := range []struct {
		claim       string
		b           journal.Prints
		least, most float64
	}{
		{"itself", a, 1, 1},
		{"a word changed", printsOf(vote, strings.Replace(detour, "forty", "fifty", 1), session, buses), 0.85, 0.999},
		{"half of it", printsOf(vote, detour), 0.5, 0.5},
		{"another article", printsOf("Trams return in May.", "Nobody knows why they were gone."), 0, 0.1},
		{"nothing", nil, 0, 0},
	} {
		if got := journal.Same(a, test.b); got < test.least || got > test.most {
			t.Errorf("%s: Same = %.2f, want %.2f to %.2f", test.claim, got, test.least, test.most)
		}
	}
}

func TestKept(t *testing.T) {
	a := printsOf(vote, detour)
	for _, test := range []struct {
		claim       string
		b           journal.Prints
		least, most float64
	}{
		{"itself", a, 1, 1},
		{"it grew", printsOf(vote, detour, session, buses, "Trams return in May."), 1, 1},
		{"it grew, and a word changed", printsOf(vote, strings.Replace(detour, "forty", "fifty", 1), session, buses), 0.8, 0.95},
		{"half of it, and more", printsOf(vote, session, buses), 0.5, 0.5},
		{"nothing", nil, 0, 0},
	} {
		if got := journal.Kept(a, test.b); got < test.least || got > test.most {
			t.Errorf("%s: Kept = %.2f, want %.2f to %.2f", test.claim, got, test.least, test.most)
		}
	}
}
