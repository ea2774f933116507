package corpus

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// followedUp is a short article with follow-ups in its text.
const followedUp = 892

// Figures of two runs can only be compared if both read the same articles.
func TestAnArticleIsTheSameOnEveryMachine(t *testing.T) {
	a := Number(followedUp)
	got := a.Path + "\n" + string(a.Append(nil))
	file := filepath.Join("testdata", "article.golden")
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("article %d changed: raise the corpus's version too (-want +got):\n%s", followedUp, diff)
	}
}

func TestASmallCorpusIsPartOfALargeOne(t *testing.T) {
	small, large := t.TempDir(), t.TempDir()
	for dir, n := range map[string]int{small: 30, large: 60} {
		if err := Make(t.Context(), dir, n); err != nil {
			t.Fatal(err)
		}
	}
	have := files(t, small)
	if len(have) != 30 {
		t.Errorf("a corpus of 30 has %d articles", len(have))
	}
	all := files(t, large)
	for name, text := range have {
		if all[name] != text {
			t.Errorf("%s is not the same in the larger corpus", name)
		}
	}
}

func TestACompleteCorpusIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "corpus")
	if err := Make(t.Context(), dir, 3); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, Number(0).Path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := Make(t.Context(), dir, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a complete corpus was made again")
	}
}

func TestTheCorpusHasTheShapeOfAnArchive(t *testing.T) {
	const n = 4000
	tags, authors, followUps, size := map[string]bool{}, map[string]bool{}, 0, 0
	for i := range n {
		a := Number(i)
		text := string(a.Append(nil))
		size += len(text)
		authors[a.Author] = true
		for _, tag := range a.Tags {
			tags[tag] = true
		}
		if strings.Contains(text, "\n**Update,") || strings.Contains(text, "\n**Correction,") || strings.Contains(text, "\n**Clarification,") {
			followUps++
		}
	}
	if mean := size / n; mean < 3800 || mean > 4800 {
		t.Errorf("an article has %d bytes on average, want about 4 KB", mean)
	}
	if len(tags) != 200 || len(authors) != 50 {
		t.Errorf("%d tags and %d authors, want 200 and 50", len(tags), len(authors))
	}
	if share := float64(followUps) / n; share < 0.07 || share > 0.09 {
		t.Errorf("%.3f of the articles have follow-ups, want 0.08", share)
	}
}

func TestNewestAreInOrder(t *testing.T) {
	newest := Newest(500, 20)
	if len(newest) != 20 || !slices.IsSortedFunc(newest, func(a, b Article) int { return b.Date.Compare(a.Date) }) {
		t.Errorf("Newest(500, 20) gives %d articles, or not in order", len(newest))
	}
	for i := range 500 {
		if a := Number(i); a.Date.After(newest[19].Date) && !slices.ContainsFunc(newest, func(b Article) bool { return a.Path == b.Path }) {
			t.Errorf("%s is newer than the last of the newest", a.Path)
		}
	}
}

// files reads all articles of a corpus.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := strings.CutPrefix(path, dir)
		all[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
