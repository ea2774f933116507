package check

import (
	"slices"
	"strings"
)

var atomRules = []Rule{
	{"atom-namespace", Error, "without Atom's namespace nothing in the document is Atom", everyone, "RFC 4287 §2"},
	{"atom-id-missing", Error, "the feed needs an id, for ever the same", "strict parsers, archives", "RFC 4287 §4.1.1"},
	{"atom-title-missing", Error, "a title is required", everyone, "RFC 4287 §4.1.1, §4.1.2"},
	{"atom-updated-missing", Error, "updated is required", "readers that sort or key by it (yarr, tt-rss)", "RFC 4287 §4.1.1, §4.1.2"},
	{"atom-author-missing", Error, "each entry needs an author, its own or the feed's", "strict parsers", "RFC 4287 §4.1.1, §4.1.2"},
	{"atom-element-repeated", Error, "some readers take the first, others the last", "all, each in its own way", "RFC 4287 §4.1.1, §4.1.2"},
	{"atom-element-unknown", Warning, "Atom has no such element: nobody reads it", everyone, "RFC 4287 §6.3"},
	{"atom-link-missing", Error, "an entry without content needs a link to what it is about", everyone, "RFC 4287 §4.1.2"},
	{"atom-link-href", Error, "a link without href leads nowhere", everyone, "RFC 4287 §4.2.7.1"},
	{"atom-alternates", Warning, "two links rel=\"alternate\" with the same type: each reader takes another", "all, each in its own way", "RFC 4287 §4.1.2"},
	{"atom-type", Error, "a text is text, html or xhtml: readers show other types as they think", "Newsboat, Liferea", "RFC 4287 §3.1.1"},
	{"atom-xhtml-div", Error, "xhtml has to be one div of the XHTML namespace", "strict parsers", "RFC 4287 §3.1.1.3"},
	{"atom-content-src", Error, "content has either src or text", "strict parsers", "RFC 4287 §4.1.3.2"},
	{"atom-category-term", Warning, "a category without a term is none", "Miniflux, FreshRSS", "RFC 4287 §4.2.2.1"},
	{"atom-person-name", Error, "an author needs a name", "strict parsers", "RFC 4287 §3.2.1"},
	{"atom-id-relative", Error, "an id has to be an absolute IRI, such as a tag: URI", "strict parsers, Thunderbird", "RFC 4287 §4.2.6"},
	{"atom-xml-base", Advice, "readers disagree on what xml:base applies to", "gofeed (Miniflux), SimplePie (FreshRSS)", "RFC 4287 §2"},
}

var (
	feedElements   = []string{"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title", "updated", "entry"}
	sourceElements = []string{"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title", "updated"}
	personElements = []string{"name", "uri", "email"}
	entryElements  = []string{"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary", "title", "updated"}
	feedOnce       = []string{"generator", "icon", "id", "logo", "rights", "subtitle", "title", "updated"}
	entryOnce      = []string{"content", "id", "published", "rights", "source", "summary", "title", "updated"}
)

func (c *checker) atom(root *node) *document {
	d := &document{format: "Atom 1.0", title: root.says(nsAtom, "title"), author: root.child(nsAtom, "author") != nil}
	c.atomElements(root, feedElements, feedOnce)
	c.required(root)
	c.alternates(root)
	c.language(root.lang())
	d.base = root.based()
	d.updated = c.rfc3339(root.says(nsAtom, "updated"), "updated")
	for _, l := range root.all(nsAtom, "link") {
		d.linked(l)
		if rel := l.attr("rel").is; d.home.is == "" && (rel == "" || rel == "alternate") {
			d.home = l.attr("href")
		}
	}
	for _, n := range root.all(nsAtom, "entry") {
		e := c.atomEntry(n)
		if !e.author && !d.author {
			c.find("atom-author-missing", n.at, "neither the entry nor the feed has an author")
		}
		d.entries = append(d.entries, e)
		c.entry = ""
	}
	return d
}

// required looks for what feeds and entries have in common.
func (c *checker) required(n *node) {
	id := n.says(nsAtom, "id")
	if id.is == "" && n.name == "feed" {
		c.find("atom-id-missing", n.at, "the feed has no id")
	}
	if id.is != "" && !isIRI(id.is) {
		c.find("atom-id-relative", id.at, "the id %q is relative", short(id.is))
	}
	if title := n.says(nsAtom, "title"); !title.there() || n.name == "feed" && title.is == "" && len(n.child(nsAtom, "title").children) == 0 {
		c.find("atom-title-missing", n.at, "the %s has no title", n.name)
	}
	if n.says(nsAtom, "updated").is == "" {
		c.find("atom-updated-missing", n.at, "the %s has no updated", n.name)
	}
}

// isIRI reports whether s begins with a scheme.
func isIRI(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	return ok && rest != "" && scheme != "" && !strings.ContainsAny(scheme, "/?# \t\n")
}

