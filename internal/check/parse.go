package check

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// Namespaces that feeds use.
const (
	nsAtom    = "http://www.w3.org/2005/Atom"
	nsContent = "http://purl.org/rss/1.0/modules/content/"
	nsDC      = "http://purl.org/dc/elements/1.1/"
	nsTerms   = "http://purl.org/dc/terms/"
	nsMedia   = "http://search.yahoo.com/mrss/"
	nsRSS1    = "http://purl.org/rss/1.0/"
	nsRDF     = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsXHTML   = "http://www.w3.org/1999/xhtml"
)

// parse reads a feed of any format, and holds it to the rules of its format.
// It is nil if the document can't be read.
func (c *checker) parse(doc []byte) *document {
	start := bytes.TrimSpace(doc)
	switch {
	case len(start) == 0: // but for a byte order mark
		c.find("empty", "", "the document has no text")
		return nil
	case start[0] == '{' || start[0] == '[':
		if o := c.parseJSON(doc); o != nil {
			return c.jsonFeed(o, doc)
		}
		return nil
	case isPage(start):
		c.find("not-a-feed", at(1, 1), "the document is an HTML page")
		return nil
	case start[0] != '<':
		c.find("not-a-feed", at(1, 1), "the document begins with %q, which is no XML and no JSON", short(firstLine(start)))
		return nil
	}
	root := c.parseXML(doc)
	if root == nil {
		return nil
	}
	d := c.feed(root)
	if d != nil {
		d.bytes = doc
	}
	return d
}

// feed tells the formats of XML apart.
func (c *checker) feed(root *node) *document {
	switch {
	case root.is(nsAtom, "feed"):
		return c.atom(root)
	case root.name == "feed":
		c.find("atom-namespace", root.at, "the namespace of <feed> is %q", root.space)
	case root.is("", "rss"):
		return c.rss(root)
	case root.is(nsRDF, "RDF"):
		c.find("format-old", root.at, "the feed is RSS 1.0")
	default:
		c.find("not-a-feed", root.at, "the document is a <%s>", root.name)
	}
	return nil
}

// isPage reports whether a document is one for browsers.
func isPage(doc []byte) bool {
	z := html.NewTokenizer(bytes.NewReader(doc))
	for {
		switch z.Next() {
		case html.ErrorToken, html.TextToken:
			return false
		case html.DoctypeToken:
			return strings.HasPrefix(strings.ToLower(z.Token().Data), "html")
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			return string(name) == "html" || string(name) == "head" || string(name) == "body"
		}
	}
}

func firstLine(b []byte) string {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return string(line)
}
