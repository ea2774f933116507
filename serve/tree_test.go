package serve

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is below a prefix is what begins with it, whatever came and went before.
func TestATreeFindsWhatBeginsWithAPrefix(t *testing.T) {
	path := rapid.StringMatching(`(/[ab]?(\.x)?){1,4}`)
	rapid.Check(t, func(t *rapid.T) {
		var tr tree
		kept := map[string]bool{}
		for _, p := range rapid.SliceOf(path).Draw(t, "paths") {
			if rapid.Bool().Draw(t, "add") {
				tr.add(p)
				kept[p] = true
			} else {
				tr.remove(p)
				delete(kept, p)
			}
		}
		prefix := path.Draw(t, "path")
		prefix = prefix[:rapid.IntRange(0, len(prefix)).Draw(t, "length")]
		var got, want []string
		tr.each(prefix, func(p string) { got = append(got, p) })
		for p := range kept {
			if strings.HasPrefix(p, prefix) {
				want = append(want, p)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("below %q are %q, want %q", prefix, got, want)
		}
		for p := range kept {
			tr.remove(p)
		}
		if len(tr.files)+len(tr.folders) > 0 {
			t.Fatal("a tree without paths has folders")
		}
	})
}
