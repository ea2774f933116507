// Package pages writes the pages that people read: the front page, a page for
// each story, section, tag and author, the archive, what there is to subscribe
// to, and the one for what is not there.
//
// It is a pure function of its input: it reads no clock and no file, so the
// same page always gives the same bytes. Pages work without scripts. How they
// look is a [Theme]; docs/pages.md says how to change it, and how to add a page.
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
	Home        string // URL of the front page, with a slash at its end
	Feeds       []Feed // in the order in which they are offered
}

// A Feed is one that a page tells readers of, by its address.
type Feed struct {
	Title string // of the feed: "The Courier", "The Courier: updates only"
	Name  string // of the format: "RSS", "Atom", "JSON Feed"
	Type  string // the media type
	URL   string // absolute: it is there to be copied
}

// A Link leads to a page of a section, a tag or an author.
type Link struct {
	Name string
	URL  string // may be empty
}

// A FrontPage lists stories and follow-ups.
type FrontPage struct {
	Publication
	Items      []Item // in the order in which they are shown: newest first
	Developing []Item // stories of which more is expected, newest change first
	Sections   []Topic
	Older      string // URL of the page with what came before; may be empty
}

// An Item is a story or a follow-up in a list.
type Item struct {
	Headline   string // a follow-up's: that of its story
	URL        string // a follow-up's has a fragment
	Summary    string // plain text; may be empty
	Published  time.Time
	Language   string // of the story
	Developing bool   // more is expected
	Section    Link

	Kind  string // of a follow-up: "update", "correction"; empty on a story
	Label string // the kind in the story's language, with its number: "Update 2"
	Title string // of a follow-up's own; may be empty

	Changed time.Time // of a developing story: its last change
}

// A StoryPage is an article through time, with all its follow-ups.
type StoryPage struct {
	Publication
	Path        string // in the site
	URL         string // canonical
	Headline    string
	Standfirst  string // plain text, by the author; may be empty
	Description string // plain text, for those who link here; may be empty
	Language    string // of the story, where it is not the publication's
	Authors     []Author
	Section     Link
	Tags        []Link
	Published   time.Time
	Modified    time.Time // the last change that readers should know of; zero or Published: none
	Developing  bool      // more is expected
	Image       string    // absolute URL; may be empty
	ImageInText bool      // it stands in the text already
	Media       []Medium
	Rights      string

	Sections []Section // the article and its follow-ups, in the order of the text
	Promises []Promise // that are still open
	Feeds    []Feed    // of this story
}

// An Author is a person or an organisation.
type Author struct {
	Name string
	URL  string // of a page of theirs; may be empty
	Page string // URL of what they wrote here; may be empty
}

// A Medium is a file that belongs to a story.
type Medium struct {
	URL  string // absolute
	Type string // a media type
	Size int64  // bytes; 0: unknown
}

// A Section is a run of the article's HTML, or a follow-up. The page itself has
// no ids beside the anchors of follow-ups but those that begin with "page-".
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
	From     string // who said it; may be empty
	Excerpt  string // of its text, plain
	Time     time.Time
	Answers  []Promise // what it closed
}

// A Promise is a sentence of the article that owes readers a follow-up.
type Promise struct {
	Sentence string
	Since    time.Time
}

// A TopicPage lists what there is of a section, a tag or an author.
type TopicPage struct {
	Publication
	Path      string
	Topic     Topic
	Changed   time.Time
	Items     []Item // newest first
	Feeds     []Feed
	FollowUps int    // beside the stories that Topic counts
	Older     string // URL; may be empty
	Newer     string // URL; may be empty
	Page      int    // of what is older; 0: the newest
}

// A Topic is a section, a tag or an author.
type Topic struct {
	Kind    string // "section", "tag", "author"
	Name    string
	URL     string
	Stories int
}

// A TopicsPage lists all topics.
type TopicsPage struct {
	Publication
	Sections, Tags, Authors []Topic
}

// An ArchivePage lists everything that was published in a time, or, as the
// front of the archive, its pages.
type ArchivePage struct {
	Publication
	Path     string
	Page     int // 0: the front of the archive
	Items    []Item
	Older    string // URL; may be empty
	Newer    string // URL; may be empty
	Contents []Volume
}

// A Volume is a page of the archive.
type Volume struct {
	URL      string
	From, To time.Time
	Entries  int
}

// A SubscribePage tells of all feeds.
type SubscribePage struct {
	Publication
	Offers []Offer
	Topics TopicsPage
	OPML   string // URL
}

// An Offer is a feed of the whole publication.
type Offer struct {
	ID      string // in the page: "feed", "stories", "updates"
	Title   string
	Feeds   []Feed
	Entries int
	Changed time.Time
}
