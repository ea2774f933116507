package posts

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var testPage = &url.URL{Scheme: "https", Host: "courier.example", Path: "/stories/flood/"}

// mustParse reads an article without faults.
func mustParse(t interface {
	Helper()
	Fatalf(string, ...any)
}, name, text string) *Post {
	t.Helper()
	p, faults := Parser{}.Parse([]File{{Name: name, Data: []byte(text)}})
	if p == nil {
		t.Fatalf("Parse(%q) gives faults: %v", text, faults)
	}
	return p
}

func allParts(p *Post) []Part {
	parts := make([]Part, len(p.Blocks))
	for i := range parts {
		parts[i].Block = i
	}
	return parts
}

// inline makes a run of inline Markdown whose markup is closed.
func inline(t *rapid.T, label string) string {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{
		"the", "river", "rose", "*quickly*", "**two metres**", "[map](map.png)", "![dam](dam.jpg)", "`code  x`", "élan", "a<br>b", "<em>raw</em>",
		"&amp;", "https://example.com/a", "~~gone~~", "noted[^1]", "“quoted”", "12\u00a0h", "x\ny", "水", "<span lang=\"fr\">oui</span>", "**a *b* c**",
	}), 1, 8).Draw(t, label)
	return strings.Join(words, " ") + "."
}

const noteText = "\n\n[^1]: A note.\n"

// What was appended to a paragraph and is cut off again was never there.
func TestFragmentWithoutAppendedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := inline(t, "old")
		added := rapid.SampledFrom([]string{" <strong>Update:</strong> ", " **Update:** ", "\n**Update 2:** ", " [Update: ", "<br>*Correction:* "}).Draw(t, "marker") + inline(t, "new")
		before := mustParse(t, "a.md", old+noteText)
		after := mustParse(t, "a.md", old+added+noteText)
		text := after.Blocks[0].Text
		if !strings.HasPrefix(text, before.Blocks[0].Text) {
			t.Fatalf("text %q is not the beginning of %q", before.Blocks[0].Text, text)
		}
		end := len(before.Blocks[0].Text)
		for _, to := range []int{end, end + 1} { // with the white space and without
			got := after.Fragment([]Part{{Block: 0, Spans: []Span{{0, to}}}}, testPage, "")
			if want := before.Fragment(allParts(before), testPage, ""); got != want {
				t.Fatalf("%q without %q, cut at %d:\n got %s\nwant %s", old, added, to, got, want)
			}
		}
	})
}

// What was put into the middle of a paragraph and is cut out was never there.
func TestFragmentWithoutInsertedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		head, tail := inline(t, "head"), inline(t, "tail")
		before := mustParse(t, "a.md", head+" "+tail+noteText)
		after := mustParse(t, "a.md", head+" [Update: it fell.] "+tail+noteText)
		text := after.Blocks[0].Text
		from := strings.Index(text, "[Update")
		to := strings.Index(text, "fell.]") + len("fell.]")
		got := after.Fragment([]Part{{Block: 0, Spans: []Span{{0, from - 1}, {to + 1, len(text)}}}}, testPage, "")
		if want := before.Fragment(allParts(before), testPage, ""); got != want {
			t.Fatalf("%q, %q:\n got %s\nwant %s", head, tail, got, want)
		}
	})
}

// Blocks that are added before or after do not change the fragment of others.
func TestFragmentOfOldBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := inline(t, "a") + "\n\n> " + strings.ReplaceAll(inline(t, "b"), "\n", "\n> ") + "\n\n- " + strings.ReplaceAll(inline(t, "c"), "\n", " ")
		first := inline(t, "first") + " See[^0].\n\n"
		last := "\n\n" + inline(t, "last") + " See[^2].\n\n[^0]: Zero.\n[^2]: Two.\n"
		before := mustParse(t, "a.md", old+noteText)
		after := mustParse(t, "a.md", first+old+last+noteText)
		parts := allParts(after)[1 : len(before.Blocks)+1]
		got, want := after.Fragment(parts, testPage, "p-"), before.Fragment(allParts(before), testPage, "p-")
		// A list that is followed by a paragraph stays as it is.
		if got != want {
			t.Fatalf("%q:\n got %s\nwant %s", old, got, want)
		}
	})
}

