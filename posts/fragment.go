package posts

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Fragment renders parts of a post as sanitised HTML, with absolute URLs:
// relative ones and "#anchors" are resolved against page. The footnotes that
// these parts cite follow them, numbered from 1; prefix is put before their
// ids, so that several fragments fit on one page.
//
// It depends on nothing but the parts: what is appended to an article later
// does not change the fragment of what was there.
func (p *Post) Fragment(parts []Part, page *url.URL, prefix string) string {
	f := fragment{post: p, page: page, prefix: prefix, numbers: map[string]int{}}
	size := 0
	for _, part := range parts {
		if 0 <= part.Block && part.Block < len(p.Blocks) {
			size += len(p.Blocks[part.Block].Text) + 32 // and its tags
		}
	}
	f.out.Grow(size)
	for _, part := range parts {
		if n := p.node(part); n != nil {
			f.render(n)
		}
	}
	f.renderNotes()
	var clean strings.Builder
	clean.Grow(f.out.Len())
	if err := policy.SanitizeReaderToWriter(&f.out, &clean); err != nil {
		return "" // rather than what may not be clean
	}
	return strings.TrimSuffix(clean.String(), "\n")
}

// node gives a copy of the tree of a part; nil if there is none.
func (p *Post) node(part Part) *html.Node {
	if part.Block < 0 || part.Block >= len(p.body.blocks) {
		return nil
	}
	n := clone(p.body.blocks[part.Block])
	if part.Spans == nil {
		return n
	}
	cut(n, p.Blocks[part.Block].Text, part.Spans)
	if !says(n) {
		return nil
	}
	return n
}

// A fragment is one while it is rendered.
type fragment struct {
	post    *Post
	page    *url.URL
	prefix  string
	out     bytes.Buffer
	cited   []string       // names of footnotes, in the order of their numbers
	numbers map[string]int // of footnotes, by name
	refs    []int          // how often each is cited
}

func (f *fragment) render(n *html.Node) {
	f.number(n)
	absolute(n, f.page)
	_ = html.Render(&f.out, n) // memory gives no error; the tree is a parser's
	f.out.WriteByte('\n')
}

// number fills in the citations of footnotes.
func (f *fragment) number(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode && isCitation(c) {
			f.fillCitation(n, c)
		} else {
			f.number(c)
		}
		c = next
	}
}

func (f *fragment) fillCitation(parent, c *html.Node) {
	name := attr(c, noteAttr)
	if f.post.body.notes[name] == nil {
		parent.RemoveChild(c)
		return
	}
	number := f.numbers[name]
	if number == 0 {
		f.cited = append(f.cited, name)
		f.refs = append(f.refs, 0)
		number = len(f.cited)
		f.numbers[name] = number
	}
	f.refs[number-1]++
	a := element("a", textNode(strconv.Itoa(number)))
	a.Attr = []html.Attribute{{Key: "href", Val: "#" + f.noteID(number)}, {Key: "class", Val: "footnote-ref"}, {Key: "role", Val: "doc-noteref"}}
	c.Attr = []html.Attribute{{Key: "id", Val: f.refID(number, f.refs[number-1])}}
	c.AppendChild(a)
}

func (f *fragment) noteID(number int) string { return f.prefix + "fn-" + strconv.Itoa(number) }

func (f *fragment) refID(number, ref int) string {
	id := f.prefix + "fnref-" + strconv.Itoa(number)
	if ref > 1 {
		id += "-" + strconv.Itoa(ref)
	}
	return id
}

// renderNotes writes the footnotes. One may cite another, which then follows.
func (f *fragment) renderNotes() {
	if len(f.cited) == 0 {
		return
	}
	ol := element("ol")
	for i := 0; i < len(f.cited); i++ {
		li := clone(f.post.body.notes[f.cited[i]])
		li.Attr = []html.Attribute{{Key: "id", Val: f.noteID(i + 1)}}
		f.number(li)
		back := element("a", textNode("↩"))
		back.Attr = []html.Attribute{{Key: "href", Val: "#" + f.refID(i+1, 1)}, {Key: "class", Val: "footnote-backref"}, {Key: "role", Val: "doc-backlink"}}
		end := li
		if last := li.LastChild; last != nil && last.Data == "p" {
			end = last
		}
		end.AppendChild(textNode("\u00a0"))
		end.AppendChild(back)
		ol.AppendChild(li)
	}
	section := element("section", ol)
	section.Attr = []html.Attribute{{Key: "class", Val: "footnotes"}, {Key: "role", Val: "doc-endnotes"}}
	absolute(section, f.page)
	_ = html.Render(&f.out, section) // as in render
}

// PlainText is what these parts say, a paragraph a line, without markup.
func (p *Post) PlainText(parts []Part) string {
	var lines []string
	for _, part := range parts {
		if part.Block < 0 || part.Block >= len(p.Blocks) {
			continue
		}
		s := p.Blocks[part.Block].Text
		if part.Spans != nil {
			n := p.node(part)
			if n == nil {
				continue
			}
			s, _, _ = blockText(n)
		}
		if s != "" {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n")
}
