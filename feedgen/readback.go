package feedgen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
)

func readRSS(b []byte) (feed reading, entries []reading, err error) {
	f, err := new(rss.Parser).Parse(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	feed.add("title", f.Title)
	feed.add("home", f.Link)
	for _, l := range f.Extensions["atom"]["link"] {
		if l.Attrs["rel"] == "self" {
			feed.add("self", l.Attrs["href"])
		}
	}
	feed.add("updated", f.LastBuildDate)
	for _, l := range f.Extensions["atom"]["link"] {
		addArchiveLink(&feed, l.Attrs["rel"], l.Attrs["href"])
	}
	addArchiveMark(&feed, f.Extensions)
	for _, item := range f.Items {
		entries = append(entries, readRSSItem(item))
	}
	return feed, entries, nil
}

func readRSSItem(item *rss.Item) reading {
	var r reading
	if item.GUID != nil {
		r.add("id", item.GUID.Value)
		r.add("permalink", item.GUID.IsPermalink)
	}
	for _, l := range item.Links {
		r.add("url", l)
	}
	r.add("title", item.Title)
	r.add("summary", item.Description)
	r.add("content", item.Content)
	r.add("published", item.PubDate)
	addElements(&r, "updated", item.Extensions["dcterms"]["modified"])
	addElements(&r, "author", item.Extensions["dc"]["creator"])
	for _, c := range item.Categories {
		r.add("category", join(c.Value, c.Domain))
	}
	for _, enc := range item.Enclosures {
		r.add("enclosure", join(enc.URL, enc.Type, enc.Length))
	}
	addElements(&r, "language", item.Extensions["dc"]["language"])
	addElements(&r, "rights", item.Extensions["dc"]["rights"])
	addExtensions(&r, item.Extensions)
	return r
}

func readAtom(b []byte) (feed reading, entries []reading, err error) {
	f, err := new(atom.Parser).Parse(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	feed.add("id", f.ID)
	feed.add("title", f.Title)
	for _, l := range f.Links {
		switch {
		case l.Rel == "self":
			feed.add("self", l.Href)
		case l.Rel == "alternate" && l.Type == htmlType:
			feed.add("home", l.Href)
		}
	}
	feed.add("updated", f.Updated)
	for _, l := range f.Links {
		addArchiveLink(&feed, l.Rel, l.Href)
	}
	addArchiveMark(&feed, f.Extensions)
	for _, e := range f.Entries {
		entries = append(entries, readAtomEntry(e))
	}
	return feed, entries, nil
}

func readAtomEntry(e *atom.Entry) reading {
	var r reading
	r.add("id", e.ID)
	addLinks(&r, "url", "alternate", e.Links)
	r.add("title", e.Title)
	r.add("summary", e.Summary)
	if e.Content != nil {
		r.add("content type", e.Content.Type)
		r.add("content", e.Content.Value)
	}
	r.add("published", e.Published)
	r.add("updated", e.Updated)
	for _, a := range e.Authors {
		r.add("author", join(a.Name, a.Email, a.URI))
	}
	for _, c := range e.Categories {
		r.add("category", join(c.Term, c.Scheme, c.Label))
	}
	for _, l := range e.Links {
		if l.Rel == "enclosure" {
			r.add("enclosure", join(l.Href, l.Type, l.Length))
		}
	}
	r.add("rights", e.Rights)
	addExtensions(&r, e.Extensions)
	addLinks(&r, "related", "related", e.Links)
	addLinks(&r, "replies", "replies", e.Links)
	return r
}

func addLinks(r *reading, name, rel string, links []*atom.Link) {
	for _, l := range links {
		if l.Rel == rel {
			r.add(name, l.Href)
			r.add(name+" type", l.Type)
		}
	}
}

func addElements(r *reading, name string, elements []ext.Extension) {
	for _, e := range elements {
		r.add(name, e.Value)
	}
}

// addExtensions adds what both XML formats say in the same elements.
func addExtensions(r *reading, extensions ext.Extensions) {
	for _, t := range extensions["media"]["thumbnail"] {
		r.add("image", t.Attrs["url"])
	}
	for _, t := range extensions["thr"]["in-reply-to"] {
		r.add("follow-up of", join(t.Attrs["ref"], t.Attrs["href"], t.Attrs["type"]))
	}
}

func readJSON(b []byte) (feed reading, entries []reading, err error) {
	f, err := new(jsonfeed.Parser).Parse(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	archive, followUps, err := readExtension(b)
	if err != nil {
		return nil, nil, err
	}
	feed.add("version", f.Version)
	feed.add("title", f.Title)
	feed.add("self", f.FeedURL)
	feed.add("home", f.HomePageURL)
	feed.add("next page", f.NextURL)
	if a := archive; a != nil {
		addArchiveLink(&feed, "prev-archive", a.Prev)
		addArchiveLink(&feed, "next-archive", a.Next)
		addArchiveLink(&feed, "current", a.Current)
		if a.Archive {
			feed.add("archive", a.About)
		}
	}
	for i, item := range f.Items {
		r := readJSONItem(item)
		if u := followUps[i]; u != nil {
			r.add("follow-up of", join(u.About, u.Kind, strconv.Itoa(u.N), u.Of, u.OfURL))
		}
		entries = append(entries, r)
	}
	return feed, entries, nil
}

// readExtension returns what the feed and each item say in our extension, of
// which gofeed knows nothing.
func readExtension(b []byte) (*jsonArchive, map[int]*jsonFollowUp, error) {
	if !bytes.Contains(b, []byte(`"_writethru"`)) {
		return nil, nil, nil // spares most entries a second decoding
	}
	var feed struct {
		Archive *jsonArchive `json:"_writethru"`
		Items   []struct {
			FollowUp *jsonFollowUp `json:"_writethru"`
		} `json:"items"`
	}
	if err := json.Unmarshal(b, &feed); err != nil {
		return nil, nil, err
	}
	followUps := make(map[int]*jsonFollowUp)
	for i, item := range feed.Items {
		followUps[i] = item.FollowUp
	}
	return feed.Archive, followUps, nil
}

// addArchiveLink adds a link between the documents of an archived feed.
func addArchiveLink(feed *reading, rel, url string) {
	switch rel {
	case "prev-archive", "next-archive", "current":
		feed.add(rel, url)
	}
}

// addArchiveMark adds what archive documents are known by.
func addArchiveMark(feed *reading, extensions ext.Extensions) {
	for range extensions["fh"]["archive"] {
		feed.add("archive", historyNS)
	}
}

func readJSONItem(item *jsonfeed.Item) reading {
	var r reading
	r.add("id", item.ID)
	r.add("url", item.URL)
	r.add("title", item.Title)
	r.add("summary", item.Summary)
	r.add("content", item.ContentHTML)
	r.add("text", item.ContentText)
	r.add("published", item.DatePublished)
	r.add("updated", item.DateModified)
	for _, a := range item.Authors {
		r.add("author", join(a.Name, a.URL))
	}
	for _, t := range item.Tags {
		r.add("category", join(t))
	}
	if item.Attachments != nil {
		for _, a := range *item.Attachments {
			r.add("enclosure", join(a.URL, a.MimeType, fmt.Sprint(a.SizeInBytes)))
		}
	}
	r.add("language", item.Language)
	r.add("image", item.Image)
	return r
}

// asRead returns the URI s as gofeed reads it in Atom: parsed and written again.
func asRead(s string) string {
	if u, err := url.Parse(s); err == nil {
		return u.String()
	}
	return s
}
