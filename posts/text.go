package posts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// A scanner makes the text of a tidy tree. Spaces and line ends are written
// only when something follows them in the same block, so that none is at an end.
type scanner struct {
	text  []byte
	space bool // white space since the last character
	lines int  // line ends since the last character
}

func (s *scanner) lineEnd() { s.lines = max(s.lines, 1) }

// next is where the next character will stand.
func (s *scanner) next() int {
	switch {
	case len(s.text) == 0:
		return 0
	case s.lines > 0:
		return len(s.text) + s.lines
	case s.space:
		return len(s.text) + 1
	default:
		return len(s.text)
	}
}

func (s *scanner) char(c string) {
	if len(s.text) > 0 && s.lines > 0 {
		for range s.lines {
			s.text = append(s.text, '\n')
		}
	} else if len(s.text) > 0 && s.space {
		s.text = append(s.text, ' ')
	}
	s.space, s.lines = false, 0
	s.text = append(s.text, c...)
}

// breaks tells the line structure of an element: enter and leave are the same.
func (s *scanner) breaks(n *html.Node) {
	if flow(n.Data) {
		s.lineEnd()
	} else if cell(n) {
		s.space = true
	}
}

// runes scans a text node. seen, if any, is told of each character where it
// stands in the text, before it is added.
func (s *scanner) runes(data string, pre bool, seen func(at int, c string)) {
	if seen == nil && !pre && singleSpaced(data) {
		s.words(data)
		return
	}
	for i := 0; i < len(data); {
		if seen == nil && !pre {
			if word := wordLen(data[i:]); word > 0 {
				s.char(data[i : i+word])
				i += word
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(data[i:])
		c := data[i : i+size]
		i += size
		if seen != nil {
			seen(s.place(r, pre), c)
		}
		switch {
		case pre && r == '\n':
			s.lines++
		case !pre && unicode.IsSpace(r):
			s.space = true
		default:
			s.char(c)
		}
	}
}

// words scans a text whose words are set off by single spaces.
func (s *scanner) words(data string) {
	inner := strings.Trim(data, " ")
	s.space = s.space || strings.HasPrefix(data, " ")
	if inner != "" {
		s.char(inner)
		s.space = strings.HasSuffix(data, " ")
	}
}

// place is where a character that comes now stands in the text.
func (s *scanner) place(r rune, pre bool) int {
	switch {
	case pre && r == '\n':
		return len(s.text) + s.lines
	case !pre && unicode.IsSpace(r):
		return len(s.text)
	default:
		return s.next()
	}
}

// blockText is what a block says, and which runs of it are emphasised or inserted.
func blockText(n *html.Node) (text string, emphasis []Span, insertions []Insertion) {
	var r blockReader
	return r.block(n)
}

// A blockReader reads what blocks say, one after another.
type blockReader struct {
	scanner
	emphasis   []Span
	insertions []Insertion
}

// block reads a block as blockText does.
func (r *blockReader) block(n *html.Node) (text string, emphasis []Span, insertions []Insertion) {
	*r = blockReader{scanner: scanner{text: r.text[:0]}}
	r.read(n, n.Data == "pre")
	slices.SortStableFunc(r.emphasis, func(a, b Span) int { return a.From - b.From })
	return string(r.text), r.emphasis, r.insertions
}

func (r *blockReader) read(n *html.Node, pre bool) {
	if n.Type == html.TextNode {
		r.runes(n.Data, pre, nil)
		return
	}
	if n.Data == "br" {
		r.lineEnd()
		return
	}
	if opaque(n.Data) {
		return
	}
	r.breaks(n)
	from := len(r.text)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.read(c, pre || n.Data == "pre")
	}
	if span := r.since(from); span.From < span.To {
		switch n.Data {
		case "strong", "b", "em", "i":
			if !slices.Contains(r.emphasis, span) {
				r.emphasis = append(r.emphasis, span)
			}
		case "ins":
			r.insertions = append(r.insertions, Insertion{Span: span, Datetime: attr(n, "datetime")})
		}
	}
	r.breaks(n)
}

// since is the span of what was written after an offset, without white space
// at its ends.
func (s *scanner) since(from int) Span {
	for from < len(s.text) && (s.text[from] == ' ' || s.text[from] == '\n') {
		from++
	}
	return Span{from, len(s.text)}
}