// atomElements checks which elements there are, and what is in each.
func (c *checker) atomElements(n *node, names, once []string) {
	seen := map[string]bool{}
	for _, a := range n.attrs {
		if a.Name.Local == "base" {
			c.find("atom-xml-base", n.at, "the %s has xml:base", n.name)
		}
	}
	for _, child := range n.children {
		if child.space != nsAtom {
			continue
		}
		if !slices.Contains(names, child.name) {
			c.find("atom-element-unknown", child.at, "Atom has no <%s> in a <%s>", child.name, n.name)
		}
		if seen[child.name] && slices.Contains(once, child.name) {
			c.find("atom-element-repeated", child.at, "<%s> comes twice in a <%s>", child.name, n.name)
		}
		seen[child.name] = true
		switch child.name {
		case "author", "contributor":
			c.atomElements(child, personElements, personElements)
			if child.says(nsAtom, "name").is == "" {
				c.find("atom-person-name", child.at, "the %s has no name", child.name)
			}
		case "source":
			c.atomElements(child, sourceElements, feedOnce)
		case "category":
			if child.attr("term").is == "" {
				c.find("atom-category-term", child.at, "a category has no term")
			}
		case "link":
			if !child.attr("href").there() {
				c.find("atom-link-href", child.at, "a link has no href")
			}
		case "title", "subtitle", "summary", "rights":
			c.atomText(child, "text", "html", "xhtml")
		}
	}
}

// atomText checks the type of a text, and what follows from it.
func (c *checker) atomText(n *node, types ...string) {
	kind := n.attr("type").is
	if kind == "" {
		kind = "text"
	}
	if !slices.Contains(types, kind) && !strings.Contains(kind, "/") || strings.Contains(kind, "/") && n.name != "content" {
		c.find("atom-type", n.at, "the type of <%s> is %q", n.name, kind)
	}
	if kind == "xhtml" && (len(n.children) != 1 || !n.children[0].is(nsXHTML, "div")) {
		c.find("atom-xhtml-div", n.at, "<%s type=\"xhtml\"> does not hold one div", n.name)
	}
}

func (c *checker) atomEntry(n *node) entry {
	e := entry{at: n.at, id: n.says(nsAtom, "id"), title: n.says(nsAtom, "title")}
	for _, l := range n.all(nsAtom, "link") {
		rel, href := l.attr("rel").is, l.attr("href")
		if (rel == "" || rel == "alternate") && e.url.is == "" {
			e.url = href
		}
		if rel == "" || rel == "alternate" || rel == "enclosure" || rel == "related" {
			e.links = append(e.links, href)
		}
	}
	e.named()
	c.entry = e.name
	c.atomElements(n, entryElements, entryOnce)
	c.required(n)
	c.alternates(n)
	e.published = c.rfc3339(n.says(nsAtom, "published"), "published")
	e.updated = c.rfc3339(n.says(nsAtom, "updated"), "updated")
	e.author = n.child(nsAtom, "author") != nil
	if source := n.child(nsAtom, "source"); source != nil {
		e.author = e.author || source.child(nsAtom, "author") != nil
	}
	content := n.child(nsAtom, "content")
	if content == nil && e.url.is == "" {
		c.find("atom-link-missing", n.at, "the entry has neither content nor a link")
		e.lacking = true
	}
	if content != nil {
		c.atomText(content, "text", "html", "xhtml")
		if content.attr("src").is != "" && strings.TrimSpace(content.text) != "" {
			c.find("atom-content-src", content.at, "the content has both src and text")
		}
	}
	for _, t := range []*node{content, n.child(nsAtom, "summary")} {
		if t != nil && t.attr("type").is == "xhtml" {
			c.xhtml(t, t.at)
		}
		e.take(t)
	}
	return e
}

// alternates looks for links between which readers can't choose.
func (c *checker) alternates(n *node) {
	seen := map[string]bool{}
	for _, l := range n.all(nsAtom, "link") {
		if rel := l.attr("rel").is; rel != "" && rel != "alternate" {
			continue
		}
		kind := l.attr("type").is + " " + l.attr("hreflang").is
		if seen[kind] {
			c.find("atom-alternates", l.at, "there is a second link to an alternate of the same type")
		}
		seen[kind] = true
	}
}

// xhtml looks at the elements of a text that is one.
func (c *checker) xhtml(n *node, where place) {
	for _, child := range n.children {
		c.element(where, child.name)
		for _, a := range child.attrs {
			c.attribute(where, child.name, strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value))
		}
		c.xhtml(child, where)
	}
}

// take takes what an entry says.
func (e *entry) take(n *node) {
	switch {
	case n == nil:
	case n.attr("type").is == "html":
		e.contents = append(e.contents, n.saying())
	default:
		e.plain = true
	}
}
