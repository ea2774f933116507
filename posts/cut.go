package posts

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// cut keeps of a tidy tree only what stands in these spans of its text, with
// the markup around it, and tidies the rest.
func cut(root *html.Node, text string, spans []Span) {
	c := cutter{text: text, spans: bridge(text, spans)}
	c.cut(root, root.Data == "pre")
	tidy(root)
}

// bridge widens the spans by one white space where what is left out between
// two of them was set off by white space: "a [b] c" without "[b]" is "a c".
func bridge(text string, spans []Span) []Span {
	kept := make([]Span, 0, len(spans))
	for _, s := range spans {
		s.From, s.To = max(s.From, 0), min(s.To, len(text))
		if s.From < s.To {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b Span) int { return a.From - b.From })
	for i := 1; i < len(kept); i++ {
		a, b := &kept[i-1], &kept[i]
		switch {
		case a.To >= b.From: // nothing between
		case blank(text[a.To]):
			a.To++
		case blank(text[b.From-1]):
			b.From--
		}
	}
	return kept
}

func blank(c byte) bool { return c == ' ' || c == '\n' }

type cutter struct {
	scanner
	text  string // of the whole block
	spans []Span // in order
}

func (c *cutter) kept(at int) bool {
	i, found := slices.BinarySearchFunc(c.spans, at, func(s Span, at int) int {
		switch {
		case s.To <= at:
			return -1
		case s.From > at:
			return 1
		default:
			return 0
		}
	})
	return found && i < len(c.spans)
}

// keptHere tells it for what has no text, like a picture: it goes with what is
// before it in the line, and if white space is between them, also with what
// follows: better shown twice than not at all.
func (c *cutter) keptHere() bool {
	at := len(c.scanner.text)
	begins := at == 0 || c.lines > 0
	if !begins && c.kept(at-1) {
		return true
	}
	if c.next() < len(c.text) {
		return (begins || c.space) && c.kept(c.next())
	}
	return begins && len(c.spans) > 0 && (at == 0 || c.kept(at-1))
}

func (c *cutter) cut(n *html.Node, pre bool) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		switch {
		case child.Type == html.TextNode:
			c.cutText(child, pre)
		case child.Data == "br":
			at := len(c.scanner.text)
			if !c.kept(at) || c.lines > 0 && !c.keptHere() {
				n.RemoveChild(child)
			}
			c.lineEnd()
		case child.FirstChild == nil || opaque(child.Data):
			if !c.keptHere() {
				n.RemoveChild(child)
			}
			c.breaks(child)
		default:
			c.breaks(child)
			c.cut(child, pre || child.Data == "pre")
			c.breaks(child)
			if !cell(child) && !says(child) {
				n.RemoveChild(child)
			}
		}
		child = next
	}
}

func (c *cutter) cutText(n *html.Node, pre bool) {
	var b strings.Builder
	c.runes(n.Data, pre, func(at int, char string) {
		keep := c.kept(at)
		if !pre && strings.TrimSpace(char) == "" && (c.space || at < len(c.text) && !blank(c.text[at])) {
			keep = keep || c.keptHere() // beside a picture: the text does not have it
		}
		if keep {
			b.WriteString(char)
		}
	})
	n.Data = b.String()
}

// says reports whether something is left of an element.
func says(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Data != "" || d.Type == html.ElementNode && d.FirstChild == nil && !cell(d) {
			return true
		}
	}
	return false
}
