package posts

import (
	"bufio"
	"bytes"
	"iter"
	"strconv"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown is GitHub's Markdown with footnotes, typographic quotes, heading ids
// and the shortcodes of Hugo and Jekyll. Raw HTML passes: it is sanitised with
// the rest when it is rendered.
var markdown = newMarkdown(extension.Linkify)

// unlinkedMarkdown makes no links of addresses in the text. To look for them
// after each space stops the parser at each word, and few articles have any.
var unlinkedMarkdown = newMarkdown()

func newMarkdown(more ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(more...),
		goldmark.WithExtensions(extension.Strikethrough, extension.TaskList,
			// Sanitising removes styles, so columns are aligned by attributes.
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), extension.Footnote, extension.Typographer, extension.DefinitionList),
		goldmark.WithParserOptions(
			parser.WithAutoHeadingID(),
			parser.WithAttribute(),
			parser.WithBlockParsers(util.Prioritized(shortcodeParser{}, 50)),
			parser.WithInlineParsers(util.Prioritized(inlineShortcodeParser{}, 50)),
		),
		goldmark.WithRendererOptions(
			html.WithUnsafe(),
			renderer.WithNodeRenderers(util.Prioritized(shortcodeRenderer{}, 50)),
		),
	)
}

// lineMark opens the comments that tell the tree which line of the source an
// element comes from. No source holds such a comment: decode removes U+0001.
const lineMark = "\x01"

// A source is a text to make blocks of.
type source struct {
	file string
	text string
	line int // the lines of the file before it
}

// A parsed Markdown text.
type parsed struct {
	doc      ast.Node
	text     []byte
	line     int  // of the file, where the text begins
	unlinked bool // by unlinkedMarkdown
}

func parseMarkdown(src source, md goldmark.Markdown) (parsed, []Fault) {
	in := []byte(src.text)
	pc := parser.NewContext(parser.WithIDs(newHeadingIDs()))
	found := &shortcodeFaults{}
	pc.Set(shortcodeFaultsKey, found)
	doc := md.Parser().Parse(text.NewReader(in), parser.WithContext(pc))
	return parsed{doc: doc, text: in, line: src.line + 1, unlinked: md == unlinkedMarkdown}, found.list(src, in)
}

// blocks are the top-level nodes, with the lines of the file they begin in.
func (p parsed) blocks() iter.Seq2[int, ast.Node] {
	return func(yield func(int, ast.Node) bool) {
		line, at := p.line, 0
		for n := p.doc.FirstChild(); n != nil; n = n.NextSibling() {
			if pos := n.Pos(); pos > at && pos <= len(p.text) {
				line += bytes.Count(p.text[at:pos], []byte("\n"))
				at = pos
			}
			if !yield(line, n) {
				return
			}
		}
	}
}

// html renders Markdown, with a line mark before each block.
func (p parsed) html() []byte {
	var out bytes.Buffer
	out.Grow(len(p.text) * 3 / 2)
	w := bufio.NewWriter(&out) // flushed by each Render
	for line, n := range p.blocks() {
		writeLineMark(&out, line)
		// Writing to memory gives no error.
		_ = markdown.Renderer().Render(w, p.text, n)
	}
	return out.Bytes()
}

func writeLineMark(out *bytes.Buffer, line int) {
	out.WriteString("<!--" + lineMark)
	out.WriteString(strconv.Itoa(line))
	out.WriteString("-->")
}

// headingIDs makes the ids of headings as GitHub does: letters of any script
// are kept, the second of the same name gets "-1".
type headingIDs struct{ used map[string]bool }

func newHeadingIDs() *headingIDs { return &headingIDs{used: map[string]bool{}} }

// Generate implements parser.IDs.
func (h *headingIDs) Generate(heading []byte, _ ast.NodeKind) []byte {
	base := Slug(string(heading))
	if base == "" {
		base = "heading"
	}
	id := base
	for n := 1; h.used[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	h.used[id] = true
	return []byte(id)
}

// Put implements parser.IDs.
func (h *headingIDs) Put(id []byte) { h.used[string(id)] = true }
