package serve

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// A testEntry is an entry of a test feed: which one, and what it says.
type testEntry struct{ ID, Text string }

// A testFormat is a way to write feeds that have entries.
type testFormat struct {
	mediaType                     string
	before, entry, between, after string
	read                          func(body []byte) ([]testEntry, error)
}

var testFormats = map[string]testFormat{
	"rss": {
		mediaType: "application/rss+xml; charset=utf-8",
		before:    "<rss><channel><title>T</title>\n", entry: "<item><guid>%s</guid><description>%s</description></item>", between: "\n", after: "\n</channel></rss>",
		read: func(body []byte) (all []testEntry, err error) {
			var doc struct {
				Items []struct {
					ID   string `xml:"guid"`
					Text string `xml:"description"`
				} `xml:"channel>item"`
			}
			err = xml.Unmarshal(body, &doc)
			for _, i := range doc.Items {
				all = append(all, testEntry(i))
			}
			return all, err
		},
	},
	"atom": {
		mediaType: "application/atom+xml; charset=utf-8",
		before:    "<feed><title>T</title>", entry: "<entry><id>%s</id><content>%s</content></entry>", between: "", after: "</feed>\n",
		read: func(body []byte) (all []testEntry, err error) {
			var doc struct {
				Entries []struct {
					ID   string `xml:"id"`
					Text string `xml:"content"`
				} `xml:"entry"`
			}
			err = xml.Unmarshal(body, &doc)
			for _, i := range doc.Entries {
				all = append(all, testEntry(i))
			}
			return all, err
		},
	},
	"json": {
		mediaType: "application/feed+json; charset=utf-8",
		before:    "{\"title\":\"T\",\"items\":[\n", entry: `{"id":%q,"text":%q}`, between: ",\n", after: "\n]}",
		read: func(body []byte) ([]testEntry, error) {
			var doc struct{ Items []testEntry }
			err := json.Unmarshal(body, &doc)
			return doc.Items, err
		},
	},
}

func (f testFormat) write(entries ...testEntry) Resource {
	r := Resource{Type: f.mediaType, MaxAge: time.Minute, Modified: noon}
	var b bytes.Buffer
	b.WriteString(f.before)
	for i, e := range entries {
		if i > 0 {
			b.WriteString(f.between)
		}
		start := b.Len()
		fmt.Fprintf(&b, f.entry, e.ID, e.Text)
		r.Entries = append(r.Entries, Span{start, b.Len()})
	}
	b.WriteString(f.after)
	r.Body = b.Bytes()
	return r
}

// stories are entries whose text is long enough to be worth coding.
func stories(from, to int) (all []testEntry) {
	for n := to; n >= from; n-- {
		all = append(all, testEntry{fmt.Sprint("story-", n), fmt.Sprint(n, strings.Repeat(" and then", 100))})
	}
	return all
}
