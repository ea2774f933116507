package feedgen

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"time"
)

// A SubscriptionList is what people import into a feed reader to follow many
// feeds at once.
type SubscriptionList struct {
	Title    string
	Owner    Person
	Modified time.Time // zero: not said
	Groups   []SubscriptionGroup
}

// A SubscriptionGroup is a folder of feeds. The feeds of a group without a
// title stand at the top of the list; a group without feeds is left out.
type SubscriptionGroup struct {
	Title string
	Feeds []Subscription
}

// A Subscription is a feed as subscription lists name it.
type Subscription struct {
	Title       string
	URL         string // of the feed
	Home        string // URL of the page that the feed is about; empty if none
	Description string
	Language    string // BCP 47; left out if it is no language tag
}

// OPML returns l as an OPML 2.0 document, or all that is wrong with it.
func OPML(l *SubscriptionList) ([]byte, error) {
	var c checker
	doc := &opmlDocument{Version: "2.0", Head: c.opmlHead(l)}
	for _, g := range l.Groups {
		var feeds []opmlOutline
		for _, s := range g.Feeds {
			feeds = append(feeds, c.opmlFeed(s))
		}
		switch title := line(g.Title); {
		case title == "":
			doc.Outlines = append(doc.Outlines, feeds...)
		case len(feeds) > 0:
			doc.Outlines = append(doc.Outlines, opmlOutline{Text: title, Title: title, Outlines: feeds})
		}
	}
	if len(doc.Outlines) == 0 {
		c.faults = append(c.faults, errors.New("want at least one feed"))
	}
	if err := errors.Join(c.faults...); err != nil {
		return nil, fmt.Errorf("subscription list: %w", err)
	}
	b := bytes.NewBufferString(xml.Header)
	enc := xml.NewEncoder(b)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return nil, fmt.Errorf("subscription list: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

type opmlDocument struct {
	XMLName  xml.Name      `xml:"opml"`
	Version  string        `xml:"version,attr"`
	Head     opmlHead      `xml:"head"`
	Outlines []opmlOutline `xml:"body>outline"`
}

type opmlHead struct {
	Title      string `xml:"title"`
	Modified   string `xml:"dateModified,omitempty"`
	OwnerName  string `xml:"ownerName,omitempty"`
	OwnerEmail string `xml:"ownerEmail,omitempty"`
	OwnerID    string `xml:"ownerId,omitempty"`
	Docs       string `xml:"docs"`
}

// An opmlOutline is a feed or a group. Some readers take its name from text,
// some from title.
type opmlOutline struct {
	Text        string        `xml:"text,attr"`
	Title       string        `xml:"title,attr"`
	Type        string        `xml:"type,attr,omitempty"`
	XMLURL      string        `xml:"xmlUrl,attr,omitempty"`
	HTMLURL     string        `xml:"htmlUrl,attr,omitempty"`
	Description string        `xml:"description,attr,omitempty"`
	Language    string        `xml:"language,attr,omitempty"`
	Outlines    []opmlOutline `xml:"outline"`
}

func (c *checker) opmlHead(l *SubscriptionList) opmlHead {
	owner := cleanPerson(l.Owner)
	head := opmlHead{
		Title:      c.title("title", l.Title),
		OwnerName:  owner.Name,
		OwnerEmail: owner.Email,
		OwnerID:    owner.URL,
		Docs:       "http://opml.org/spec2.opml",
	}
	if !l.Modified.IsZero() {
		head.Modified = rfc822(c.time("modified", l.Modified))
	}
	return head
}

// opmlFeed gives a feed in any format the type rss: it stands for "a feed", and
// readers import no other.
func (c *checker) opmlFeed(s Subscription) opmlOutline {
	title := c.title("feed title", s.Title)
	return opmlOutline{
		Text:        title,
		Title:       title,
		Type:        "rss",
		XMLURL:      c.url("feed url", s.URL),
		HTMLURL:     c.optionalURL("feed home", s.Home),
		Description: line(s.Description),
		Language:    language(s.Language),
	}
}
