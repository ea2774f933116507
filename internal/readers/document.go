package readers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// An item is an entry as its document has it, with the elements that some
// readers prefer to the usual ones kept apart.
type item struct {
	id        string // guid, atom:id, id; the link where there is none
	ownID     string // the same, empty where there is none
	atomID    string // atom:id inside RSS
	link      string
	title     string
	text      string // the content, else the summary
	published time.Time
	modified  time.Time // atom:updated, dcterms:modified, date_modified
	inReplyTo string    // thr:in-reply-to
	atom      bool
	raw       string // all bytes of the entry

	dcDate        time.Time   // dc:date inside RSS
	atomPublished time.Time   // atom:published inside RSS
	first         descendants // of an Atom entry: what a search through all descendants finds first
}

// descendants is what Tiny Tiny RSS takes from the first descendants of these names.
type descendants struct {
	id, title string
	updated   time.Time
}

const (
	nsAtom    = "http://www.w3.org/2005/Atom"
	nsContent = "http://purl.org/rss/1.0/modules/content/"
	nsDC      = "http://purl.org/dc/elements/1.1/"
	nsTerms   = "http://purl.org/dc/terms/"
	nsThread  = "http://purl.org/syndication/thread/1.0"
)

// parse reads a feed document in any of the three formats.
//
// It reads the tree itself: a feed library answers with the element that it
// prefers, and here each reader's own preference is what matters.
func parse(doc []byte) ([]item, error) {
	if bytes.HasPrefix(bytes.TrimSpace(doc), []byte("{")) {
		return parseJSON(doc)
	}
	root, err := parseXML(doc)
	if err != nil {
		return nil, err
	}
	var items []item
	switch {
	case root.is(nsAtom, "feed"):
		for _, n := range root.all(nsAtom, "entry") {
			items = append(items, atomItem(n))
		}
	case root.is("", "rss"):
		channel := root.child("", "channel")
		if channel == nil {
			return nil, errors.New("rss without a channel")
		}
		for _, n := range channel.all("", "item") {
			items = append(items, rssItem(n))
		}
	default:
		return nil, fmt.Errorf("root element %s is no feed", root.name.Local)
	}
	return items, nil
}

func rssItem(n *node) item {
	it := item{
		ownID:         n.text("", "guid"),
		atomID:        n.text(nsAtom, "id"),
		link:          n.text("", "link"),
		title:         n.text("", "title"),
		text:          n.text(nsContent, "encoded"),
		published:     date(n.text("", "pubDate")),
		modified:      date(n.text(nsTerms, "modified")),
		dcDate:        date(n.text(nsDC, "date")),
		atomPublished: date(n.text(nsAtom, "published")),
		raw:           n.raw,
	}
	if reply := n.child(nsThread, "in-reply-to"); reply != nil {
		it.inReplyTo = reply.attr("ref")
	}
	if it.text == "" {
		it.text = n.text("", "description")
	}
	return it.named()
}

func atomItem(n *node) item {
	it := item{
		atom:      true,
		ownID:     n.text(nsAtom, "id"),
		title:     n.text(nsAtom, "title"),
		text:      n.text(nsAtom, "content"),
		published: date(n.text(nsAtom, "published")),
		modified:  date(n.text(nsAtom, "updated")),
		raw:       n.raw,
		first: descendants{
			id:      n.first(nsAtom, "id"),
			title:   n.first(nsAtom, "title"),
			updated: date(n.first(nsAtom, "updated")),
		},
	}
	for _, link := range n.all(nsAtom, "link") {
		if rel := link.attr("rel"); it.link == "" && (rel == "" || rel == "alternate") {
			it.link = link.attr("href")
		}
	}
	if reply := n.child(nsThread, "in-reply-to"); reply != nil {
		it.inReplyTo = reply.attr("ref")
	}
	if it.text == "" {
		it.text = n.text(nsAtom, "summary")
	}
	if it.published.IsZero() {
		it.published = it.modified
	}
	return it.named()
}

func parseJSON(doc []byte) ([]item, error) {
	var feed struct {
		Items []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(doc, &feed); err != nil {
		return nil, err
	}
	var items []item
	for _, raw := range feed.Items {
		var in struct {
			ID            string `json:"id"`
			URL           string `json:"url"`
			Title         string `json:"title"`
			ContentHTML   string `json:"content_html"`
			ContentText   string `json:"content_text"`
			DatePublished string `json:"date_published"`
			DateModified  string `json:"date_modified"`
		}
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, err
		}
		it := item{
			ownID:     in.ID,
			link:      in.URL,
			title:     in.Title,
			text:      in.ContentHTML + in.ContentText,
			published: date(in.DatePublished),
			modified:  date(in.DateModified),
			raw:       string(raw),
		}
		items = append(items, it.named())
	}
	return items, nil
}

// named returns the item with an id: every reader falls back to the link.
func (it item) named() item {
	it.id = it.ownID
	if it.id == "" {
		it.id = it.link
	}
	return it
}

// date reads the date formats of RSS, Atom and JSON Feed; anything else is
// the zero time, as it is no date in most readers.
func date(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.RFC1123, time.RFC822Z, time.RFC822} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
