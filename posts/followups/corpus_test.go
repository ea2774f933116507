package followups_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"writethru/posts"
	"writethru/posts/followups"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// describe says what became of the block that was appended to an article.
func describe(f followups.Findings, i int) []string {
	var all []string
	for _, u := range f.FollowUps {
		line := "=> " + string(u.Kind)
		if u.Ordinal != 0 {
			line += fmt.Sprintf(" %d", u.Ordinal)
		}
		if u.Stamp != "" {
			line += " [" + u.Stamp + "]"
		}
		if !u.At.IsZero() {
			line += " " + u.At.Format("2006-01-02T15:04Z07:00")
		}
		if u.Title != "" {
			line += " <" + u.Title + ">"
		}
		if u.Waiting {
			line += " waits"
		} else {
			line += ": " + strings.ReplaceAll(u.Text, "\n", " / ")
		}
		all = append(all, line)
	}
	if len(all) == 0 {
		switch what := f.Blocks[i].What; what {
		case "freshness", "tail", "evidence":
			return []string{"=> " + what}
		}
		return []string{"=> none"}
	}
	return all
}

// The corpus holds, for blocks that are appended to an article, what they are
// taken for. "@ de" says the language of what follows.
func TestCorpus(t *testing.T) {
	const name = "testdata/corpus.txt"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	lang, entries, none := "en", 0, 0
	for chunk := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		if tag, ok := strings.CutPrefix(chunk, "@ "); ok {
			lang = strings.TrimSpace(tag)
			fmt.Fprintf(&out, "@ %s\n\n", lang)
			continue
		}
		block, want, _ := strings.Cut(chunk, "\n=> ")
		post := &posts.Post{Language: lang, Blocks: append(parse("The body stands first."), parse(block)...)}
		f := followups.Recognise(post, []followups.Before{{Same: true}, {}}, followups.Options{Now: now})
		got := strings.Join(describe(f, 1), "\n")
		fmt.Fprintf(&out, "%s\n%s\n\n", block, got)
		if !*update && got != "=> "+want {
			t.Errorf("%s: %s\n got %s\nwant => %s", lang, block, got, want)
		}
		entries++
		if !strings.HasPrefix(got, "=> update") && !strings.HasPrefix(got, "=> c") && !strings.HasPrefix(got, "=> r") && !strings.HasPrefix(got, "=> note") {
			none++
		}
	}
	if *update {
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if entries < 300 || none*3 < entries {
		t.Errorf("the corpus has %d entries, %d of them traps: want at least 300, a third of them traps", entries, none)
	}
}
