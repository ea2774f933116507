// Package feedgen writes feeds as RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed
// 1.1. It is a pure function of its input: it reads no clock, file or random
// number, so the same [Feed] always gives the same bytes.
//
// An [Entry] is rendered once in each format, and read back before it may be
// served ([Render]); feeds are assembled from the kept bytes ([Bytes]). What an
// entry or a feed cannot do without is an error when it is missing or wrong: an
// id, a title, a date, an absolute URL.
//
// Beside feeds it writes what leads to them: lists of feeds ([OPML]) and
// sitemaps ([Sitemaps]).
package feedgen

import "time"

// A Format is one of the three that feeds are written in.
type Format uint8

// The formats.
const (
	RSS Format = iota
	Atom
	JSON
)

// Formats are all formats, in the order in which they are offered to readers.
var Formats = [...]Format{RSS, Atom, JSON}

// A Feed is everything that a feed document says beside its entries.
type Feed struct {
	ID          string // Atom id: a tag: URI (RFC 4151)
	Title       string
	Description string
	Language    string // BCP 47; left out if it is no language tag
	Rights      string
	Author      Person // of the publication; the zero value: Atom names the title
	Home        string // URL of the page that the feed is about
	Self        string // URL of this document in the format that is written
	Others      []Link // the same feed in other formats; Rel is alternate if empty
	Hubs        []string
	Image       string // URL of a picture for the feed; empty if none
	Icon        string // URL of a small square picture; empty if none
	Generator   Generator
	Archive     Archive     // the zero value: this is no archived feed
	Tombstones  []Tombstone // withdrawn entries (RFC 6721; Atom only)
	Updated     time.Time   // what Atom's updated says while there are no entries
	Entries     []*Rendered // by Published, newest first; no id twice
}

// A Link is a typed link (RFC 8288).
type Link struct {
	Rel   string
	Type  string // a media type
	URL   string
	Title string
}

// A Generator names the program that wrote a feed.
type Generator struct{ Name, URL, Version string }

// A Person is an author. An Email or URL that is none is left out; without a
// Name, what is left stands in for it.
type Person struct{ Name, Email, URL string }

// A Tombstone says that an entry was withdrawn (RFC 6721).
type Tombstone struct {
	ID   string
	When time.Time
}

// An Entry is what a feed holds for a story or for a follow-up.
type Entry struct {
	ID         string // atom:id, guid, id: never changes, never reused; no white space, @, < and >
	URL        string // absolute; a follow-up's has a fragment
	Title      string // plain text
	Summary    string // plain text
	Content    string // HTML, sanitised, absolute URLs
	Published  time.Time
	Updated    time.Time // the last significant change; not before Published; zero: Published
	Authors    []Person
	Tags       []string
	Language   string // BCP 47, left out if it is no language tag; empty: the feed's
	Rights     string
	Image      string // absolute URL; empty if none
	Enclosures []Enclosure

	FollowUp *FollowUp // set on a follow-up
	Replies  *Replies  // set on an article that can have follow-ups
}

// An Enclosure is a media file of an entry.
type Enclosure struct {
	URL    string
	Type   string // a media type; empty: application/octet-stream
	Length int64  // bytes; 0 if unknown
}

// A FollowUp ties an entry to the article that it follows up.
type FollowUp struct {
	Kind  string // update, correction, clarification, retraction, note
	Label string // the kind in the entry's language: "Update", "Correction"; empty: Kind
	N     int    // its number in the story, from 1
	Of    string // id of the article's entry
	OfURL string // URL of the article
}

// Replies points from an article to the feed of its story (RFC 4685).
type Replies struct {
	URL     string    // of the story feed, Atom
	Count   int       // thr:count; 0: not said
	Updated time.Time // thr:updated; zero: not said
}
