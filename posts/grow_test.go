package posts

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// checkGrown holds that a Markdown text becomes the same blocks and trees
// whether it goes through HTML or not. It reports whether it could be grown.
func checkGrown(t interface{ Errorf(string, ...any) }, text string) bool {
	blank := func() *blockMaker {
		return &blockMaker{post: &Post{body: body{notes: map[string]*html.Node{}}}, file: "a.md", scope: "1."}
	}
	src := source{file: "a.md", text: text}
	through := blank()
	in, inFaults := parseMarkdown(src, markdown)
	want := append(inFaults, through.addHTML(in.html())...)
	ok := checkOne(t, src, markdown, blank(), through, want)
	return checkOne(t, src, unlinkedMarkdown, blank(), through, want) || ok
}

func checkOne(t interface{ Errorf(string, ...any) }, src source, md goldmark.Markdown, direct, through *blockMaker, want []Fault) bool {
	text := src.text
	in, faults := parseMarkdown(src, md)
	blocks, ok := grow(in)
	if !ok {
		return false
	}
	faults = append(faults, direct.addGrown(blocks)...)
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Errorf("%q: faults (-HTML +grown):\n%s", text, diff)
	}
	if diff := cmp.Diff(through.post.Blocks, direct.post.Blocks, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%q: blocks (-HTML +grown):\n%s", text, diff)
	}
	if diff := cmp.Diff(outline(through.post), outline(direct.post)); diff != "" {
		t.Errorf("%q: trees (-HTML +grown):\n%s", text, diff)
	}
	return true
}

// outline shows the trees of a post, a node a line: two texts side by side are
// not one.
func outline(p *Post) string {
	var b strings.Builder
	var show func(n *html.Node, indent string)
	show = func(n *html.Node, indent string) {
		fmt.Fprintf(&b, "%s%d %q\n", indent, n.Type, n.Data)
		for _, a := range n.Attr {
			fmt.Fprintf(&b, "%s %s=%q\n", indent, a.Key, a.Val)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			show(c, indent+"  ")
		}
	}
	for _, n := range p.body.blocks {
		show(n, "")
	}
	names := make([]string, 0, len(p.body.notes))
	for name := range p.body.notes {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.WriteString(name + "\n")
		show(p.body.notes[name], "  ")
	}
	return b.String()
}

// goldenMarkdown are the Markdown bodies of testdata.
func goldenMarkdown(tb testing.TB) []string {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	var texts []string
	for _, name := range names {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range ar.Files {
			if strings.HasSuffix(f.Name, ".md") {
				text, _ := decode(File{f.Name, f.Data})
				_, body, _, _ := frontMatter(f.Name, text)
				texts = append(texts, body)
			}
		}
	}
	return texts
}

func TestGrownAsThroughHTML(t *testing.T) {
	grown := 0
	for _, text := range append(goldenMarkdown(t), string(benchArticle.Data)) {
		if checkGrown(t, text) {
			grown++
		}
	}
	if grown < 10 {
		t.Errorf("only %d articles could be grown", grown)
	}
}

// What HTML nests otherwise than Markdown goes through HTML.
func TestNotGrown(t *testing.T) {
	for _, text := range []string{
		"a <b>c</b>", "<div>\n\na\n\n</div>", "<div>a\n", "<div>a</div>b\n", "<div title=\"\n", "<div><ul><li>a</ul></div>", "> <!-- a --> [!NOTE] b", "<!-- a --> <b>\n", "<!-->\n", "a <!--> b -->", "<!-- a --!> b -->\n",
		"[a <https://b.example/> c](d)", "[a[^1]](b)\n\n[^1]: c", strings.Repeat("> ", maxGrown) + "a",
		"# a {onclick=x data-a_b=c}", "![a\\\nb](c)",
	} {
		if in, _ := parseMarkdown(source{text: text}, markdown); checkGrown(t, text) {
			t.Errorf("grow(%q) is ok, want it to go through HTML:\n%s", text, in.html())
		}
	}
}

// pieces of Markdown, to be put together in any order.
var pieces = []string{
	"a", "Bc ", " ", "\n", "\n\n", "  \n", "\\\n", "*", "**", "_", "~~", "`", "``", "```\n", "~~~go x\n", "    ", "\t", "> ", "> [!NOTE] Update\n", "- ", "1. ", "7) ",
	"- [ ] ", "- [x]", "# ", "## b {#c .d data-e=f}\n", "\n===\n", "---\n", "| a | b |\n|:-|-:|\n| c | d |\n", "|", "[a](b)", "[a](<b c> \"d & e\")", "![a *b*](c.png 'd')",
	"[", "]", "(", ")", "![", "](x)", "[^1]", "\n\n[^1]: ", "[^n]", "\n\n[^n]: ", "[a]", "\n\n[a]: /b 'c'\n", "https://a.example/b?c=d&e", "www.a.example", "a@b.example", "<https://a.example/>",
	"<a@b.example>", "&amp;", "&lt;", "&#13;", "&#10;", "&#1;", "&#0;", "&nbsp;", "&quot", "&", "\\*", "\\\\", "\\", "'", "\"", "--", "---", "...", "<<", ">>", "<", "é", "é", "中文", "\u00a0", "\u2003",
	"term\n: ", "\n: ", "{", "}", "!", "=", "%20", "%", "é.png", "[x](&#13;\\))", "javascript:", "http", "http://", "www", "www.a.b", "ftp://a.b/", "@", ".", "/c", "a`@b.c`", "&#64;",
}

// closed and unclosed pieces of what is rendered as HTML of its own.
var htmlPieces = []string{
	"a", "\n", "\n\n", "> ", "- ", "[!NOTE] Update",
	"\n\n{{< update date=\"1 & 2\" from='x' >}}\n", "\n{{< /update >}}\n", "\n\n{{< highlight go >}}\n", "\n{{< /highlight >}}\n", "\n{{% figure src=\"a b\" caption=\"<c>\" link=d %}}\n",
	"\n{% youtube a&b %}\n", "{{< other >}}", "<!-- a -->", "\n\n<!--more-->\n", "<!--", "-->", "--!>", "<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "\n\n<figure><img src=a>\n<figcaption>b <a href=c>d</a></figcaption></figure>\n\n",
	"\n\n<div class=\"update\">\n<p>a <b>c</b>\n</p><iframe><b></iframe></div>\n", "<a>", "</a>", "<br>", "<br/>", "<br />\n", "*", "[a](b<br>c)", "![a<br>](b)", "<div/>", "<span title=\"", "<section>", "</section>", "<img src=a>", "<figure>", "</figure>",
	"<footer>", "\n<blockquote>", "</blockquote>", "<em>", "</em>", "<hr>", "<div id=x>a</div>", "<p>b</p>", "<aside>c", "<iframe>", "</iframe>",
}

func TestGrownProperty(t *testing.T) {
	for _, from := range [][]string{pieces, htmlPieces, slices.Concat(pieces, htmlPieces)} {
		rapid.Check(t, func(t *rapid.T) {
			checkGrown(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(from), 1, 30).Draw(t, "pieces"), ""))
		})
	}
}

// What can be grown is as if it had gone through HTML.
func FuzzGrow(f *testing.F) {
	for _, text := range slices.Concat(goldenMarkdown(f), pieces, htmlPieces) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean, faults := decode(File{"a.md", []byte(text)})
		if len(faults) == 0 {
			checkGrown(t, clean)
		}
	})
}
