package posts

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"
)

// checkOutline holds that an outline says what the whole article says, and
// reports whether there is one.
func checkOutline(t interface{ Errorf(string, ...any) }, files []File) bool {
	p := Parser{Language: "en"}
	got, faults, ok := p.Outline(files)
	if !ok {
		return false
	}
	want, wantFaults := p.Parse(files)
	if !reflect.DeepEqual(faults, wantFaults) {
		t.Errorf("outline of %q: faults %v, want %v", files[0].Data, faults, wantFaults)
	}
	if want != nil {
		if len(want.Blocks) == 0 {
			t.Errorf("outline of %q, which has no blocks", files[0].Data)
		}
		want.Blocks, want.body = nil, body{}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("outline of %q (-want +got):\n%s", files[0].Data, cmp.Diff(want, got, cmp.AllowUnexported(Post{}, body{})))
	}
	return true
}

// The articles of testdata, each of its files alone as well.
func TestOutlineOfGoldenArticles(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	outlined := 0
	for _, name := range names {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var files []File
		for _, f := range ar.Files {
			if f.Name == "want" {
				continue
			}
			files = append(files, File{Name: f.Name, Data: f.Data})
			if checkOutline(t, files[len(files)-1:]) {
				outlined++
			}
		}
		checkOutline(t, files)
	}
	if outlined < 10 {
		t.Errorf("%d outlines of golden articles, want most of those with a title in YAML or TOML", outlined)
	}
}

func TestOutline(t *testing.T) {
	const head = "---\ntitle: The flood\n---\n"
	for _, c := range []struct {
		what, text string
		want       bool
	}{
		{"plain fields", string(benchArticle.Data), true},
		{"TOML", "+++\ntitle = 'The flood'\n+++\nIt rose.", true},
		{"Windows line ends", "\uFEFF---\r\ntitle: The flood\r\n---\r\nIt rose.\r\n", true},
		{"a fault of the fields", "---\ntitle: The flood\ndate: Tuesday\n---\nIt rose.", true},
		{"the title again", head + "# The flood\n\nIt rose.", true},
		{"a quote", head + "> “It rose”", true},
		{"bold text", head + "\n\n**It** rose.", true},
		{"a list", head + "1. It rose.", true},
		{"another script", head + "水位が上がった。", true},
		{"no title", "---\ndate: 2026-11-20\n---\nIt rose.", false},
		{"no fields", "It rose.", false},
		{"no end of the fields", "---\ntitle: The flood\n\nIt rose.", false},
		{"fields that end twice", "---\ntitle: The flood\n...\na\n---\nIt rose.", false},
		{"fields that are none", "---\nIt rose.\n---\nIt rose.", false},
		{"broken fields", "---\ntitle: \"x\n---\nIt rose.", false},
		{"declared updates", "---\ntitle: The flood\nupdates: [{text: It fell.}]\n---\nIt rose.", false},
		{"nothing", head, false},
		{"nothing but the title", head + "# The flood\n", false},
		{"nothing but the title, underlined", head + "The flood\n===\n", false},
		{"nothing but a comment", head + "<!--\nIt rose.\n-->", false},
		{"nothing but a definition", head + "[a]: /b\n\n[^1]: It rose.", false},
		{"a shortcode", head + "It rose.\n\n{{< toc >}}", false},
		{"Latin-1", head + "caf\xe9", false},
		{"a NUL byte", head + "It rose.\x00", false},
		{"a control character in an underline", head + "The flood\n=\x01==\n", false},
		{"deep quotes", head + "It rose.\n" + strings.Repeat(">", 600) + " a", false},
		{"deep items", head + "It rose.\n\n" + strings.Repeat("- ", 300) + "a", false},
		{"many brackets", head + "It rose.\n\n" + strings.Repeat("[a](<b", 3000), false},
		{"many blocks", head + strings.Repeat("a\n\n", maxBlocks+1), false},
	} {
		if got := checkOutline(t, []File{{"a.md", []byte(c.text)}}); got != c.want {
			t.Errorf("an article with %s has an outline: %t, want %t", c.what, got, c.want)
		}
	}
	for _, name := range []string{"a.html", "a.txt"} {
		if checkOutline(t, []File{{name, []byte(head + "It rose.")}}) {
			t.Errorf("%s has an outline, want it parsed: its body may have fields", name)
		}
	}
	if checkOutline(t, []File{{"a/index.md", []byte(head + "It rose.")}, {"a/update-1.md", []byte("It fell.")}}) {
		t.Error("a bundle has an outline, want it parsed")
	}
}

// bodyPieces are what bodies of a few pieces can go wrong with.
var bodyPieces = []string{
	"a", "The flood", "word word ", "\n", "\n\n", " ", "    ", "\t", "# ", "#", "===\n", "---\n", "> ", "- ", "1. ", "* ", "*", "**", "_", "`", "```\n", "~~~\n", "<!--", "-->", "<b>",
	"</b>", "<script>", "</script>", "<br>", "[a]: /b\n", "[^1]: a\n", "[^1]", "[a](b)", "![](c)", ": a\n", "| a | b |\n|--|--|\n", "{", "{{<", "{{< toc >}}", "{%", "\x01", "\u200b",
	"\u00a0", "é", "e\u0301", "\u0338", "\uFFFE", "=", "+++\n", "...\n", "title: x\n", "&nbsp;", "\\", "\r\n", "\r", "\xff",
}

func TestOutlineProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, most int) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(bodyPieces), 0, most).Draw(t, name), "")
		}
		fence := rapid.SampledFrom([]string{"---", "+++"}).Draw(t, "fence")
		title := map[string]string{"---": "title: The flood\n", "+++": "title = 'The flood'\n"}[fence]
		checkOutline(t, []File{{"a.md", []byte(fence + "\n" + title + draw("fields", 2) + "\n" + fence + "\n" + draw("body", 12))}})
	})
}

// What is said without the body is what is said with it.
func FuzzOutline(f *testing.F) {
	f.Add("---\ntitle: x\n---\n# x\n\na")
	f.Add("+++\ntitle = 'x'\n+++\n- a\n")
	f.Add("---\ntitle: \"The flood\"\ndate: 2026-11-20T09:00:00Z\ntags: [river, 'city']\nauthor: A\ndraft: false\n---\n\nIt rose.\n\nIt fell.\n")
	f.Add("+++\ntitle = \"x\"\ndate = 2026-11-20\ntags = ['a']\n[params]\nlang = 'de'\n+++\n\nIt rose & fell.\n")
	f.Fuzz(func(t *testing.T, text string) { checkOutline(t, []File{{"a.md", []byte(text)}}) })
}
