package posts

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// addHTML adds what is HTML of its own and surely ends where it begins:
// shortcodes, comments, and elements that close.
func (g *grower) addHTML(parent *html.Node, n ast.Node) bool {
	switch n := n.(type) {
	case *shortcodeNode:
		g.addShortcode(parent, n)
	case *ast.HTMLBlock:
		var text []byte
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			text = append(text, line.Value(g.src)...)
		}
		if n.HasClosure() {
			text = append(text, n.ClosureLine.Value(g.src)...)
		}
		return g.skipComment(parent, text) || g.addClosed(parent, text)
	case *ast.RawHTML:
		text := n.Segments.Value(g.src)
		return g.addBreak(parent, text) || n.Segments.Len() == 1 && g.skipComment(parent, text)
	default:
		return false
	}
	return true
}

// addBreak adds a line end that is written as HTML.
func (g *grower) addBreak(parent *html.Node, text []byte) bool {
	switch string(text) {
	case "<br>", "<br/>", "<br />":
		g.open(parent, atom.Br)
		return true
	}
	return false
}

// skipComment leaves out a text if it is one comment. The texts beside it are
// not joined. In a quote it may tell what is no alert.
func (g *grower) skipComment(parent *html.Node, text []byte) bool {
	inside, ok := bytes.CutPrefix(bytes.TrimSpace(text), []byte("<!--"))
	if !ok || g.quoted || bytes.Index(inside, []byte("--")) != len(inside)-len("-->") || inside[len(inside)-1] != '>' || len(inside) < 4 || inside[0] == '>' || inside[0] == '-' {
		return false
	}
	g.endText(parent)
	return true
}

func (g *grower) addShortcode(parent *html.Node, n *shortcodeNode) {
	t := n.tag
	if t.closing {
		return
	}
	switch t.use() {
	case container:
		attrs := []html.Attribute{{Key: "class", Val: t.name}}
		for _, a := range t.markAttrs() {
			if a[1] != "" {
				attrs = append(attrs, html.Attribute{Key: a[0], Val: a[1]})
			}
		}
		g.element(parent, atom.Aside, n, attrs...)
	case verbatim:
		g.addCode(parent, n, t.arg("lang", 0))
	case drawn:
		g.parse(parent, []byte(drawTag(t)))
	}
}

// addClosed adds HTML that needs no regard to what is around it.
func (g *grower) addClosed(parent *html.Node, text []byte) bool {
	if !closesItself(text) {
		return false
	}
	g.parse(parent, text)
	return true
}

func (g *grower) parse(parent *html.Node, text []byte) {
	g.endText(parent)
	nodes, err := html.ParseFragment(bytes.NewReader(text), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	g.failed = g.failed || err != nil
	for _, c := range nodes {
		parent.AppendChild(c)
	}
}
