// Package pages writes the pages that people read: a front page, a page for
// each story, and the one for what is not there.
//
// It is a pure function of its input: it reads no clock and no file, so the
// same page always gives the same bytes. Pages are whole in themselves: one
// file, its style inside, no script.
package pages

import (
	"html/template"
	"time"
)

// A Publication is what every page says of the whole.
type Publication struct {
	Title       string
	Description string
	Language    string // BCP 47; empty: en
	Home        string // URL of the front page
	Feeds       []Feed // in the order in which they are offered
}

// A Feed is one that a page tells readers of, by its address.
type Feed struct {
	Title string // of the feed: "The Courier", "The Courier: updates only"
	Name  string // of the format: "RSS", "Atom", "JSON Feed"
	Type  string // the media type
	URL   string // absolute: it is there to be copied
}

// A FrontPage lists stories and follow-ups.
type FrontPage struct {
	Publication
	Items []Item // in the order in which they are shown: newest first
}

// An Item is a story or a follow-up on the front page.
type Item struct {
	Headline   string
	URL        string // a follow-up's has a fragment
	Summary    string // plain text; may be empty
	Published  time.Time
	Language   string // where it is not the publication's
	Developing bool   // more is expected

	Label string // of a follow-up's kind: "Update", "Correction"; empty on a story
	Of    string // a follow-up's: the headline of its story
}

// A StoryPage is an article through time, with all its follow-ups.
type StoryPage struct {
	Publication
	URL         string // canonical
	Headline    string
	Description string // plain text; may be empty
	Language    string // of the story, where it is not the publication's
	Authors     []Author
	Published   time.Time
	Modified    time.Time // the last change that readers should know of; zero or Published: none
	Developing  bool      // more is expected

	Sections []Section // the article and its follow-ups, in the order of the text
	Promises []Promise // that are still open
	Feeds    []Feed    // of this story
}

// An Author is a person or an organisation.
type Author struct {
	Name string
	URL  string // may be empty
}

// A Section is a run of the article's HTML, or a follow-up. The page itself has
// no ids beside the anchors of follow-ups, so none in the HTML is met twice.
type Section struct {
	HTML     template.HTML // sanitised: it stands in the page as it is
	FollowUp *FollowUp     // nil on a part of the article itself
}

// A FollowUp says what a section is that came after publication.
type FollowUp struct {
	Anchor   string // its id in the page: "update-1"
	Anchored bool   // the section's HTML has that id already
	Kind     string // update, correction, clarification, retraction, note
	Label    string // the kind in the story's language, with its number: "Update 2"
	Title    string // of its own; may be empty
	Time     time.Time
}

// A Promise is a sentence of the article that owes readers a follow-up.
type Promise struct {
	Sentence string
	Since    time.Time
}
