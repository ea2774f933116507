package check

import (
	"fmt"
	"slices"
	"strings"
)

var jsonRules = []Rule{
	{"json-name-repeated", Error, "parsers take the first or the last of them", "all, each in its own way", "RFC 8259 §4"},
	{"json-version", Error, "readers recognise the format by its version", everyone, "JSON Feed 1.1, version"},
	{"json-title-missing", Error, "subscribers see a feed without a name", everyone, "JSON Feed 1.1, title"},
	{"json-items", Error, "without a list of items there is no entry to read", everyone, "JSON Feed 1.1, items"},
	{"json-type", Error, "a value of another type makes typed parsers refuse the whole feed", "NetNewsWire, Miniflux, gofeed", "JSON Feed 1.1"},
	{"json-id-type", Warning, "an id has to be a string: parsers write numbers each in their own way", "NetNewsWire, Miniflux", "JSON Feed 1.1, id"},
	{"json-content-missing", Error, "an item needs content_html or content_text", everyone, "JSON Feed 1.1, content_html"},
	{"json-attachment", Error, "an attachment needs url and mime_type", "podcast clients", "JSON Feed 1.1, attachments"},
	{"json-author", Advice, "author became authors in version 1.1", "readers that know 1.1 only", "JSON Feed 1.1, authors"},
	{"json-author-empty", Warning, "an author needs a name, a url or an avatar", "readers that show authors", "JSON Feed 1.1, authors"},
	{"json-name-unknown", Advice, "JSON Feed has no such name: names of one's own begin with _", "future versions of the format", "JSON Feed 1.1, extensions"},
	{"json-next-url", Error, "a page that says it is its own next one is read for ever", "readers that walk pages", "JSON Feed 1.1, next_url"},
}

var (
	feedStrings = []string{"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon", "language"}
	feedOthers  = []string{"author", "authors", "expired", "hubs", "items"}
	itemStrings = []string{"url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified", "language"}
	itemOthers  = []string{"id", "author", "authors", "tags", "attachments"}
)

func (c *checker) jsonFeed(o *members, doc []byte) *document {
	d := &document{format: "JSON Feed", bytes: doc}
	version := c.str(o, "version")
	switch version.is {
	case "https://jsonfeed.org/version/1.1":
		d.format = "JSON Feed 1.1"
	case "https://jsonfeed.org/version/1":
		d.format = "JSON Feed 1"
	default:
		c.find("json-version", at(1, 1), "the version is %q", version.is)
		if o.get("items").missing {
			return nil
		}
	}
	c.members(o, feedStrings, feedOthers)
	c.language(c.str(o, "language"))
	d.title, d.home, d.self = c.str(o, "title"), c.str(o, "home_page_url"), c.str(o, "feed_url")
	if d.title.is == "" {
		c.find("json-title-missing", at(1, 1), "the feed has no title")
	}
	if next := c.str(o, "next_url"); next.is != "" && next.is == d.self.is {
		c.find("json-next-url", next.at, "next_url is the feed's own address")
	}
	for _, v := range list(o, "hubs") {
		if hub, ok := v.is.(*members); ok && d.hub.is == "" {
			d.hub = c.str(hub, "url")
		}
	}
	d.author = c.jsonAuthors(o, d.format)
	items, ok := o.get("items").is.([]value)
	if !ok {
		c.find("json-items", at(1, 1), "the feed has no list of items")
		return nil
	}
	for _, v := range items {
		item, ok := v.is.(*members)
		if !ok {
			c.find("json-type", v.at, "an item is %s", v.kind())
			continue
		}
		d.entries = append(d.entries, c.jsonItem(item, v.at, d.format))
		c.entry = ""
	}
	return d
}

// str returns a member that has to be a string.
func (c *checker) str(o *members, name string) text {
	v := o.get(name)
	s, _ := v.is.(string)
	return text{strings.TrimSpace(s), v.at}
}

// list returns a member that is a list.
func list(o *members, name string) []value {
	l, _ := o.get(name).is.([]value)
	return l
}

// members checks the names and types of what an object holds.
func (c *checker) members(o *members, strs, others []string) {
	for _, name := range o.names {
		v := o.get(name)
		switch {
		case strings.HasPrefix(name, "_"):
		case slices.Contains(strs, name):
			if _, ok := v.is.(string); !ok {
				c.find("json-type", v.at, "%s is %s", name, v.kind())
			}
		case name == "tags" || name == "authors" || name == "attachments" || name == "hubs":
			if _, ok := v.is.([]value); !ok {
				c.find("json-type", v.at, "%s is %s", name, v.kind())
			}
		case !slices.Contains(others, name):
			c.find("json-name-unknown", v.at, "JSON Feed has no %q here", name)
		}
	}
}

func (c *checker) jsonAuthors(o *members, format string) bool {
	if v := o.get("author"); !v.missing && format == "JSON Feed 1.1" {
		c.find("json-author", v.at, "the author is given as author")
	}
	for _, v := range list(o, "authors") {
		author, ok := v.is.(*members)
		if !ok {
			c.find("json-type", v.at, "an author is %s", v.kind())
		} else if c.str(author, "name").is == "" && c.str(author, "url").is == "" && c.str(author, "avatar").is == "" {
			c.find("json-author-empty", v.at, "an author says nothing")
		}
	}
	return !o.get("author").missing || len(list(o, "authors")) > 0
}

func (c *checker) jsonItem(o *members, where place, format string) entry {
	e := entry{at: where, id: c.str(o, "id"), url: c.str(o, "url"), title: c.str(o, "title")}
	id := o.get("id")
	if _, isText := id.is.(string); !isText && !id.missing {
		c.find("json-id-type", id.at, "the id is %s", id.kind())
		e.id = text{fmt.Sprint(id.is), id.at}
	}
	e.named()
	c.entry = e.name
	c.members(o, itemStrings, itemOthers)
	e.author = c.jsonAuthors(o, format)
	e.published = c.rfc3339(c.str(o, "date_published"), "date_published")
	e.updated = c.rfc3339(c.str(o, "date_modified"), "date_modified")
	e.links = []text{e.url, c.str(o, "external_url"), c.str(o, "image"), c.str(o, "banner_image")}
	if html := c.str(o, "content_html"); html.is != "" {
		e.contents = append(e.contents, html)
	}
	e.plain = c.str(o, "content_text").is != ""
	if len(e.contents) == 0 && !e.plain {
		c.find("json-content-missing", where, "the item has no content")
		e.lacking = true
	}
	for _, v := range list(o, "tags") {
		if _, ok := v.is.(string); !ok {
			c.find("json-type", v.at, "a tag is %s", v.kind())
		}
	}
	for _, v := range list(o, "attachments") {
		attachment, ok := v.is.(*members)
		if !ok {
			c.find("json-type", v.at, "an attachment is %s", v.kind())
			continue
		}
		for _, name := range []string{"url", "mime_type"} {
			if c.str(attachment, name).is == "" {
				c.find("json-attachment", v.at, "an attachment has no %s", name)
			}
		}
		e.links = append(e.links, c.str(attachment, "url"))
	}
	return e
}
