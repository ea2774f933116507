package check

import (
	"encoding/xml"
	"strings"
)

// namespaces are those that readers know, by the prefix that all use.
var namespaces = map[string]string{
	"atom": nsAtom, "content": nsContent, "dc": nsDC, "dcterms": nsTerms, "media": nsMedia,
	"itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
	"thr":    "http://purl.org/syndication/thread/1.0",
	"fh":     "http://purl.org/syndication/history/1.0",
	"slash":  "http://purl.org/rss/1.0/modules/slash/",
	"sy":     "http://purl.org/rss/1.0/modules/syndication/",
	"xhtml":  nsXHTML,
}

// knownNamespace compares a declared namespace with the known ones: the most
// common fault is a slash or a capital too few, which makes it another.
func (c *checker) knownNamespace(n *node, a xml.Attr) {
	plain := func(s string) string {
		_, rest, _ := strings.Cut(strings.ToLower(s), "://")
		return strings.TrimSuffix(rest, "/")
	}
	for _, known := range namespaces {
		if known != a.Value && plain(known) == plain(a.Value) {
			c.find("namespace-wrong", n.at, "the namespace is %q, want %q", a.Value, known)
			return
		}
	}
	if known, ok := namespaces[a.Name.Local]; ok && a.Name.Space == "xmlns" && known != a.Value && a.Name.Local != "xhtml" {
		c.find("namespace-wrong", n.at, "the prefix %s stands for %q, want %q", a.Name.Local, a.Value, known)
	}
}
