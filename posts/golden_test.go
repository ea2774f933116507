package posts

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what is found into the golden files")

// TestGolden reads each article of testdata. What it should be is in the same
// archive: the file "want".
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var files []File
			want := -1
			for i, f := range ar.Files {
				if f.Name == "want" {
					want = i
					continue
				}
				files = append(files, File{Name: f.Name, Data: f.Data})
			}
			got := describe(Parser{}.Parse(files))
			if *update {
				if want < 0 {
					want = len(ar.Files)
					ar.Files = append(ar.Files, txtar.File{Name: "want"})
				}
				ar.Files[want].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want < 0 {
				t.Fatalf("%s has no file \"want\": run with -update", name)
			}
			if diff := cmp.Diff(string(ar.Files[want].Data), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		})
	}
}

var kindNames = [...]string{"paragraph", "heading", "list", "quote", "table", "code", "rule", "aside", "media"}

// describe writes a post so that people can read and compare it.
func describe(p *Post, faults []Fault) string {
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&b, "%s\n", f.String())
	}
	if p == nil {
		return b.String()
	}
	field := func(name string, x any) {
		if s := fmt.Sprint(x); s != "" && s != "[]" && s != "false" {
			fmt.Fprintf(&b, "%s: %s\n", name, s)
		}
	}
	when := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	field("key", p.Key)
	field("id", p.ID)
	field("title", p.Title)
	field("slug", p.Slug)
	field("url", p.URL)
	field("section", p.Section)
	field("published", when(p.Published))
	field("modified", when(p.Modified))
	field("draft", p.Draft)
	for _, a := range p.Authors {
		field("author", strings.TrimSpace(a.Name+" "+a.Email+" "+a.URL))
	}
	field("tags", strings.Join(p.Tags, " | "))
	field("description", p.Description)
	field("language", p.Language)
	field("rights", p.Rights)
	field("image", p.Image)
	for _, e := range p.Enclosures {
		field("enclosure", fmt.Sprintf("%s %s %d", e.URL, e.Type, e.Length))
	}
	field("opt out", p.OptOut)
	field("assets", strings.Join(p.Assets(), " "))
	for i, u := range p.Updates {
		fmt.Fprintf(&b, "update %d: id=%q kind=%q date=%q title=%q from=%q anchor=%q %s:%d\n", i+1, u.ID, u.Kind, when(u.Date), u.Title, u.From, u.Anchor, u.File, u.Line)
	}
	var parts []Part
	for i, bl := range p.Blocks {
		parts = append(parts, Part{Block: i})
		fmt.Fprintf(&b, "%s:%d %s", bl.File, bl.Line, kindNames[bl.Kind])
		if bl.Level > 0 {
			fmt.Fprintf(&b, " %d", bl.Level)
		}
		if bl.ID != "" {
			fmt.Fprintf(&b, " #%s", bl.ID)
		}
		if bl.Update > 0 {
			fmt.Fprintf(&b, " of update %d", bl.Update)
		}
		fmt.Fprintf(&b, " %q\n", bl.Text)
		for _, s := range bl.Emphasis {
			fmt.Fprintf(&b, "\temphasis %q\n", bl.Text[s.From:s.To])
		}
		for _, s := range bl.Insertions {
			fmt.Fprintf(&b, "\tinsertion %q %q\n", bl.Text[s.From:s.To], s.Datetime)
		}
		if bl.Mark != nil {
			fmt.Fprintf(&b, "\tmark %+v\n", *bl.Mark)
		}
	}
	page := &url.URL{Scheme: "https", Host: "courier.example", Path: "/stories/it/"}
	fmt.Fprintf(&b, "\n%s\n", p.Fragment(parts, page, ""))
	return b.String()
}
