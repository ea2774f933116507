// Package moving brings a site over: it reads all that an old feed has, and
// writes each entry as an article that keeps its id, dates and address, or
// finds the articles that are there already and gives them the ids that their
// subscribers know.
package moving

import "time"

// A Feed is the feed that a site has had so far.
type Feed struct {
	ID          string // an Atom feed's own
	Address     string // the URL or file that it was read from
	Format      string // "rss", "atom" or "json"
	Title       string
	Description string
	Home        string // the site's address; empty if the feed names none
	Language    string
	Author      Author
	Entries     []Entry // as the documents have them, each once

	Document []byte // what subscribers poll: the first document, in UTF-8
	Polled   int    // how many entries are in it
	Pages    int    // how many documents were read
}

// Oldest is the date of the oldest entry; zero if no entry has a date.
func (f *Feed) Oldest() time.Time {
	var oldest time.Time
	for _, e := range f.Entries {
		if !e.Published.IsZero() && (oldest.IsZero() || e.Published.Before(oldest)) {
			oldest = e.Published
		}
	}
	return oldest
}

// An Entry is one of an old feed.
type Entry struct {
	ID         string
	ReplyTo    string // the id of the entry that it follows up
	URL        string
	Title      string
	Published  time.Time // zero if the feed has no dates
	Guessed    bool      // Published is not from the feed: it is next to that of the neighbours
	Updated    time.Time // zero if it is not after Published
	Authors    []Author
	Tags       []string
	Summary    string // plain text
	Content    string // HTML
	Language   string
	Rights     string
	Image      string
	Enclosures []Enclosure

	nth int // of all entries that were read, by date
}

// An Author is a person or an organisation.
type Author struct {
	Name  string `yaml:"name"`
	Email string `yaml:"email,omitempty"`
	URL   string `yaml:"url,omitempty"`
}

// An Enclosure is a media file that belongs to an entry.
type Enclosure struct {
	URL    string `yaml:"url"`
	Type   string `yaml:"type,omitempty"`
	Length string `yaml:"length,omitempty"`
}
