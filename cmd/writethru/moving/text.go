package moving

import (
	"html"
	"strings"
	"time"

	xhtml "golang.org/x/net/html"
)

// plain returns what a text says that may hold HTML, on one line.
func plain(s string) string {
	if strings.ContainsAny(s, "<&") {
		var b strings.Builder
		z := xhtml.NewTokenizer(strings.NewReader(s))
		for kind := z.Next(); kind != xhtml.ErrorToken; kind = z.Next() {
			switch kind {
			case xhtml.TextToken:
				b.Write(z.Text())
			case xhtml.StartTagToken, xhtml.EndTagToken, xhtml.SelfClosingTagToken:
				if name, _ := z.TagName(); isBlock(string(name)) {
					b.WriteByte(' ')
				}
			}
		}
		s = b.String()
	}
	return strings.Join(strings.Fields(s), " ")
}

func isBlock(tag string) bool {
	switch tag {
	case "p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "pre":
		return true
	}
	return false
}

// paragraphs makes HTML of plain text.
func paragraphs(s string) string {
	var b strings.Builder
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>\n") + "</p>\n")
		}
	}
	return b.String()
}

// beginning cuts a text after a word.
func beginning(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := string(r[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

func parseTime(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(s))
	return t.UTC(), err == nil
}
