package posts

import (
	"bufio"
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	markhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// addInline adds what stands in a line, unless it is something else.
func (g *grower) addInline(parent *html.Node, n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Text:
		g.addText(parent, n)
	case *ast.String:
		g.addString(n)
	case *ast.Emphasis:
		name := atom.Em
		if n.Level == 2 {
			name = atom.Strong
		}
		g.element(parent, name, n)
	case *ast.Link:
		g.addLink(parent, n, linkAttrs("href", n.Destination, n.Title))
	case *ast.AutoLink:
		url := string(util.URLEscape(n.URL(g.src), false))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
			url = "mailto:" + url
		}
		g.addLink(parent, n, []html.Attribute{{Key: "href", Val: normalizeNewlines(url)}})
	case *ast.Image:
		img := g.open(parent, atom.Img)
		g.addAlt(n)
		attrs := linkAttrs("src", n.Destination, n.Title)
		img.Attr = append(attrs[:1:1], html.Attribute{Key: "alt", Val: g.take()})
		img.Attr = append(img.Attr, attrs[1:]...)
	case *ast.CodeSpan:
		g.addCodeSpan(parent, n)
	default:
		return false
	}
	return true
}

func (g *grower) addText(parent *html.Node, n *ast.Text) {
	value := n.Segment.Value(g.src)
	switch {
	case n.IsRaw():
		g.text.Write(value)
	case n.HardLineBreak():
		g.unescape(value)
		g.open(parent, atom.Br)
	default:
		g.unescape(value)
		if n.SoftLineBreak() && g.quoted {
			g.text.WriteByte('\n')
		} else if n.SoftLineBreak() {
			g.text.WriteByte(' ') // which needs no folding later
		}
	}
}

func (g *grower) addString(n *ast.String) {
	switch {
	case n.IsCode(): // HTML already
		g.failed = g.failed || bytes.IndexByte(n.Value, '<') >= 0
		g.text.WriteString(html.UnescapeString(string(n.Value)))
	case n.IsRaw():
		g.text.Write(n.Value)
	default:
		g.unescape(n.Value)
	}
}

// unescape writes a text as readers see it, without backslashes and entities.
func (g *grower) unescape(s []byte) {
	if meansItself(s) {
		g.text.Write(s)
	} else {
		g.text.WriteString(unescaped(s))
	}
}

func meansItself(s []byte) bool { return bytes.IndexByte(s, '\\') < 0 && bytes.IndexByte(s, '&') < 0 }

// unescaped leaves the reading of escapes to the renderer, so that there is one
// opinion on them, and takes back what it escapes itself.
func unescaped(s []byte) string {
	if meansItself(s) {
		return string(s)
	}
	var out bytes.Buffer
	w := bufio.NewWriterSize(&out, 2*len(s))
	markhtml.DefaultWriter.Write(w, s)
	_ = w.Flush() // memory gives no error
	return html.UnescapeString(out.String())
}

func (g *grower) addLink(parent *html.Node, n ast.Node, attrs []html.Attribute) {
	g.failed = g.failed || g.linked
	g.linked = true
	a := g.open(parent, atom.A)
	a.Attr = attrs
	if auto, ok := n.(*ast.AutoLink); ok {
		g.text.Write(auto.Label(g.src))
	}
	g.children(a, n)
	g.linked = false
}

// linkAttrs are the attributes of what has an address and perhaps a title.
func linkAttrs(key string, address, title []byte) []html.Attribute {
	attrs := []html.Attribute{{Key: key, Val: normalizeNewlines(string(util.URLEscape(address, true)))}}
	if title != nil {
		attrs = append(attrs, html.Attribute{Key: "title", Val: normalizeNewlines(unescaped(title))})
	}
	return attrs
}

// addAlt writes the text in the place of a picture.
func (g *grower) addAlt(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.String:
			g.addString(c)
		case *ast.Text:
			// Nothing folds the white space at the end of a line.
			g.failed = g.failed || c.HardLineBreak() || c.SoftLineBreak()
			if value := c.Segment.Value(g.src); c.IsRaw() {
				g.text.Write(value)
			} else {
				g.unescape(value)
			}
		default:
			g.addAlt(c)
		}
	}
}

func (g *grower) addCodeSpan(parent *html.Node, n *ast.CodeSpan) {
	code := g.open(parent, atom.Code)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			g.failed = true
			return
		}
		value := t.Segment.Value(g.src)
		if line, ends := bytes.CutSuffix(value, []byte("\n")); ends {
			g.text.Write(line)
			g.text.WriteByte(' ')
		} else {
			g.text.Write(value)
		}
	}
	g.endText(code)
}
