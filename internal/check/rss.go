package check

import (
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

var rssRules = []Rule{
	{"rss-version", Error, "readers choose their parser by it", "strict parsers", "RSS 2.0, element rss"},
	{"rss-channel", Error, "the channel is the feed; what is outside of it is not read", everyone, "RSS 2.0, element channel"},
	{"rss-title-missing", Error, "subscribers see a feed without a name", everyone, "RSS 2.0, required channel elements"},
	{"rss-link-missing", Error, "readers can't lead to the site, and have nothing to resolve addresses against", "Miniflux, FreshRSS, NetNewsWire", "RSS 2.0, required channel elements"},
	{"rss-description-missing", Warning, "it is required, if only by the letter", "validators, some directories", "RSS 2.0, required channel elements"},
	{"rss-item-empty", Error, "an entry needs a title or a description", everyone, "RSS 2.0, elements of item"},
	{"rss-element-repeated", Error, "some readers take the first, others the last", "all, each in its own way", "RSS 2.0 Advisory Board profile"},
	{"rss-element-unknown", Warning, "nobody reads it: an element of one's own needs a namespace", everyone, "RSS 2.0, extending RSS"},
	{"rss-guid-permalink", Error, "a guid without isPermaLink=\"false\" is said to be an address, and this is none: readers open it", "NetNewsWire, Feedly, tt-rss", "RSS 2.0, element guid"},
	{"rss-permalink-attribute", Warning, "isPermaLink is written in this way and is true or false: anything else is passed over, and the guid counts as an address", "NetNewsWire, Feedly, tt-rss", "RSS 2.0, element guid"},
	{"rss-source", Warning, "a source needs the address of the feed that it names", "aggregators", "RSS 2.0, element source"},
	{"rss-author", Warning, "author is an e-mail address; a name belongs into dc:creator", "readers that show the address only", "RSS 2.0, element author"},
	{"rss-enclosure", Error, "an enclosure needs url, length and type, or players can't fetch it", "podcast clients, Miniflux, NetNewsWire", "RSS 2.0, element enclosure"},
	{"rss-enclosures-many", Warning, "many readers keep only one", "podcast clients", "RSS 2.0 Advisory Board profile"},
	{"rss-image", Warning, "an image needs url, title and link", "readers with icons", "RSS 2.0, element image"},
	{"rss-ttl", Warning, "it must be a number of minutes, and a long one keeps readers from looking", "Miniflux waits as long as it says", "RSS 2.0, element ttl"},
	{"rss-skip", Advice, "the few readers that respect it miss what comes at these times", "Liferea, aggregators", "RSS 2.0, elements skipHours and skipDays"},
	{"rss-category", Warning, "a category without a name shows as an empty tag", "Miniflux, FreshRSS", "RSS 2.0, element category"},
	{"rss-atom-id", Warning, "an atom:id in an item beats the guid in some readers: the same entry has two ids", "FreshRSS, SimplePie", "practice"},
	{"namespace-wrong", Error, "the prefix stands for a namespace that nobody knows, so that what it marks is not read", everyone, "Namespaces in XML 1.0 §2"},
}

// rss reads RSS 2.0, and what came before it under the same name.
func (c *checker) rss(root *node) *document {
	d := &document{format: "RSS 2.0"}
	switch version := root.attr("version"); {
	case strings.HasPrefix(version.is, "0.9"):
		c.find("format-old", root.at, "the feed is RSS %s", version.is)
	case version.is != "2.0":
		c.find("rss-version", root.at, "the version is %q", version.is)
	}
	channels := root.all("", "channel")
	if len(channels) != 1 {
		c.find("rss-channel", root.at, "there are %d channels", len(channels))
		if len(channels) == 0 {
			return nil
		}
	}
	for _, stray := range root.all("", "item") {
		c.find("rss-channel", stray.at, "an item stands outside of the channel")
	}
	c.channel(d, channels[0])
	for _, n := range channels[0].all("", "item") {
		d.entries = append(d.entries, c.rssItem(n))
		c.entry = ""
	}
	return d
}

var channelElements = []string{"title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate",
	"lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput", "skipHours", "skipDays", "item"}

func (c *checker) channel(d *document, n *node) {
	d.title, d.home = n.says("", "title"), n.says("", "link")
	for _, required := range []struct{ name, rule string }{
		{"title", "rss-title-missing"}, {"link", "rss-link-missing"}, {"description", "rss-description-missing"},
	} {
		if n.says("", required.name).is == "" {
			c.find(required.rule, n.at, "the channel has no %s", required.name)
		}
	}
	c.known(n, channelElements, "title", "link", "description", "language", "copyright", "generator", "managingEditor", "webMaster", "pubDate", "lastBuildDate", "ttl", "image")
	c.language(n.says("", "language"))
	d.base = n.based()
	d.author = n.says("", "managingEditor").there() || n.says(nsDC, "creator").there()
	for _, l := range n.all(nsAtom, "link") {
		d.linked(l)
	}
	d.updated = c.rfc822(n.says("", "lastBuildDate"), "lastBuildDate")
	if pub := c.rfc822(n.says("", "pubDate"), "pubDate"); d.updated == nil {
		d.updated = pub
	}
	if ttl := n.says("", "ttl"); ttl.there() {
		if minutes, err := strconv.Atoi(ttl.is); err != nil || minutes < 0 || minutes > 24*60 {
			c.find("rss-ttl", ttl.at, "ttl is %q", ttl.is)
		}
	}
	for _, name := range []string{"skipHours", "skipDays"} {
		if skip := n.child("", name); skip != nil {
			c.find("rss-skip", skip.at, "the channel has %s", name)
		}
	}
	if image := n.child("", "image"); image != nil {
		for _, part := range []string{"url", "title", "link"} {
			if image.says("", part).is == "" {
				c.find("rss-image", image.at, "the image has no %s", part)
			}
		}
	}
}

// linked takes a link of the feed to itself or to a hub.
func (d *document) linked(l *node) {
	for rel := range strings.FieldsSeq(l.attr("rel").is) {
		switch rel {
		case "self":
			d.self = l.attr("href")
		case "hub":
			d.hub = l.attr("href")
		}
	}
}

// known looks for elements without a namespace that RSS does not have, and
// for those that come more than once and must not.
func (c *checker) known(n *node, names []string, once ...string) {
	seen := map[string]bool{}
	for _, child := range n.children {
		if child.space != "" {
			continue
		}
		if !slices.Contains(names, child.name) {
			c.find("rss-element-unknown", child.at, "RSS has no <%s> in a <%s>", child.name, n.name)
		}
		if seen[child.name] && slices.Contains(once, child.name) {
			c.find("rss-element-repeated", child.at, "<%s> comes twice in a <%s>", child.name, n.name)
		}
		seen[child.name] = true
	}
}

var itemElements = []string{"title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source"}

func (c *checker) rssItem(n *node) entry {
	e := entry{
		at: n.at, id: n.says("", "guid"), url: n.says("", "link"), title: n.says("", "title"),
		author: n.says("", "author").there() || n.says(nsDC, "creator").there(),
	}
	e.named()
	c.entry = e.name
	c.known(n, itemElements, "title", "link", "description", "author", "guid", "pubDate", "source")
	if guid := n.child("", "guid"); guid != nil && e.id.is != "" {
		e.permalink = c.isPermaLink(guid)
		if u, err := url.Parse(e.id.is); e.permalink && (err != nil || u.Scheme == "" || u.Host == "") {
			c.find("rss-guid-permalink", guid.at, "the guid %q is no address", short(e.id.is))
			e.permalink = false
		}
	}
	e.published = c.rfc822(n.says("", "pubDate"), "pubDate")
	e.other = c.w3cDate(n.says(nsDC, "date"), "dc:date")
	e.updated = c.w3cDate(n.says(nsTerms, "modified"), "dcterms:modified")
	for _, t := range []text{n.says("", "description"), n.says(nsContent, "encoded")} {
		if t.is != "" {
			e.contents = append(e.contents, t)
		}
	}
	if e.title.is == "" && len(e.contents) == 0 {
		c.find("rss-item-empty", n.at, "the item has no title and no description")
		e.lacking = true
	}
	e.links = append(e.links, n.says("", "comments"), e.url)
	c.rssParts(&e, n)
	return e
}

// isPermaLink reports whether a guid says that it is an address, as it does by
// default.
func (c *checker) isPermaLink(guid *node) bool {
	for _, a := range guid.attrs {
		if name := a.Name.Local; strings.EqualFold(name, "isPermaLink") && (name != "isPermaLink" || a.Value != "true" && a.Value != "false") {
			c.find("rss-permalink-attribute", guid.at, "the guid has %s=%q", name, a.Value)
			return false
		}
	}
	return guid.attr("isPermaLink").is != "false"
}

// rssParts checks what an item can have beside the usual.
func (c *checker) rssParts(e *entry, n *node) {
	if author := n.says("", "author"); author.there() {
		if _, err := mail.ParseAddress(strings.SplitN(author.is, " (", 2)[0]); err != nil {
			c.find("rss-author", author.at, "the author %q has no e-mail address", short(author.is))
		}
	}
	if source := n.child("", "source"); source != nil && source.attr("url").is == "" {
		c.find("rss-source", source.at, "the source has no url")
	}
	for _, category := range n.all("", "category") {
		if category.saying().is == "" {
			c.find("rss-category", category.at, "a category is empty")
		}
	}
	if id := n.child(nsAtom, "id"); id != nil && id.saying().is != e.id.is {
		c.find("rss-atom-id", id.at, "the item's atom:id is %q", short(id.saying().is))
	}
	enclosures := n.all("", "enclosure")
	for _, enclosure := range enclosures {
		e.links = append(e.links, enclosure.attr("url"))
		for _, name := range []string{"url", "length", "type"} {
			if enclosure.attr(name).is == "" {
				c.find("rss-enclosure", enclosure.at, "the enclosure has no %s", name)
			}
		}
		if kind := enclosure.attr("type").is; kind != "" && !strings.Contains(kind, "/") {
			c.find("rss-enclosure", enclosure.at, "the enclosure's type is %q", kind)
		}
		if length := enclosure.attr("length").is; length != "" && strings.Trim(length, "0123456789") != "" {
			c.find("rss-enclosure", enclosure.at, "the enclosure's length is %q", length)
		}
	}
	if len(enclosures) > 1 {
		c.find("rss-enclosures-many", enclosures[1].at, "the item has %d enclosures", len(enclosures))
	}
	for _, media := range n.all(nsMedia, "thumbnail") {
		e.links = append(e.links, media.attr("url"))
	}
}
