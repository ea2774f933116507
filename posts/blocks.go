package posts

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"
	"golang.org/x/net/html"
)

// Limits of one article.
const (
	maxBody   = 4 << 20 // bytes
	maxBlocks = 20_000
)

// A blockMaker turns trees into the blocks of a post.
type blockMaker struct {
	post   *Post
	file   string
	line   int    // of the last line mark
	update int    // see Block.Update
	page   bool   // an HTML page: wrappers are looked through
	scope  string // before the names of footnotes, so that files don't mix
	id     string // of a wrapper, for the first block in it

	loose     *html.Node // a paragraph of inline elements that stood alone
	looseLine int
	full      bool // there were more blocks than may be
	reader    blockReader
}

// addAll makes blocks of the children of a node.
func (m *blockMaker) addAll(parent *html.Node) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		parent.RemoveChild(n)
		m.add(n)
		n = next
	}
	m.flush()
}

func (m *blockMaker) add(n *html.Node) {
	switch {
	case n.Type == html.CommentNode:
		if s, ok := strings.CutPrefix(n.Data, lineMark); ok {
			m.line, _ = strconv.Atoi(s) // we wrote it
		}
	case n.Type == html.TextNode:
		if m.loose != nil || strings.TrimSpace(n.Data) != "" {
			m.addLoose(n)
		}
	case n.Type != html.ElementNode || unseen(n.Data):
	case isNotes(n):
		m.flush()
		takeNotes(m.post.body.notes, n, m.scope)
	case flow(n.Data) || wrappers(n.Data):
		m.flush()
		if m.page && wrappers(n.Data) && markOf(n) == nil {
			m.lookThrough(n)
			return
		}
		m.emit(n, m.line)
	case hasFlow(n):
		m.flush()
		if n.Data == "ins" {
			m.emit(n, m.line)
			return
		}
		m.lookThrough(n)
	case n.Data == "br" && m.loose != nil && m.loose.LastChild != nil && lastSeen(m.loose).Data == "br":
		m.flush() // two line ends are the end of a paragraph
	default:
		m.addLoose(n)
	}
}

// lookThrough makes blocks of what is in an element; its id goes to the first.
func (m *blockMaker) lookThrough(n *html.Node) {
	if id := attr(n, "id"); id != "" {
		m.id = id
	}
	m.addAll(n)
	m.id = ""
}

func (m *blockMaker) addLoose(n *html.Node) {
	if m.loose == nil {
		m.loose, m.looseLine = element("p"), m.line
	}
	m.loose.AppendChild(n)
}

func (m *blockMaker) flush() {
	if p := m.loose; p != nil {
		m.loose = nil
		m.emit(p, m.looseLine)
	}
}

// lastSeen is the last child that is no white space.
func lastSeen(n *html.Node) *html.Node {
	c := n.LastChild
	for c.PrevSibling != nil && c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
		c = c.PrevSibling
	}
	return c
}

func hasFlow(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && flow(d.Data) {
			return true
		}
	}
	return false
}

// emit adds one element as a block, unless it is empty.
func (m *blockMaker) emit(n *html.Node, line int) {
	mark := markOf(n)
	if n.Data == "blockquote" {
		if alert, ok := readAlert(n); ok && mark == nil {
			mark = alert
		}
	}
	tidy(n)
	scopeCitations(n, m.scope)
	b := Block{Mark: mark, Update: m.update, File: m.file, Line: line}
	b.Text, b.Emphasis, b.Insertions = m.reader.block(n)
	b.Markup = markup(n)
	b.Kind, b.Level = kindOf(n, b.Text)
	if b.Kind == Media && b.Text == "" {
		b.Text = altText(n)
	}
	if b.Text == "" && b.Kind != Rule && !shows(n) {
		return
	}
	if m.id != "" {
		if attr(n, "id") == "" {
			setAttr(n, "id", m.id)
		}
		m.id = ""
	}
	b.ID = attr(n, "id")
	if len(m.post.Blocks) == maxBlocks {
		m.full = true
		return
	}
	m.post.Blocks = append(m.post.Blocks, b)
	m.post.body.blocks = append(m.post.body.blocks, n)
}

func (m *blockMaker) faults() []Fault {
	if !m.full {
		return nil
	}
	return []Fault{{File: m.file, What: "too many blocks", Want: fmt.Sprintf("at most %d", maxBlocks)}}
}

func kindOf(n *html.Node, text string) (BlockKind, int) {
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return Heading, int(n.Data[1] - '0')
	case "ul", "ol", "dl", "dir":
		return List, 0
	case "blockquote":
		return Quote, 0
	case "table":
		return Table, 0
	case "pre":
		return Code, 0
	case "hr":
		return Rule, 0
	case "figure":
		return Media, 0
	case "p":
		if text == "" && shows(n) {
			return Media, 0
		}
		return Paragraph, 0
	default:
		if n.Data == "div" && firstElement(n) != nil && firstElement(n).Data == "pre" && len(text) > 0 && firstElement(n).NextSibling == nil {
			return Code, 0 // a highlighter's wrapper
		}
		return Aside, 0
	}
}

// shows reports whether an element has something to see that is not text.
func shows(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && opaque(d.Data) {
			return true
		}
	}
	return false
}

// shown are the attributes whose values readers see or follow.
var shown = [...]string{"href", "src", "srcset", "poster", "alt", "datetime", "start"}

// markup hashes what a block shows beside its text. Footnote citations are left
// out: their numbers follow from other blocks.
func markup(n *html.Node) uint64 {
	var d xxhash.Digest
	d.Reset()
	hashMarkup(&d, n)
	return d.Sum64()
}

func hashMarkup(d *xxhash.Digest, n *html.Node) {
	if n.Type != html.ElementNode || isCitation(n) {
		return
	}
	hashString(d, n.Data)
	for _, key := range shown {
		if v := attr(n, key); v != "" {
			hashString(d, key)
			hashString(d, v)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		hashMarkup(d, c)
	}
	hashString(d, "")
}

// hashString hashes a string with an end, so that "a", "bc" is not "ab", "c".
func hashString(d *xxhash.Digest, s string) {
	_, _ = d.WriteString(s) // a Digest never fails
	_, _ = d.WriteString("\x00")
}

// altText is what pictures say in the place of a caption.
func altText(n *html.Node) string {
	var alts []string
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "img" {
			if alt := strings.Join(strings.Fields(attr(d, "alt")), " "); alt != "" {
				alts = append(alts, alt)
			}
		}
	}
	return strings.Join(alts, " ")
}
