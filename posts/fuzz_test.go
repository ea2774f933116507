package posts

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Whatever a front matter holds, the lines of its faults are in the file, and
// no text of it has a character that XML forbids.
func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"---\ntitle: x\n---\nb", "+++\ntitle = 'x'\n[extra]\na=1\n+++\nb", "{\"title\": \"\\u0001\"}\nb", "Title: x\nDate: 2026-01-01\n\nb", "---\na: &a [*a]\nupdates: [{text: x}]\n---\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, faults := Parser{}.Parse([]File{{"a.md", []byte(text)}})
		lines := 1 + strings.Count(strings.ReplaceAll(text, "\r", "\n"), "\n")
		for _, fault := range faults {
			if fault.Line < 0 || fault.Line > lines {
				t.Errorf("%v: the file has %d lines", fault, lines)
			}
		}
		if p == nil {
			return
		}
		if p.Title == "" {
			t.Error("no title")
		}
		for _, s := range append(p.Tags, p.Title, p.Description, p.ID, p.Slug) {
			if strings.ContainsFunc(s, illegal) || !utf8.ValidString(s) {
				t.Errorf("%q can't stand in XML", s)
			}
		}
	})
}

// Whatever an article holds, its fragment is harmless, well-formed text and the
// same each time.
func FuzzFragment(f *testing.F) {
	for _, s := range []string{"# a\n\n*b* [c](javascript:x) <img src=x onerror=y>", "<svg><script>x</script></svg>", "a[^1]\n\n[^1]: b[^1]", "<table><p>a<td>b", "<a href=\"&#106;avascript:x\">", "<math><mi//xlink:href=\"data:x,<script>\">", "{{< update >}}\n> [!NOTE] Update\n> x\n{{< /update >}}"} {
		for _, name := range []string{"a.md", "a.html", "a.txt"} {
			f.Add(name, s)
		}
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		p, _ := Parser{}.Parse([]File{{name, []byte(text)}})
		if p == nil {
			return
		}
		got := p.Fragment(allParts(p), testPage, "x-")
		if again := p.Fragment(allParts(p), testPage, "x-"); again != got {
			t.Errorf("two renderings differ:\n%q\n%q", got, again)
		}
		if !utf8.ValidString(got) || strings.ContainsFunc(got, illegal) {
			t.Errorf("%q can't stand in XML", got)
		}
		checkHarmless(t, got)
		for i, b := range p.Blocks {
			for _, s := range b.Emphasis {
				if s.From < 0 || s.From >= s.To || s.To > len(b.Text) {
					t.Errorf("block %d %q: emphasis %v", i, b.Text, s)
				}
			}
			for cut := 0; cut <= len(b.Text); cut += 1 + len(b.Text)/3 {
				checkHarmless(t, p.Fragment([]Part{{i, []Span{{0, cut}}}}, testPage, ""))
			}
		}
	})
}

func checkHarmless(t *testing.T, fragment string) {
	z := html.NewTokenizer(strings.NewReader(fragment))
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken {
			continue
		}
		if unseen(tok.Data) || tok.Data == "form" {
			t.Errorf("<%s> in %q", tok.Data, fragment)
		}
		for _, a := range tok.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") && a.Key != "alt" && a.Key != "title" && a.Key != "label" && a.Key != "id" {
				t.Errorf("%s=%q in %q", a.Key, a.Val, fragment)
			}
		}
	}
}
