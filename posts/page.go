package posts

import (
	"bytes"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// addPage makes blocks of an HTML file: a whole document, whose head gives the
// fields that a front matter has not, or a piece of one.
func (m *blockMaker) addPage(src source, loc *time.Location) []Fault {
	m.page = true
	marked := markLines(src)
	if !isDocument(src.text) {
		return m.addHTML(marked)
	}
	doc, err := html.Parse(bytes.NewReader(marked))
	if err != nil {
		return []Fault{{File: m.file, What: "HTML: " + clean(err.Error()), Want: "less nesting"}}
	}
	faults := m.readHead(doc, loc)
	if content := mainContent(doc); content != nil {
		m.line = src.line + 1
		m.addAll(content)
	}
	return append(faults, m.faults()...)
}

// isDocument tells a whole page from a piece.
func isDocument(s string) bool {
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.DoctypeToken:
			return true
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			return string(name) == "html" || string(name) == "head" || string(name) == "body"
		}
	}
}

// markLines puts a line mark before the first thing of each line.
func markLines(src source) []byte {
	var out bytes.Buffer
	out.Grow(len(src.text) * 5 / 4)
	line, marked, raw := src.line+1, 0, false
	z := html.NewTokenizer(strings.NewReader(src.text))
	for {
		kind := z.Next()
		token := z.Raw()
		if kind == html.ErrorToken {
			out.Write(token)
			return out.Bytes()
		}
		lead := 0
		if kind == html.TextToken {
			lead = bytes.Count(token[:len(token)-len(bytes.TrimLeft(token, " \t\n"))], []byte("\n"))
		}
		says := kind == html.StartTagToken || kind == html.SelfClosingTagToken || kind == html.TextToken && len(bytes.TrimSpace(token)) > 0
		if says && !raw && line+lead != marked {
			marked = line + lead
			writeLineMark(&out, marked)
		}
		out.Write(token)
		line += bytes.Count(token, []byte("\n"))
		if kind == html.StartTagToken {
			name, _ := z.TagName()
			raw = rawText(string(name))
		} else if kind == html.EndTagToken {
			raw = false
		}
	}
}

// mainContent finds what a page is about: <article>, else <main>, else <body>.
func mainContent(doc *html.Node) *html.Node {
	var found *html.Node
	rank := map[string]int{"body": 1, "main": 2, "article": 3}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && (found == nil && rank[n.Data] > 0 || found != nil && rank[n.Data] > rank[found.Data]) {
			found = n
		}
	}
	return found
}

// readHead takes the fields from a document that the front matter has not.
func (m *blockMaker) readHead(doc *html.Node, loc *time.Location) []Fault {
	meta := map[string]string{}
	var tags []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		key, val := "", ""
		switch n.Data {
		case "html":
			key, val = "lang", attr(n, "lang")
		case "title":
			if n.FirstChild != nil {
				key, val = "title", n.FirstChild.Data
			}
		case "h1":
			key, val = "h1", innerText(n)
		case "link":
			if strings.EqualFold(attr(n, "rel"), "canonical") {
				key, val = "canonical", attr(n, "href")
			}
		case "meta":
			key, val = strings.ToLower(attr(n, "name")+attr(n, "property")+attr(n, "itemprop")), attr(n, "content")
		}
		val = strings.Join(strings.Fields(clean(val)), " ")
		if key == "article:tag" && val != "" {
			tags = append(tags, val)
		} else if key != "" && val != "" && meta[key] == "" {
			meta[key] = val
		}
	}
	return m.useHead(meta, tags, loc)
}

func (m *blockMaker) useHead(meta map[string]string, tags []string, loc *time.Location) []Fault {
	if m.update > 0 {
		return nil // a part of a bundle: the article has its own
	}
	p := m.post
	first := func(field *string, keys ...string) {
		for _, key := range keys {
			if *field == "" {
				*field = meta[key]
			}
		}
	}
	if h1 := meta["h1"]; h1 != "" && strings.HasPrefix(meta["title"], h1) {
		meta["title"] = h1 // "Headline | Site"
	}
	first(&p.Title, "og:title", "title")
	first(&p.Description, "description", "og:description", "summary")
	first(&p.Language, "lang")
	first(&p.URL, "canonical")
	first(&p.Image, "og:image")
	first(&p.Slug, "slug")
	first(&p.Section, "article:section", "category")
	first(&p.Rights, "copyright", "rights")
	if len(p.Authors) == 0 {
		for _, key := range [...]string{"author", "authors", "article:author"} {
			if name := meta[key]; name != "" && !strings.Contains(name, "://") && len(p.Authors) == 0 {
				p.Authors = []Author{{Name: name}}
			}
		}
	}
	if len(p.Tags) == 0 {
		for s := range strings.SplitSeq(meta["keywords"]+","+meta["tags"], ",") {
			if s = strings.TrimSpace(s); s != "" {
				tags = append(tags, s)
			}
		}
		p.Tags = unique(tags)
	}
	if meta["status"] == "draft" {
		p.Draft = true
	}
	var faults []Fault
	for _, d := range [...]struct {
		field *time.Time
		keys  []string
	}{
		{&p.Published, []string{"article:published_time", "date", "datepublished", "dc.date", "pubdate"}},
		{&p.Modified, []string{"article:modified_time", "modified", "datemodified", "last-modified"}},
	} {
		for _, key := range d.keys {
			if s := meta[key]; s != "" && d.field.IsZero() {
				t, ok := parseTime(s, loc)
				if !ok {
					faults = append(faults, Fault{File: m.file, What: "meta " + key + " " + quote(s), Want: timeWanted})
				}
				*d.field = t
			}
		}
	}
	return faults
}

func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
