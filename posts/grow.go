package posts

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxGrown is how deep Markdown may be nested before it takes the way through
// an HTML parser, which has the limit that authors are told of.
const maxGrown = 200

// A grower makes the tree of a Markdown text that an HTML parser would make of
// its rendering, at half the cost. The two may differ in white space between
// elements, in the links of footnotes back to the text, and in how footnotes
// are cited: what tidying makes the same anyway.
type grower struct {
	src    []byte
	nodes  []html.Node     // not yet used: many are allocated at once
	text   strings.Builder // all the text: nodes hold parts of it
	taken  int             // how much of the text nodes hold already
	depth  int
	quoted bool // in a quote, where line ends tell what is an alert
	linked bool // in a link, where browsers allow no other
	failed bool // something in it has to go through HTML
}

// A grown block, and its line in the file.
type grown struct {
	node *html.Node
	line int
}

// grow makes trees of a text. It is not ok if there is HTML in it, or what HTML
// does not nest as Markdown does, or if it was parsed by unlinkedMarkdown and
// may have something to link.
func grow(text parsed) (blocks []grown, ok bool) {
	g := grower{src: text.text}
	g.text.Grow(len(text.text))
	blocks = make([]grown, 0, text.doc.ChildCount())
	root := html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	for line, n := range text.blocks() {
		g.add(&root, n)
		if g.failed {
			return nil, false
		}
		for c := root.FirstChild; c != nil; c = root.FirstChild {
			root.RemoveChild(c)
			blocks = append(blocks, grown{c, line})
		}
	}
	if text.unlinked && (bytes.IndexByte(g.src, '@') >= 0 || hasAddress(g.text.String())) {
		return nil, false
	}
	return blocks, true
}

func (g *grower) add(parent *html.Node, n ast.Node) {
	g.depth++
	g.failed = g.failed || g.depth > maxGrown || n.Attributes() != nil && n.Kind() != ast.KindHeading
	if !g.failed && !g.addInline(parent, n) && !g.addBlock(parent, n) && !g.addExtension(parent, n) && !g.addHTML(parent, n) {
		g.failed = true
	}
	g.depth--
}

// children adds what is in a Markdown node to an element.
func (g *grower) children(e *html.Node, n ast.Node) {
	for c := n.FirstChild(); c != nil && !g.failed; c = c.NextSibling() {
		g.add(e, c)
	}
	g.endText(e)
}

// element adds an element with what is in a Markdown node.
func (g *grower) element(parent *html.Node, name atom.Atom, n ast.Node, attrs ...html.Attribute) {
	e := g.open(parent, name)
	e.Attr = attrs
	g.children(e, n)
}

// open adds an empty element, after the text before it.
func (g *grower) open(parent *html.Node, name atom.Atom) *html.Node {
	g.endText(parent)
	e := g.node()
	e.Type, e.DataAtom, e.Data = html.ElementNode, name, name.String()
	parent.AppendChild(e)
	return e
}

// endText adds the text that was written as a node.
func (g *grower) endText(parent *html.Node) {
	if g.text.Len() > g.taken {
		t := g.node()
		t.Type, t.Data = html.TextNode, g.take()
		parent.AppendChild(t)
	}
}

// take gives the text that was written and not yet taken.
func (g *grower) take() string {
	s := g.text.String()[g.taken:]
	g.taken = g.text.Len()
	return normalizeNewlines(s)
}

// normalizeNewlines does as HTML tokenizers do: entities can bring "\r" back.
func normalizeNewlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func (g *grower) node() *html.Node {
	if len(g.nodes) == 0 {
		g.nodes = make([]html.Node, min(8+len(g.src)/64, 64))
	}
	n := &g.nodes[0]
	g.nodes = g.nodes[1:]
	return n
}

// addGrown makes blocks of trees.
func (m *blockMaker) addGrown(blocks []grown) []Fault {
	m.post.Blocks = slices.Grow(m.post.Blocks, len(blocks))
	m.post.body.blocks = slices.Grow(m.post.body.blocks, len(blocks))
	for _, b := range blocks {
		m.line = b.line
		m.add(b.node)
	}
	m.flush()
	return m.faults()
}