// The whole text as a span is the whole block.
func TestFragmentOfWholeSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := mustParse(t, "a.md", "- "+strings.ReplaceAll(inline(t, "a"), "\n", " ")+"\n- "+strings.ReplaceAll(inline(t, "b"), "\n", " ")+noteText)
		got := p.Fragment([]Part{{Block: 0, Spans: []Span{{0, len(p.Blocks[0].Text)}}}}, testPage, "")
		if want := p.Fragment(allParts(p), testPage, ""); got != want {
			t.Fatalf("cut to the whole text %q:\n got %s\nwant %s", p.Blocks[0].Text, got, want)
		}
	})
}

func TestFragmentCutsMarkup(t *testing.T) {
	for _, test := range []struct{ article, keep, want string }{
		{"One *two three* four.", "two", "<p><em>two</em></p>"},
		{"One [two three](x.html) four.", "three four.", `<p><a href="https://courier.example/stories/flood/x.html">three</a> four.</p>`},
		{"- a\n- b\n- c", "b", "<ul><li>b</li></ul>"},
		{"> One.\n>\n> Two.", "Two.", "<blockquote><p>Two.</p></blockquote>"},
		{"| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", "3 4", "<table><tbody><tr><td>3</td><td>4</td></tr></tbody></table>"},
		{"One.<br>Two.", "One.", "<p>One.</p>"},
		{"One.<br>Two.", "Two.", "<p>Two.</p>"},
		{"```\na\n\n\tb\nc\n```", "\tb", "<pre><code>\tb</code></pre>"},
	} {
		p := mustParse(t, "a.md", test.article)
		from := strings.Index(p.Blocks[0].Text, test.keep)
		got := p.Fragment([]Part{{Block: 0, Spans: []Span{{from, from + len(test.keep)}}}}, testPage, "")
		if got != test.want {
			t.Errorf("%q in %q: got %s, want %s", test.keep, test.article, got, test.want)
		}
	}
}

func TestFragmentSanitises(t *testing.T) {
	for _, test := range []struct{ html, want string }{
		{`<p onclick="x()">a</p>`, `<p>a</p>`},
		{`<p>a<script>x()</script></p>`, `<p>a</p>`},
		{`<p><a href="javascript:x()">a</a></p>`, `<p><a>a</a></p>`},
		{`<p><a href="#top">a</a></p>`, `<p><a href="https://courier.example/stories/flood/#top">a</a></p>`},
		{`<p>a <img srcset="a.png 1x, javascript:x 2x" src="/b.png"></p>`, `<p>a <img srcset="https://courier.example/stories/flood/a.png 1x" src="https://courier.example/b.png"/></p>`},
		{`<form><p>a</p><input name="x"></form>`, `<p>a</p>`},
		{`<p style="color:red">a</p>`, `<p>a</p>`},
		{`<iframe src="https://x.example/"></iframe><p>a</p>`, `<p>a</p>`},
		{`<p><a href="data:text/html,x">a</a></p>`, `<p><a>a</a></p>`},
		{`<p lang="ar" dir="rtl">a</p>`, `<p lang="ar" dir="rtl">a</p>`},
		{`<video controls poster="p.jpg"><source src="v.mp4" type="video/mp4"></video>`, `<p><video controls="" poster="https://courier.example/stories/flood/p.jpg"><source src="https://courier.example/stories/flood/v.mp4" type="video/mp4"/></video></p>`},
		{`<p>a&#1;b</p>`, `<p>ab</p>`},
	} {
		p := mustParse(t, "a.html", test.html)
		if got := p.Fragment(allParts(p), testPage, ""); got != test.want {
			t.Errorf("%s: got %s, want %s", test.html, got, test.want)
		}
	}
}
