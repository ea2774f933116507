//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The whole matrix in its short form. With -steps 1000 the
// program is a long one.
func TestNothingIsLostWhateverBreaks(t *testing.T) {
	if testing.Short() {
		t.Skip("half a minute with the real program")
	}
	var out bytes.Buffer
	if done, err := apart(t.Context(), []string{"-test.run=^" + t.Name() + "$", "-test.v"}, &out, &out); done {
		t.Log("\n" + out.String())
		if err != nil {
			t.Error(err)
		}
		return
	}
	err := run(t.Context(), []string{"-steps", "20", "-pause", "120ms", "-at-once", "11", "-dir", t.TempDir()}, &out, io.Discard)
	t.Log("\n" + out.String())
	if err != nil {
		t.Error(err)
	}
}

func TestAPlanFollowsFromItsSeed(t *testing.T) {
	if diff := cmp.Diff(fmt.Sprint(plan(5, 300, time.Second)), fmt.Sprint(plan(5, 300, time.Second))); diff != "" {
		t.Errorf("the same seed gives two plans:\n%s", diff)
	}
	if fmt.Sprint(plan(5, 300, time.Second)) == fmt.Sprint(plan(6, 300, time.Second)) {
		t.Error("two seeds give the same plan")
	}
	gone := map[int]bool{}
	for _, s := range plan(7, 2000, time.Second) {
		if gone[s.article] != (s.deed == restore) {
			t.Fatalf("%v: the article is gone: %v", s, gone[s.article])
		}
		gone[s.article] = s.deed == remove
	}
}

// A reader that is told something twice, or sees something change, says so.
func TestTheWitnessSeesWhatGoesWrong(t *testing.T) {
	story := item{ID: "a", Title: "The case of ww0001", Content: "Text.", Published: "2026-01-01T00:00:00Z"}
	update := func(id, word, at string) item {
		it := item{ID: id, Title: "Update: The case of ww0001", Content: "It is back in " + word, Published: at}
		it.FollowUp = &struct {
			Kind string `json:"kind"`
			N    int    `json:"n"`
			Of   string `json:"of"`
		}{"update", 1, "a"}
		return it
	}
	one, changed := update("a/1", "fw0002", "2026-11-01T00:00:01Z"), story
	changed.Content = "Other text."
	moved, other := one, one
	moved.Published, other.Content = "2026-11-01T00:00:09Z", "It was never in fw0002"
	for what, c := range map[string]struct {
		documents [][]item
		want      string
	}{
		"nothing":                      {[][]item{{story}, {one, story}, {one, story}, {one, story}}, ""},
		"an entry goes":                {[][]item{{one, story}, {one}}, "nobody deleted it"},
		"two ids":                      {[][]item{{one, story}, {update("a/2", "fw0002", "2026-11-01T00:00:05Z"), one, story}}, "said twice"},
		"two ids, one at a time":       {[][]item{{one, story}, {update("a/2", "fw0002", "2026-11-01T00:00:05Z"), story}}, "said twice"},
		"an id twice":                  {[][]item{{one, one}}, "twice in one document"},
		"another date":                 {[][]item{{one}, {moved}}, "was dated"},
		"other bytes":                  {[][]item{{one}, {other}}, "has 2 versions, want 1"},
		"an article changes":           {[][]item{{story}, {changed}}, "has 2 versions, want 1"},
		"news that is dated too early": {[][]item{{update("b/1", "fw0003", "2026-11-01T00:00:05Z")}, {one}}, "after one of"},
	} {
		t.Run(what, func(t *testing.T) {
			w := newWitness("")
			w.editor = &editor{articles: []*article{{first: step{deed: write, n: 1}, saves: 1}}}
			for _, items := range c.documents {
				b, err := json.Marshal(map[string]any{"items": items})
				if err != nil {
					t.Fatal(err)
				}
				w.read(b)
			}
			found := w.found()
			if (len(found) > 0) != (c.want != "") || c.want != "" && !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, c.want) }) {
				t.Errorf("the witness found %q, want %q", found, c.want)
			}
		})
	}
}
