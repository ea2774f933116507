package feedgen

import (
	"strconv"

	"github.com/gorilla/feeds"
)

// The namespaces of both XML formats.
const (
	atomNS      = "http://www.w3.org/2005/Atom"
	contentNS   = "http://purl.org/rss/1.0/modules/content/"
	dcNS        = "http://purl.org/dc/elements/1.1/"
	dcTermsNS   = "http://purl.org/dc/terms/"
	mediaNS     = "http://search.yahoo.com/mrss/"
	threadNS    = "http://purl.org/syndication/thread/1.0"
	tombstoneNS = "http://purl.org/atompub/tombstones/1.0"
)

const htmlType = "text/html"

// atomFeed hides gorilla's feed in the way that rssChannel does.
type atomFeed struct {
	Lang string `xml:"xml:lang,attr,omitempty"`
	*feeds.AtomFeed
	MediaNS     string         `xml:"xmlns:media,attr"`
	ThreadNS    string         `xml:"xmlns:thr,attr"`
	TombstoneNS string         `xml:"xmlns:at,attr"`
	HistoryNS   string         `xml:"xmlns:fh,attr,omitempty"`
	Links       []atomLink     `xml:"link"`
	Archive     *struct{}      `xml:"fh:archive"`
	Generator   *atomGenerator `xml:"generator"`
	Deleted     []atomDeleted  `xml:"at:deleted-entry"`
	Entries     []*atomEntry   `xml:"entry"`
}

// FeedXml returns the whole document, as rssChannel's does.
func (f *atomFeed) FeedXml() any { return f }

type atomGenerator struct {
	URI     string `xml:"uri,attr,omitempty"`
	Version string `xml:"version,attr,omitempty"`
	Name    string `xml:",chardata"`
}

// An atomDeleted is a tombstone (RFC 6721, §3).
type atomDeleted struct {
	Ref  string `xml:"ref,attr"`
	When string `xml:"when,attr"`
}

// An atomLink is gorilla's with a title, and with what RFC 4685 (§4) says of
// links to replies.
type atomLink struct {
	feeds.AtomLink
	Title   string `xml:"title,attr,omitempty"`
	Count   int    `xml:"thr:count,attr,omitempty"`
	Updated string `xml:"thr:updated,attr,omitempty"`
}

// atomEntry hides gorilla's Links with an untagged field of the same name: the
// XML name of that slice is the name of its field.
type atomEntry struct {
	Lang string `xml:"xml:lang,attr,omitempty"`
	*feeds.AtomEntry
	Content    *atomContent `xml:"content"`
	Links      []atomLink
	Authors    []feeds.AtomPerson `xml:"author"`
	Categories []atomCategory     `xml:"category"`
	Thumbnail  *thumbnail         `xml:"media:thumbnail"`
	InReplyTo  *inReplyTo         `xml:"thr:in-reply-to"`
}

// An atomContent is HTML in a CDATA section: a fifth shorter than escaped, and
// gofeed reads it back without parsing it.
type atomContent struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",cdata"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"`
	Label  string `xml:"label,attr,omitempty"`
}

func newAtomFeed(f *Feed) *atomFeed {
	a := &atomFeed{
		Lang: f.Language,
		AtomFeed: &feeds.AtomFeed{
			Xmlns:    atomNS,
			Title:    f.Title,
			Id:       f.ID,
			Updated:  rfc3339(f.newestUpdated()),
			Icon:     f.Icon,
			Logo:     f.Image,
			Rights:   f.Rights,
			Subtitle: f.Description,
			// RFC 4287 (§4.1.1) wants an author for entries that name none.
			Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: f.Title}},
		},
		MediaNS:     mediaNS,
		ThreadNS:    threadNS,
		TombstoneNS: tombstoneNS,
	}
	if f.Author.Name != "" {
		a.Author.AtomPerson = atomPerson(f.Author)
	}
	if f.Generator.Name != "" {
		a.Generator = &atomGenerator{URI: f.Generator.URL, Version: f.Generator.Version, Name: f.Generator.Name}
	}
	for _, l := range f.links(Atom) {
		a.Links = append(a.Links, newAtomLink(l.Rel, l.Type, l.URL, l.Title))
	}
	if f.Archive.marked() {
		a.HistoryNS, a.Archive = historyNS, new(struct{})
	}
	for _, t := range f.Tombstones {
		a.Deleted = append(a.Deleted, atomDeleted{Ref: t.ID, When: rfc3339(t.When)})
	}
	return a
}

func newAtomEntry(e *Entry) *atomEntry {
	a := &atomEntry{
		Lang: e.Language,
		AtomEntry: &feeds.AtomEntry{
			Title:     e.Title,
			Id:        e.ID,
			Published: rfc3339(e.Published),
			Updated:   rfc3339(e.Updated),
			Rights:    e.Rights,
		},
		Links: []atomLink{newAtomLink("alternate", htmlType, e.URL, "")},
	}
	if e.Summary != "" {
		a.Summary = &feeds.AtomSummary{Type: "text", Content: e.Summary}
	}
	if e.Content != "" {
		a.Content = &atomContent{Type: "html", HTML: e.Content}
	}
	for _, p := range e.Authors {
		a.Authors = append(a.Authors, atomPerson(p))
	}
	for _, c := range e.categories() {
		a.Categories = append(a.Categories, atomCategory{Term: c})
	}
	if e.Image != "" {
		a.Thumbnail = &thumbnail{URL: e.Image}
	}
	for _, enc := range e.Enclosures {
		l := newAtomLink("enclosure", enc.Type, enc.URL, "")
		if enc.Length > 0 {
			l.Length = strconv.FormatInt(enc.Length, 10)
		}
		a.Links = append(a.Links, l)
	}
	if f := e.FollowUp; f != nil {
		a.Categories[0] = atomCategory{Term: f.Kind, Scheme: FollowUpScheme, Label: f.Label}
		a.Links = append(a.Links, newAtomLink("related", htmlType, f.OfURL, ""))
		a.InReplyTo = &inReplyTo{Ref: f.Of, Href: f.OfURL, Type: htmlType}
	}
	if r := e.Replies; r != nil {
		// Never type text/html: Miniflux would show it as a page of comments.
		l := newAtomLink("replies", Atom.MediaType(), r.URL, "")
		l.Count = r.Count
		if !r.Updated.IsZero() {
			l.Updated = rfc3339(r.Updated)
		}
		a.Links = append(a.Links, l)
	}
	return a
}

func newAtomLink(rel, mediaType, href, title string) atomLink {
	return atomLink{AtomLink: feeds.AtomLink{Rel: rel, Type: mediaType, Href: href}, Title: title}
}

func atomPerson(p Person) feeds.AtomPerson {
	return feeds.AtomPerson{Name: p.Name, Uri: p.URL, Email: p.Email}
}
