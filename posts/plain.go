package posts

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lines of a text that someone wrapped are about as long as each other. Where
// they are not, each is a paragraph.
const (
	wrapLeast = 45
	wrapMost  = 100
)

var (
	byline  = regexp.MustCompile(`^(?i:by)\s+(\p{Lu}[\p{L}.'’-]*(?:\s+(?:\p{Lu}[\p{L}.'’-]*|de|van|von|der|la|bin)){1,4})$`)
	address = regexp.MustCompile(`https?://[^\s<>"]+`)
)

// A plainParagraph is a paragraph of a plain text and its line in the file.
type plainParagraph struct {
	text string
	line int
}

// addPlain makes blocks of plain text, as people type it and as scrapers leave
// it: perhaps a line "Content", the headline, paragraphs, short lines as
// headings. Nothing in it is markup.
func (m *blockMaker) addPlain(src source) []Fault {
	paragraphs := splitPlain(src)
	if len(paragraphs) > 1 && strings.EqualFold(paragraphs[0].text, "content") {
		paragraphs = paragraphs[1:]
	}
	if m.update == 0 && len(paragraphs) > 1 && isHeadline(paragraphs[0].text) {
		if m.post.Title == "" {
			m.post.Title = paragraphs[0].text
		}
		if strings.EqualFold(m.post.Title, paragraphs[0].text) {
			paragraphs = paragraphs[1:]
		}
	}
	if m.update == 0 {
		paragraphs = m.takeHead(paragraphs)
	}
	var out bytes.Buffer
	for i, p := range paragraphs {
		tag := "p"
		if byline.MatchString(p.text) {
			// A line of the tail, not a heading.
		} else if i+1 < len(paragraphs) && isSubheading(p.text) {
			tag = "h2"
		}
		writeLineMark(&out, p.line)
		out.WriteString("<" + tag + ">" + linked(p.text) + "</" + tag + ">\n")
	}
	return m.addHTML(out.Bytes())
}

// takeHead takes the byline and the date that stand below a headline.
func (m *blockMaker) takeHead(paragraphs []plainParagraph) []plainParagraph {
	for len(paragraphs) > 1 {
		p := paragraphs[0].text
		match := byline.FindStringSubmatch(p)
		at, dated := parseTime(p, nil)
		switch {
		case match != nil && len(m.post.Authors) == 0:
			m.post.Authors = []Author{{Name: match[1]}}
		case dated && m.post.Published.IsZero():
			m.post.Published = at
		default:
			return paragraphs
		}
		paragraphs = paragraphs[1:]
	}
	return paragraphs
}

// splitPlain finds the paragraphs of a plain text: they end at empty lines, and
// at every line end between two of these where the lines are not wrapped and the
// next does not go on with a small letter. What stands elsewhere does not count, so that a text that is added at the end
// changes nothing before it.
func splitPlain(src source) []plainParagraph {
	var paragraphs, run []plainParagraph
	end := func() {
		wrapped := isWrapped(run)
		for i, l := range run {
			first, _ := utf8.DecodeRuneInString(l.text)
			if i > 0 && (wrapped || unicode.IsLower(first)) {
				paragraphs[len(paragraphs)-1].text += " " + l.text
			} else {
				paragraphs = append(paragraphs, l)
			}
		}
		run = nil
	}
	line := src.line
	for l := range strings.Lines(src.text) {
		line++
		if l = strings.Join(strings.Fields(l), " "); l == "" {
			end()
		} else {
			run = append(run, plainParagraph{l, line})
		}
	}
	end()
	return paragraphs
}

// isWrapped reports whether lines are one paragraph.
func isWrapped(lines []plainParagraph) bool {
	for i, l := range lines {
		if n := utf8.RuneCountInString(l.text); n > wrapMost || n < wrapLeast && i < len(lines)-1 {
			return false
		}
	}
	return len(lines) > 1
}

// isHeadline reports whether the first line of a text is its title.
func isHeadline(s string) bool {
	return len(s) <= 200 && !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ":")
}

// isSubheading reports whether a line between paragraphs is a heading: short,
// beginning with a capital or a digit, and no sentence.
func isSubheading(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return len(s) <= 80 && len(strings.Fields(s)) <= 10 &&
		(unicode.IsUpper(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last)) &&
		!strings.Contains(s, "://") && !strings.Contains(s, ": ")
}

// linked escapes a text and makes links of the addresses in it.
func linked(s string) string {
	var b strings.Builder
	at := 0
	for _, m := range address.FindAllStringIndex(s, -1) {
		url := strings.TrimRight(s[m[0]:m[1]], ".,;:!?'”’)]")
		if strings.Contains(url, "(") && strings.HasPrefix(s[m[0]+len(url):], ")") {
			url += ")"
		}
		b.WriteString(html.EscapeString(s[at:m[0]]))
		b.WriteString(`<a href="` + html.EscapeString(url) + `">` + html.EscapeString(url) + "</a>")
		at = m[0] + len(url)
	}
	b.WriteString(html.EscapeString(s[at:]))
	return b.String()
}
