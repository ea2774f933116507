package posts

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	markhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var headings = [...]atom.Atom{1: atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}

// addBlock adds what stands on lines of its own, unless it is something else.
func (g *grower) addBlock(parent *html.Node, n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Paragraph:
		g.element(parent, atom.P, n)
	case *ast.TextBlock:
		for c := n.FirstChild(); c != nil && !g.failed; c = c.NextSibling() {
			g.add(parent, c)
		}
		if n.NextSibling() != nil && n.FirstChild() != nil {
			g.text.WriteByte('\n')
		}
	case *ast.Heading:
		g.element(parent, headings[n.Level], n, g.headingAttrs(n)...)
	case *ast.Blockquote:
		outer := g.quoted
		g.quoted = true
		g.element(parent, atom.Blockquote, n)
		g.quoted = outer
	case *ast.List:
		switch {
		case !n.IsOrdered():
			g.element(parent, atom.Ul, n)
		case n.Start == 1:
			g.element(parent, atom.Ol, n)
		default:
			g.element(parent, atom.Ol, n, html.Attribute{Key: "start", Val: strconv.Itoa(n.Start)})
		}
	case *ast.ListItem:
		g.element(parent, atom.Li, n)
	case *ast.CodeBlock:
		g.addCode(parent, n, "")
	case *ast.FencedCodeBlock:
		g.addCode(parent, n, unescaped(n.Language(g.src)))
	case *ast.ThematicBreak:
		g.open(parent, atom.Hr)
	case *ast.LinkReferenceDefinition:
	default:
		return false
	}
	return true
}

// headingAttrs are the id of a heading and what its author wrote in {}.
func (g *grower) headingAttrs(n *ast.Heading) []html.Attribute {
	attrs := make([]html.Attribute, 0, len(n.Attributes()))
	for _, a := range n.Attributes() {
		if !markhtml.HeadingAttributeFilter.Contains(a.Name) && !bytes.HasPrefix(a.Name, []byte("data-")) {
			continue
		}
		// Names are folded by HTML tokenizers, and end where these say.
		g.failed = g.failed || bytes.ContainsFunc(a.Name, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') })
		val := ""
		switch v := a.Value.(type) {
		case []byte:
			val = string(v)
		case string:
			val = v
		}
		attrs = append(attrs, html.Attribute{Key: string(a.Name), Val: normalizeNewlines(val)})
	}
	return attrs
}

func (g *grower) addCode(parent *html.Node, n ast.Node, language string) {
	code := g.open(g.open(parent, atom.Pre), atom.Code)
	if language != "" {
		code.Attr = []html.Attribute{{Key: "class", Val: normalizeNewlines("language-" + language)}}
	}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		g.text.Write(line.Value(g.src))
	}
	g.endText(code)
}

// addExtension adds what GitHub's Markdown and footnotes have beyond CommonMark.
func (g *grower) addExtension(parent *html.Node, n ast.Node) bool {
	switch n := n.(type) {
	case *extast.Strikethrough:
		g.element(parent, atom.Del, n)
	case *extast.TaskCheckBox:
		g.addCheckbox(parent, n)
	case *extast.Table:
		g.element(parent, atom.Table, n)
	case *extast.TableHeader:
		g.element(g.open(parent, atom.Thead), atom.Tr, n)
		if n.NextSibling() != nil {
			g.open(parent, atom.Tbody)
		}
	case *extast.TableRow:
		g.element(parent.LastChild, atom.Tr, n)
	case *extast.TableCell:
		g.addCell(parent, n)
	case *extast.DefinitionList:
		g.element(parent, atom.Dl, n)
	case *extast.DefinitionTerm:
		g.element(parent, atom.Dt, n)
	case *extast.DefinitionDescription:
		g.element(parent, atom.Dd, n)
	case *extast.FootnoteLink:
		g.failed = g.failed || g.linked // its rendering is a link
		g.open(parent, atom.Sup).Attr = []html.Attribute{{Key: noteAttr, Val: noteName(n.Index)}}
	case *extast.FootnoteBacklink: // each rendering has its own
	case *extast.FootnoteList:
		list := g.open(parent, atom.Div)
		list.Attr = []html.Attribute{{Key: "class", Val: "footnotes"}}
		g.element(list, atom.Ol, n)
	case *extast.Footnote:
		g.element(parent, atom.Li, n, html.Attribute{Key: "id", Val: noteName(n.Index)})
	default:
		return false
	}
	return true
}

func noteName(index int) string { return "fn:" + strconv.Itoa(index) }

func (g *grower) addCheckbox(parent *html.Node, n *extast.TaskCheckBox) {
	box := g.open(parent, atom.Input)
	box.Attr = []html.Attribute{{Key: "type", Val: "checkbox"}}
	if n.IsChecked {
		box.Attr = append(box.Attr, html.Attribute{Key: "checked"})
	}
}

func (g *grower) addCell(parent *html.Node, n *extast.TableCell) {
	name := atom.Td
	if n.Parent().Kind() == extast.KindTableHeader {
		name = atom.Th
	}
	if n.Alignment == extast.AlignNone {
		g.element(parent, name, n)
		return
	}
	g.element(parent, name, n, html.Attribute{Key: "align", Val: n.Alignment.String()})
}
