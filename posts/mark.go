package posts

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// followUpWords are the names by which elements declare a follow-up: classes,
// alerts and shortcodes.
var followUpWords = map[string]bool{
	"update": true, "updated": true, "addendum": true, "edit": true,
	"correction": true, "corrected": true, "erratum": true,
	"clarification": true, "retraction": true,
	"editors-note": true, "editor-note": true, "editor's note": true,
}

// followUpWord gives the word if it names a kind of follow-up, else "".
func followUpWord(s string) string {
	if followUpWords[strings.ToLower(strings.ReplaceAll(s, "’", "'"))] {
		return s
	}
	return ""
}

// markOf reads what an element says of itself as a follow-up; nil if it is none.
func markOf(n *html.Node) *Mark {
	if n.Data != "ins" && attr(n, "class") == "" {
		return nil
	}
	m := Mark{ID: attr(n, "id"), Title: attr(n, "data-title"), From: attr(n, "data-from")}
	for _, name := range [...]string{"datetime", "data-date", "data-datetime"} {
		if m.Date == "" {
			m.Date = attr(n, name)
		}
	}
	if n.Data == "ins" {
		m.Kind = "update"
		return &m
	}
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if m.Kind = followUpWord(class); m.Kind != "" {
			if m.Date == "" {
				m.Date = firstDatetime(n)
			}
			return &m
		}
	}
	return nil
}

// firstDatetime finds the first <time datetime> in an element.
func firstDatetime(n *html.Node) string {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "time" {
			if s := attr(d, "datetime"); s != "" {
				return s
			}
		}
	}
	return ""
}

var (
	alertLine  = regexp.MustCompile(`^\s*\[!([A-Za-z]+)\][-+]?[ \t]*([^\n]*)`)
	alertTitle = regexp.MustCompile(`(?i)^(editor['’]s note|[a-z]+)\s*(.*)$`)
)

// readAlert turns a quote that begins with [!KIND] into a container with a
// label: <blockquote><p>[!NOTE] Update … becomes an aside whose first paragraph
// is "Update". An alert whose title names a follow-up is marked as one.
func readAlert(quote *html.Node) (mark *Mark, ok bool) {
	p := firstElement(quote)
	if p == nil || p.Data != "p" || p.FirstChild == nil || p.FirstChild.Type != html.TextNode {
		return nil, false
	}
	first := p.FirstChild
	m := alertLine.FindStringSubmatch(first.Data)
	if m == nil {
		return nil, false
	}
	label := strings.TrimSpace(m[2])
	if followUpWord(m[1]) != "" {
		mark = &Mark{Kind: m[1]}
		mark.Date, mark.Title = dateOrTitle(label)
	} else if t := alertTitle.FindStringSubmatch(label); t != nil && followUpWord(t[1]) != "" {
		mark = &Mark{Kind: t[1]}
		mark.Date, mark.Title = dateOrTitle(t[2])
	}
	if label == "" || mark != nil && followUpWord(m[1]) != "" {
		label = strings.TrimSpace(strings.ToUpper(m[1][:1]) + strings.ToLower(m[1][1:]) + " " + label)
	}
	first.Data = strings.TrimLeft(first.Data[len(m[0]):], "\n")
	if first.Data == "" {
		p.RemoveChild(first)
	}
	quote.Data, quote.DataAtom = "aside", 0
	strong := element("strong", textNode(label))
	quote.InsertBefore(element("p", strong), p)
	return mark, true
}

// dateOrTitle sorts what follows the word "Update": something with a digit in
// it is a date.
func dateOrTitle(s string) (date, title string) {
	s = strings.Trim(s, " ,:;–—-()")
	if strings.ContainsAny(s, "0123456789") {
		return s, ""
	}
	return "", s
}
