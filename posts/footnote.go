package posts

import (
	"strings"

	"golang.org/x/net/html"
)

// noteAttr is how a tidy tree cites a footnote: <sup data-writethru-note="fn:1">
// with nothing in it, since its number depends on where it is shown.
const noteAttr = "data-writethru-note"

func isCitation(n *html.Node) bool { return n.Data == "sup" && attr(n, noteAttr) != "" }

// cite turns <sup><a class="footnote-ref" href="#fn:1">1</a></sup> into a
// citation without a number.
func cite(n *html.Node) {
	if n.Data != "sup" {
		return
	}
	for i := range n.Attr {
		if n.Attr[i].Key == noteAttr && n.FirstChild != nil {
			n.Attr[i].Val = "" // only ours count
		}
	}
	a := firstElement(n)
	if a == nil || a.Data != "a" || a != n.FirstChild || a != n.LastChild {
		return
	}
	target, ok := strings.CutPrefix(attr(a, "href"), "#")
	if !ok || target == "" || !hasClass(a, "footnote-ref") && attr(a, "role") != "doc-noteref" {
		return
	}
	n.RemoveChild(a)
	n.Attr = []html.Attribute{{Key: noteAttr, Val: target}}
}

func hasClass(n *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// isNotes reports whether an element is the list of footnotes that Markdown
// renderers put at the end.
func isNotes(n *html.Node) bool {
	return n.Type == html.ElementNode && (n.Data == "div" || n.Data == "section") &&
		(hasClass(n, "footnotes") || attr(n, "role") == "doc-endnotes")
}

// takeNotes reads the definitions of footnotes, by their ids. scope keeps those
// of several files apart.
func takeNotes(notes map[string]*html.Node, list *html.Node, scope string) {
	for li := range list.Descendants() {
		if li.Type != html.ElementNode || li.Data != "li" || attr(li, "id") == "" {
			continue
		}
		dropBacklinks(li)
		tidy(li)
		scopeCitations(li, scope)
		notes[scope+attr(li, "id")] = li
	}
}

// dropBacklinks removes the arrows back to the text: each rendering has its own.
func dropBacklinks(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode && c.Data == "a" && (hasClass(c, "footnote-backref") || attr(c, "role") == "doc-backlink") {
			n.RemoveChild(c)
		} else {
			dropBacklinks(c)
		}
		c = next
	}
}

func scopeCitations(n *html.Node, scope string) {
	if scope == "" {
		return
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && isCitation(d) {
			setAttr(d, noteAttr, scope+attr(d, noteAttr))
		}
	}
}
