package journal_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"writethru/journal"
	"writethru/posts"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// start is when the first version of each history is seen.
var start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// A step is what a history's comment says of one version.
//
//	@2 +40m quiet
//
// says that version 2 comes 40 minutes after version 1 (an hour if nothing is
// said), and that the article is quiet after it: what is ready is settled and
// emitted, as the publisher would. After "release=1", "dismiss=1" an editor has
// decided, after "withdraw" the file is gone. "policy queue", "policy ignore"
// and "lang fr" hold for the whole history.
type step struct {
	after time.Duration
	do    []string
}

// Every history has exactly the changes, follow-ups and promises that a careful
// editor would say it has.
func TestHistories(t *testing.T) {
	files, err := filepath.Glob("testdata/histories/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no histories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := tell(t, a)
			if *update {
				a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == "want" })
				a.Files = append(a.Files, txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := gocmp.Diff(string(fileOf(a, "want")), got); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
		})
	}
}

// tell runs a history through the real parser and recogniser.
func tell(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	steps, v := readComment(t, string(a.Comment))
	var out strings.Builder
	var h journal.Head
	var body string
	now := start
	for n := 1; ; n++ {
		files := versionFiles(a, n)
		if files == nil {
			return out.String()
		}
		post, faults := posts.Parser{}.Parse(files)
		if post == nil {
			t.Fatalf("version %d: %v", n, faults)
		}
		v.Post = post
		var changes []journal.Change
		if n == 1 {
			v.Now, v.Story = now, "story"
			h, changes = journal.Begin(v, "tag:example.org,2026:story", "story"), []journal.Change{journal.Added}
		} else {
			after := time.Hour
			if s, ok := steps[n]; ok && s.after > 0 {
				after = s.after
			}
			now = now.Add(after)
			v.Now = now
			h, changes = journal.Next(h, v)
			if again, more := journal.Next(h, v); len(more) > 0 || gocmp.Diff(h, again) != "" {
				t.Errorf("version %d read again: %v %s", n, more, gocmp.Diff(h, again))
			}
		}
		fmt.Fprintf(&out, "%d %s:", n, now.Sub(start))
		for _, c := range changes {
			fmt.Fprintf(&out, " %s", c)
		}
		if len(changes) == 0 {
			out.WriteString(" nothing")
		}
		out.WriteString("\n")
		for _, do := range steps[n].do {
			switch word, arg, _ := strings.Cut(do, "="); word {
			case "quiet":
				h = quiet(&out, h, v)
			case "release":
				h = journal.Release(h, number(t, arg))
			case "dismiss":
				h = journal.Dismiss(h, number(t, arg))
			case "withdraw":
				h = journal.Withdraw(h, now)
			default:
				t.Fatalf("comment: %q, want quiet, release=N, dismiss=N or withdraw", do)
			}
		}
		show(&out, h)
		if now := post.PlainText(h.Body(len(post.Blocks))); now != body {
			body = now
			out.WriteString(bodyOf(h, post))
		} else {
			out.WriteString("  | as before\n")
		}
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// quiet does what the publisher does with an article that is quiet.
func quiet(out *strings.Builder, h journal.Head, v journal.Version) journal.Head {
	for _, f := range h.FollowUps {
		if !f.Ready() {
			continue
		}
		h = journal.Settle(h, f.N, v.Policy)
		if h.FollowUps[f.N-1].State == journal.Absorbed {
			fmt.Fprintf(out, "  settled %d\n", f.N)
			continue
		}
		before := v.Post.PlainText(h.Body(len(v.Post.Blocks)))
		h = journal.Emit(h, f.N, v.Now.Add(10*time.Second), fmt.Sprintf("tag:example.org,2026:story/update/%d", f.N))
		fmt.Fprintf(out, "  emitted %d\n", f.N)
		if after := v.Post.PlainText(h.Body(len(v.Post.Blocks))); after != before {
			fmt.Fprintf(out, "  EMISSION CHANGED THE ARTICLE\n")
		}
	}
	return h
}

// bodyOf lists the paragraphs of the article in the profile feed.
func bodyOf(h journal.Head, post *posts.Post) string {
	var out strings.Builder
	for _, p := range h.Body(len(post.Blocks)) {
		if s := post.PlainText([]posts.Part{p}); s != "" {
			fmt.Fprintf(&out, "  | %s\n", brief(s, 72))
		}
	}
	return out.String()
}

// show lists what is known of a story.
func show(out *strings.Builder, h journal.Head) {
	for _, f := range h.FollowUps {
		fmt.Fprintf(out, "  %d %s", f.N, f.Kind)
		if f.Count > 1 {
			fmt.Fprintf(out, " (%d)", f.Count)
		}
		fmt.Fprintf(out, " %s", f.State)
		if f.Why != "" {
			fmt.Fprintf(out, " (%s)", f.Why)
		}
		if f.Removed {
			out.WriteString(" removed")
		}
		if f.Answers != "" {
			fmt.Fprintf(out, " answers %s", f.Answers)
		}
		fmt.Fprintf(out, ": %s\n", brief(cmp.Or(f.Text, "(no text yet)"), 64))
	}
	for _, p := range h.Promises {
		by := ""
		if p.ClosedBy != "" {
			by = " closed by " + p.ClosedBy
		}
		fmt.Fprintf(out, "  promise %s%s: %s\n", p.ID, by, brief(p.Sentence, 64))
	}
	if h.Updated.After(h.Published) {
		fmt.Fprintf(out, "  updated %s\n", h.Updated.Format(time.TimeOnly))
	}
	fmt.Fprintf(out, "  modified %s\n", h.Modified.Format(time.TimeOnly))
}

func brief(s string, n int) string {
	r := []rune(strings.ReplaceAll(s, "\n", " / "))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n/2]) + " … " + string(r[len(r)-n/2:])
}

// versionFiles gives the files of version n: "2.md", or a bundle "2/index.md".
func versionFiles(a *txtar.Archive, n int) []posts.File {
	var files []posts.File
	prefix := strconv.Itoa(n)
	for _, f := range a.Files {
		switch {
		case strings.HasPrefix(f.Name, prefix+"."):
			files = append(files, posts.File{Name: "story" + path.Ext(f.Name), Data: f.Data})
		case strings.HasPrefix(f.Name, prefix+"/"):
			files = append(files, posts.File{Name: "story/" + f.Name[len(prefix)+1:], Data: f.Data})
		}
	}
	return files
}

func fileOf(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func readComment(t *testing.T, comment string) (map[int]step, journal.Version) {
	t.Helper()
	v := journal.Version{Undated: start.Add(-2 * time.Hour), Policy: journal.Policy{Grace: 30 * time.Minute, MinWords: 20}}
	steps := map[int]step{}
	for line := range strings.Lines(comment) {
		w := strings.Fields(line)
		switch {
		case len(w) == 2 && w[0] == "policy":
			v.Policy.Unmarked = w[1]
		case len(w) == 2 && w[0] == "lang":
			v.Options.Language = w[1]
		case len(w) > 0 && w[0][0] == '@':
			n, err := strconv.Atoi(w[0][1:])
			if err != nil {
				t.Fatalf("comment: %q: %v", line, err)
			}
			s := step{}
			for _, x := range w[1:] {
				if d, err := time.ParseDuration(x); err == nil {
					s.after = d
				} else {
					s.do = append(s.do, x)
				}
			}
			steps[n] = s
		}
	}
	return steps, v
}
