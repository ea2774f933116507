package posts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, key, val string) {
	for i, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			n.Attr[i].Val = val
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: val})
}

func element(name string, children ...*html.Node) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name}
	for _, c := range children {
		n.AppendChild(c)
	}
	return n
}

func textNode(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

func firstElement(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			return c
		}
	}
	return nil
}

func clone(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace, Attr: append([]html.Attribute(nil), n.Attr...)}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.AppendChild(clone(child))
	}
	return c
}

// tidy makes a tree say the same in one way: scripts and comments are gone,
// white space is folded, nothing is empty. What is cut from a tidy tree and
// tidied again is as if it had never been written.
func tidy(root *html.Node) {
	prune(root)
	var f folder
	if root.Data == "pre" {
		trimPre(root)
	}
	f.fold(root, root.Data == "pre")
	f.endLine()
	dropHollow(root)
}

// prune removes what no reader sees, and rewrites what no feed can show.
func prune(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.CommentNode || c.Type == html.DoctypeNode || c.Type == html.ElementNode && unseen(c.Data):
			n.RemoveChild(c)
		case c.Type == html.ElementNode && c.Data == "input":
			if attr(c, "type") == "checkbox" {
				n.InsertBefore(textNode(checkbox(c)), c)
			}
			n.RemoveChild(c)
		case c.Type == html.ElementNode:
			cite(c)
			prune(c)
		default:
			c.Data = normalize(c.Data)
		}
		c = next
	}
	for i := range n.Attr {
		n.Attr[i].Val = clean(n.Attr[i].Val)
	}
}

// normalize cleans a text and brings it into NFC, which entities may have undone.
func normalize(s string) string {
	if isPlain(s) {
		return s
	}
	return norm.NFC.String(clean(s))
}

// checkbox draws an item of a task list.
func checkbox(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "checked" {
			return "☑ "
		}
	}
	return "☐ "
}

// A folder folds white space: each run is one space, none is at the ends of a
// line. In <pre> it only removes the line ends around the text.
type folder struct {
	space *html.Node // the last text of this line, if it ends with white space
	inner bool       // the line has something in it
}

func (f *folder) fold(n *html.Node, pre bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.TextNode && pre:
			f.inner, f.space = true, nil
		case c.Type == html.TextNode:
			f.foldText(c)
		case c.Type == html.ElementNode && c.Data == "br":
			f.endLine()
		case c.Type == html.ElementNode && opaque(c.Data):
			f.inner, f.space = true, nil
		case c.Type == html.ElementNode:
			if flow(c.Data) || cell(c) {
				f.endLine()
			}
			if c.Data == "pre" {
				trimPre(c)
			}
			f.fold(c, pre || c.Data == "pre")
			if flow(c.Data) || cell(c) {
				f.endLine()
			}
		}
		c = next
	}
}

func cell(n *html.Node) bool { return n.Data == "td" || n.Data == "th" }

func (f *folder) foldText(n *html.Node) {
	if f.folded(n) {
		return
	}
	var b strings.Builder
	b.Grow(len(n.Data))
	for i := 0; i < len(n.Data); {
		if word := wordLen(n.Data[i:]); word > 0 {
			b.WriteString(n.Data[i : i+word])
			f.inner, f.space = true, nil
			i += word
			continue
		}
		// A run with a no-break space in it stays unbreakable.
		run := " "
		for i < len(n.Data) {
			r, size := utf8.DecodeRuneInString(n.Data[i:])
			if !unicode.IsSpace(r) {
				break
			}
			if r >= utf8.RuneSelf && run == " " {
				run = string(r)
			}
			i += size
		}
		if f.inner && f.space == nil {
			b.WriteString(run)
			f.space = n
		}
	}
	n.Data = b.String()
}

// folded passes a text that is folded as it is: most are, and need no copy.
func (f *folder) folded(n *html.Node) bool {
	s := n.Data
	if s == "" {
		return true
	}
	if !singleSpaced(s) || s[0] == ' ' && (!f.inner || f.space != nil) {
		return false
	}
	f.inner, f.space = true, nil
	if s[len(s)-1] == ' ' {
		f.space = n
	}
	return true
}

// singleSpaced reports whether all white space in a text is single spaces.
func singleSpaced(s string) bool {
	space := false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c <= ' ' && (space || '\t' <= c && c <= '\r') {
				return false
			}
			space = c == ' '
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			return false
		}
		space = false
		i += size
	}
	return true
}

// wordLen is how many bytes s has before the first white space.
func wordLen(s string) int {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == ' ' || '\t' <= c && c <= '\r' {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			return i
		}
		i += size
	}
	return len(s)
}

// endLine takes the white space off the end of the line.
func (f *folder) endLine() {
	if f.space != nil {
		f.space.Data = strings.TrimRightFunc(f.space.Data, unicode.IsSpace)
	}
	f.space, f.inner = nil, false
}

// trimPre removes the line ends around preformatted text.
func trimPre(pre *html.Node) {
	if n := firstText(pre); n != nil {
		n.Data = strings.TrimLeft(n.Data, "\n")
	}
	if n := lastText(pre); n != nil {
		n.Data = strings.TrimRight(n.Data, "\n")
	}
}

func firstText(n *html.Node) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			return d
		}
	}
	return nil
}

func lastText(n *html.Node) (last *html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			last = d
		}
	}
	return last
}

// dropHollow removes texts and elements that say nothing, and line ends at the
// ends of a paragraph.
func dropHollow(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode {
			dropHollow(c)
		}
		if c.Type == html.TextNode && c.Data == "" ||
			c.Type == html.ElementNode && c.FirstChild == nil && hollow(c.Data) && attr(c, "id") == "" && !isCitation(c) {
			n.RemoveChild(c)
		}
		c = next
	}
	if flow(n.Data) || cell(n) {
		for n.LastChild != nil && n.LastChild.Data == "br" {
			n.RemoveChild(n.LastChild)
		}
		for n.FirstChild != nil && n.FirstChild.Data == "br" {
			n.RemoveChild(n.FirstChild)
		}
	}
}
