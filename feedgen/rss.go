package feedgen

import (
	"encoding/xml"
	"strconv"
	"time"

	"github.com/gorilla/feeds"
)

// The structs of this file extend gorilla's from outside: each embeds one, and
// a shallower field with the same XML name hides gorilla's.

// rssDocument declares all prefixes that are used below, and always the same
// ones: encoding/xml checks no prefix. Archive documents have one more, for the
// mark that no other document bears.
type rssDocument struct {
	feeds.RssFeedXml
	AtomNS    string      `xml:"xmlns:atom,attr"`
	DCNS      string      `xml:"xmlns:dc,attr"`
	DCTermsNS string      `xml:"xmlns:dcterms,attr"`
	MediaNS   string      `xml:"xmlns:media,attr"`
	ThreadNS  string      `xml:"xmlns:thr,attr"`
	HistoryNS string      `xml:"xmlns:fh,attr,omitempty"`
	Channel   *rssChannel `xml:"channel"`
}

type rssChannel struct {
	*feeds.RssFeed
	Links   []rssLink  `xml:"atom:link"`
	Archive *struct{}  `xml:"fh:archive"`
	Creator string     `xml:"dc:creator,omitempty"`
	Items   []*rssItem `xml:"item"`
}

// FeedXml returns the whole document. Without it the embedded feed's would be
// taken, which knows nothing of our fields.
func (c *rssChannel) FeedXml() any {
	doc := &rssDocument{
		RssFeedXml: feeds.RssFeedXml{Version: "2.0", ContentNamespace: contentNS},
		AtomNS:     atomNS,
		DCNS:       dcNS,
		DCTermsNS:  dcTermsNS,
		MediaNS:    mediaNS,
		ThreadNS:   threadNS,
		Channel:    c,
	}
	if c.Archive != nil {
		doc.HistoryNS = historyNS
	}
	return doc
}

type rssLink struct {
	XMLName xml.Name `xml:"atom:link"`
	feeds.AtomLink
	Title string `xml:"title,attr,omitempty"`
}

type rssItem struct {
	*feeds.RssItem
	Description string        `xml:"description,omitempty"`
	Creators    []string      `xml:"dc:creator"`
	Categories  []rssCategory `xml:"category"`
	Modified    string        `xml:"dcterms:modified,omitempty"`
	Language    string        `xml:"dc:language,omitempty"`
	Rights      string        `xml:"dc:rights,omitempty"`
	Thumbnail   *thumbnail    `xml:"media:thumbnail"`
	InReplyTo   *inReplyTo    `xml:"thr:in-reply-to"`
}

type rssCategory struct {
	Domain string `xml:"domain,attr,omitempty"`
	Label  string `xml:",chardata"`
}

// A thumbnail is an entry's image (Media RSS). It is no media:content, which
// podcast clients would download as an episode.
type thumbnail struct {
	URL string `xml:"url,attr"`
}

// An inReplyTo points from a follow-up to its article (RFC 4685, §3).
type inReplyTo struct {
	Ref  string `xml:"ref,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr"`
}

func newRSSChannel(f *Feed) *rssChannel {
	c := &rssChannel{
		RssFeed: &feeds.RssFeed{
			Title:       f.Title,
			Link:        f.Home,
			Description: f.Description,
			Language:    f.Language,
			Copyright:   f.Rights,
			Generator:   f.Generator.Name,
		},
		Creator: f.Author.Name,
	}
	if c.Description == "" {
		c.Description = f.Title // RSS requires one
	}
	if f.Generator.Name != "" && f.Generator.Version != "" {
		c.Generator += " " + f.Generator.Version
	}
	if f.Image != "" {
		c.Image = &feeds.RssImage{Url: f.Image, Title: f.Title, Link: f.Home}
	}
	if len(f.Entries) > 0 {
		c.PubDate = rfc822(f.newestPublished())
		c.LastBuildDate = rfc822(f.newestUpdated())
	}
	for _, l := range f.links(RSS) {
		c.Links = append(c.Links, rssLink{
			AtomLink: feeds.AtomLink{Href: l.URL, Rel: l.Rel, Type: l.Type},
			Title:    l.Title,
		})
	}
	if f.Archive.marked() {
		c.Archive = new(struct{})
	}
	return c
}

func newRSSItem(e *Entry) *rssItem {
	i := &rssItem{
		RssItem: &feeds.RssItem{
			Title:   e.Title,
			Link:    e.URL,
			Guid:    &feeds.RssGuid{Id: e.ID, IsPermaLink: "false"},
			PubDate: rfc822(e.Published),
		},
		Description: e.summaryHTML(),
		Language:    e.Language,
		Rights:      e.Rights,
	}
	if e.Content != "" {
		i.Content = &feeds.RssContent{Content: e.Content}
	}
	for _, a := range e.Authors {
		i.Creators = append(i.Creators, a.Name)
	}
	for _, label := range e.categories() {
		i.Categories = append(i.Categories, rssCategory{Label: label})
	}
	if f := e.FollowUp; f != nil {
		i.Categories[0].Domain = FollowUpScheme
		i.InReplyTo = &inReplyTo{Ref: f.Of, Href: f.OfURL, Type: htmlType}
	}
	if e.Updated.After(e.Published) {
		i.Modified = rfc3339(e.Updated)
	}
	if e.Image != "" {
		i.Thumbnail = &thumbnail{URL: e.Image}
	}
	if len(e.Enclosures) > 0 { // RSS 2.0 allows one
		enc := e.Enclosures[0]
		i.Enclosure = &feeds.RssEnclosure{Url: enc.URL, Type: enc.Type, Length: strconv.FormatInt(enc.Length, 10)}
	}
	return i
}

func rfc822(t time.Time) string { return t.Format(time.RFC1123Z) }
