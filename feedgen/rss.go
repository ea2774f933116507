package feedgen

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/feeds"
)

// appendRSSHead appends what stands before the items of f.
func appendRSSHead(b []byte, f *Feed) []byte {
	w := newRSSWriter(b, f)
	w.element("title", f.Title)
	w.element("link", f.Home)
	w.element("description", cmp.Or(f.Description, f.Title)) // RSS requires one
	w.optional("language", f.Language)
	w.optional("copyright", f.Rights)
	if len(f.Entries) > 0 {
		w.element("pubDate", rfc822(f.newestPublished()))
		w.element("lastBuildDate", rfc822(f.newestUpdated()))
	}
	if g := f.Generator; g.Name != "" {
		w.element("generator", strings.TrimSuffix(g.Name+" "+g.Version, " "))
	}
	if f.Image != "" {
		w.start("image")
		w.element("url", f.Image)
		w.element("title", f.Title)
		w.element("link", f.Home)
		w.end()
	}
	for _, l := range f.links(RSS) {
		w.element("atom:link", "", "href", l.URL, "rel", l.Rel, "type", l.Type, "title", l.Title)
	}
	if f.Archive.marked() {
		w.element("fh:archive", "")
	}
	w.optional("dc:creator", f.Author.Name)
	return w.b
}

// newRSSWriter writes where a channel begins.
func newRSSWriter(b []byte, f *Feed) *xmlWriter {
	w := xmlWriter{b: append(b, xmlDeclaration...)}
	w.start("rss", "version", "2.0", "xmlns:content", contentNS, "xmlns:atom", atomNS, "xmlns:dc", dcNS,
		"xmlns:dcterms", dcTermsNS, "xmlns:media", mediaNS, "xmlns:thr", threadNS, "xmlns:fh", f.Archive.namespace())
	w.start("channel")
	return &w
}

// rssFoot is what stands after the items.
const rssFoot = "\n  </channel>\n</rss>"

// An rssItem extends gorilla's from outside: a shallower field with the same
// XML name hides gorilla's. All documents declare the same prefixes:
// encoding/xml checks none.
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
