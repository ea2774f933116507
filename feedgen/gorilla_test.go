package feedgen

import (
	"bytes"
	"encoding/json"
	"encoding/xml"

	"github.com/gorilla/feeds"
)

// The structs of this file are whole documents on gorilla's structs, extended
// in the way that entries are. What the package writes itself of a document is
// held to them.

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

// jsonFeed hides gorilla's feed as the XML formats do. Items come last, and
// stand there when empty: JSON Feed requires them.
type jsonFeed struct {
	*feeds.JSONFeed
	Archive *jsonArchive `json:"_writethru,omitempty"`
	Items   []*jsonItem  `json:"items"`
}

func newJSONFeed(f *Feed) *jsonFeed {
	j := &jsonFeed{
		JSONFeed: &feeds.JSONFeed{
			Version:     "https://jsonfeed.org/version/1.1",
			Title:       f.Title,
			Language:    f.Language,
			HomePageUrl: f.Home,
			FeedUrl:     f.Self,
			Description: f.Description,
			NextUrl:     f.Archive.Prev, // its next items are older ones
			Icon:        f.Image,
			Favicon:     f.Icon,
		},
		Archive: newJSONArchive(f.Archive),
		Items:   []*jsonItem{},
	}
	if f.Author.Name != "" {
		j.Authors = jsonAuthors([]Person{f.Author})
	}
	for _, hub := range f.Hubs {
		j.Hubs = append(j.Hubs, &feeds.JSONHub{Type: "WebSub", Url: hub})
	}
	return j
}

func newJSONArchive(a Archive) *jsonArchive {
	if a == (Archive{}) {
		return nil
	}
	return &jsonArchive{About: historyNS, Archive: a.marked(), Prev: a.Prev, Next: a.Next, Current: a.Current}
}

func encodeXML(feed feeds.XmlFeed) ([]byte, error) {
	var b bytes.Buffer
	err := feeds.WriteXML(feed, &b)
	return b.Bytes(), err
}

func encodeIndented(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
