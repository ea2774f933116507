package moving

import (
	"encoding/xml"
	"time"
)

// AsRead is what forgiving readers make of what subscribers poll, as plain RSS:
// for comparing feeds that no strict parser reads, and those of old formats.
func (f *Feed) AsRead() ([]byte, error) {
	type item struct {
		GUID      string `xml:"guid,omitempty"`
		Link      string `xml:"link,omitempty"`
		Title     string `xml:"title"`
		Published string `xml:"pubDate,omitempty"`
		Text      string `xml:"description"`
	}
	doc := struct {
		XMLName xml.Name `xml:"rss"`
		Items   []item   `xml:"channel>item"`
	}{}
	for _, e := range f.Entries[:min(f.Polled, len(f.Entries))] {
		i := item{GUID: e.ID, Link: e.URL, Title: e.Title, Text: e.Content}
		if !e.Published.IsZero() {
			i.Published = e.Published.Format(time.RFC1123Z)
		}
		doc.Items = append(doc.Items, i)
	}
	return xml.Marshal(doc)
}
