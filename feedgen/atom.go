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

// appendAtomHead appends what stands before the entries of f.
func appendAtomHead(b []byte, f *Feed) []byte {
	w := newAtomWriter(b, f)
	w.element("title", f.Title)
	w.element("id", f.ID)
	w.element("updated", rfc3339(f.newestUpdated()))
	w.optional("icon", f.Icon)
	w.optional("logo", f.Image)
	w.optional("rights", f.Rights)
	w.optional("subtitle", f.Description)
	w.start("author")
	if f.Author.Name != "" {
		w.element("name", f.Author.Name)
		w.optional("uri", f.Author.URL)
		w.optional("email", f.Author.Email)
	} else {
		w.element("name", f.Title) // for entries that name none (RFC 4287, §4.1.1)
	}
	w.end()
	for _, l := range f.links(Atom) {
		w.element("link", "", "href", l.URL, "rel", l.Rel, "type", l.Type, "title", l.Title)
	}
	if f.Archive.marked() {
		w.element("fh:archive", "")
	}
	if g := f.Generator; g.Name != "" {
		w.element("generator", g.Name, "uri", g.URL, "version", g.Version)
	}
	for _, t := range f.Tombstones { // RFC 6721, §3
		w.element("at:deleted-entry", "", "ref", t.ID, "when", rfc3339(t.When))
	}
	return w.b
}

// newAtomWriter writes where a feed begins.
func newAtomWriter(b []byte, f *Feed) *xmlWriter {
	w := xmlWriter{b: append(b, xmlDeclaration...)}
	w.start("feed", "xml:lang", f.Language, "xmlns", atomNS, "xmlns:media", mediaNS, "xmlns:thr", threadNS,
		"xmlns:at", tombstoneNS, "xmlns:fh", f.Archive.namespace())
	return &w
}

// atomFoot is what stands after the entries.
const atomFoot = "\n</feed>"

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
