package moving

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
)

// A document is one page of a feed.
type document struct {
	feed  *gofeed.Feed
	older string   // where it says that older entries are; empty if it does not
	heads []string // of a JSON feed: the ids of the entries that its items follow up
}

// read reads a document of any format, as forgiving as gofeed is.
func read(b []byte) (document, error) {
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	feed, err := p.Parse(bytes.NewReader(b))
	if err != nil {
		return document{}, err
	}
	d := document{feed: feed, older: older(feed)}
	if feed.FeedType == "json" {
		d.heads = heads(b)
	}
	return d, nil
}

// heads are the ids of the entries that the items of a JSON feed of ours follow
// up: gofeed passes extensions over.
func heads(b []byte) []string {
	var doc struct {
		Items []struct {
			FollowUp struct{ Of string } `json:"_writethru"`
		}
	}
	if json.Unmarshal(b, &doc) != nil {
		return nil
	}
	all := make([]string, len(doc.Items))
	for i, item := range doc.Items {
		all[i] = item.FollowUp.Of
	}
	return all
}

// older is where entries before these are: an archive (RFC 5005, §4), the next
// page (§3), or JSON Feed's next_url.
func older(feed *gofeed.Feed) string {
	links := map[string]string{}
	switch f := feed.OriginalFeed().(type) {
	case *rss.Feed:
		for _, l := range f.Extensions["atom"]["link"] {
			links[l.Attrs["rel"]] = l.Attrs["href"]
		}
	case *atom.Feed:
		for _, l := range f.Links {
			links[l.Rel] = l.Href
		}
	case *jsonfeed.Feed:
		links["next"] = f.NextURL
	}
	return cmp.Or(links["prev-archive"], links["next"])
}

// describe fills in what a document says of its feed.
func (f *Feed) describe(d document) {
	f.Format = d.feed.FeedType
	f.Title, f.Home, f.Language = plain(d.feed.Title), d.feed.Link, d.feed.Language
	f.Description = plain(d.feed.Description)
	if a, ok := d.feed.OriginalFeed().(*atom.Feed); ok {
		f.ID = a.ID
	}
	if len(d.feed.Authors) > 0 && d.feed.Authors[0] != nil {
		f.Author = Author{Name: d.feed.Authors[0].Name, Email: d.feed.Authors[0].Email}
	}
}

// entries returns what a document holds.
func (d document) entries() []Entry {
	var all []Entry
	for i, item := range d.feed.Items {
		e := Entry{
			ID: item.GUID, URL: item.Link, Title: plain(item.Title), Content: item.Content, Summary: item.Description,
			Tags: item.Categories,
		}
		for _, a := range item.Authors {
			if a != nil && cmp.Or(a.Name, a.Email) != "" {
				e.Authors = append(e.Authors, Author{Name: cmp.Or(a.Name, a.Email), Email: a.Email})
			}
		}
		if item.PublishedParsed != nil {
			e.Published = item.PublishedParsed.UTC()
		}
		if item.UpdatedParsed != nil {
			e.Updated = item.UpdatedParsed.UTC()
		}
		if item.Image != nil {
			e.Image = item.Image.URL
		}
		for _, x := range item.Enclosures {
			e.Enclosures = append(e.Enclosures, Enclosure{x.URL, x.Type, x.Length})
		}
		switch f := d.feed.OriginalFeed().(type) {
		case *rss.Feed:
			e.fromRSS(f.Items[i])
		case *atom.Feed:
			e.fromAtom(f.Entries[i])
		case *jsonfeed.Feed:
			e.fromJSON(f.Items[i])
			if len(d.heads) == len(f.Items) {
				e.ReplyTo = d.heads[i]
			}
		}
		all = append(all, e.complete())
	}
	return all
}

func (e *Entry) fromRSS(item *rss.Item) {
	if item.GUID != nil {
		e.ID = item.GUID.Value
		if e.URL == "" && item.GUID.IsPermalink != "false" {
			e.URL = item.GUID.Value
		}
	}
	for _, r := range item.Extensions["thr"]["in-reply-to"] {
		e.ReplyTo = r.Attrs["ref"]
	}
	for _, m := range item.Extensions["dcterms"]["modified"] {
		if t, ok := parseTime(m.Value); ok {
			e.Updated = t
		}
	}
	for _, l := range item.Extensions["dc"]["language"] {
		e.Language = l.Value
	}
	for _, r := range item.Extensions["dc"]["rights"] {
		e.Rights = r.Value
	}
	for _, t := range item.Extensions["media"]["thumbnail"] {
		e.Image = cmp.Or(e.Image, t.Attrs["url"])
	}
}

func (e *Entry) fromAtom(entry *atom.Entry) {
	e.ID, e.Rights = entry.ID, entry.Rights
	e.Authors = nil
	for _, p := range entry.Authors {
		if name := cmp.Or(p.Name, p.Email); name != "" {
			e.Authors = append(e.Authors, Author{name, p.Email, p.URI})
		}
	}
	for _, r := range entry.Extensions["thr"]["in-reply-to"] {
		e.ReplyTo = r.Attrs["ref"]
	}
	for _, t := range entry.Extensions["media"]["thumbnail"] {
		e.Image = cmp.Or(e.Image, t.Attrs["url"])
	}
	e.Tags = nil
	for _, c := range entry.Categories {
		e.Tags = append(e.Tags, cmp.Or(c.Label, c.Term))
	}
	if entry.Content != nil && (entry.Content.Type == "" || entry.Content.Type == "text") {
		e.Content = paragraphs(entry.Content.Value)
	}
}

func (e *Entry) fromJSON(item *jsonfeed.Item) {
	e.ID, e.URL, e.Image, e.Language = item.ID, cmp.Or(item.URL, item.ExternalURL), item.Image, item.Language
	e.Content = item.ContentHTML
	if e.Content == "" {
		e.Content = paragraphs(item.ContentText)
	}
	e.Summary = item.Summary
	e.Authors = nil
	for _, a := range item.Authors {
		if a != nil && cmp.Or(a.Name, a.URL) != "" {
			e.Authors = append(e.Authors, Author{Name: cmp.Or(a.Name, a.URL), URL: a.URL})
		}
	}
	e.Enclosures = nil
	if item.Attachments != nil {
		for _, a := range *item.Attachments {
			e.Enclosures = append(e.Enclosures, Enclosure{a.URL, a.MimeType, fmt.Sprint(a.SizeInBytes)})
		}
	}
}

// complete fills in what an entry leaves open, as readers do.
func (e Entry) complete() Entry {
	if strings.TrimSpace(e.Content) == "" {
		e.Content, e.Summary = e.Summary, "" // all that there is
	}
	e.Summary = plain(e.Summary)
	if e.ID == "" {
		e.ID = e.URL
	}
	if e.Title == "" {
		e.Title = beginning(plain(e.Content), 60)
	}
	if strings.TrimSpace(e.Content) == "" && e.URL != "" {
		e.Content = fmt.Sprintf("<p><a href=\"%s\">%s</a></p>", html.EscapeString(e.URL), html.EscapeString(e.Title))
	}
	if e.Published.IsZero() {
		e.Published = e.Updated
	}
	if !e.Updated.After(e.Published) {
		e.Updated = time.Time{}
	}
	return e
}
