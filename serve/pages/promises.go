package pages

import (
	"html/template"
	"io"
	"time"
)

// A PromisesPage says what is owed to readers, and how it went with what was.
type PromisesPage struct {
	Publication
	Path  string // in the site
	Feeds []Feed // the editors' ones

	Open, Closed    int     // how many there are; those below may be fewer
	Parties         []Party // those who owe most first
	Owed            []OwedPromise
	Kept            []KeptPromise
	Median, Slowest string        // "3 days": of all answers; empty: none
	Plot            template.HTML // an SVG: trusted; empty: none
}

// A Party is somebody who owes something, or did.
type Party struct {
	Name     string // empty: the promises name nobody
	Open     int
	Overdue  int       // of these
	Oldest   time.Time // of these
	Answered int
	Median   string // how long answers took
}

// A ToldPromise is a promise and where it stands.
type ToldPromise struct {
	Sentence string
	Party    string // may be empty
	Since    time.Time
	URL      string // of the sentence
	Headline string
	Language string // of the story
}

// An OwedPromise is one that is open.
type OwedPromise struct {
	Told    ToldPromise
	Overdue bool
}

// A KeptPromise is one that was closed.
type KeptPromise struct {
	Told   ToldPromise
	Closed time.Time
	By     string // answered, deleted or decided
	Answer string // URL of what answered it, or of the story
	Took   string // "3 days"; empty: not known
}

// Promises writes the page of promises. It is in English.
func (t *Theme) Promises(w io.Writer, p PromisesPage) error {
	return t.write(w, "promises", Frame{
		Publication: p.Publication, Name: "Promises", Language: "en", Path: p.Path, Canonical: p.Home + p.Path[1:],
		Alternates: p.Feeds, Page: p,
	})
}

// promisesSpecimen is a page with something in each of its fields.
func promisesSpecimen(of Publication, at time.Time) PromisesPage {
	told := ToldPromise{Sentence: "The mayor has been asked.", Party: "the mayor", Since: at, URL: of.Home + "#:~:text=asked", Headline: "A bridge", Language: "fr"}
	return PromisesPage{
		Publication: of, Path: "/promises", Feeds: of.Feeds, Open: 2, Closed: 4,
		Parties: []Party{{Name: "the mayor", Open: 2, Overdue: 1, Oldest: at, Answered: 1, Median: "3 days"}, {}},
		Owed:    []OwedPromise{{Told: told, Overdue: true}},
		Kept: []KeptPromise{
			{Told: told, Closed: at, By: "answered", Answer: of.Home, Took: "3 days"},
			{Told: told, Closed: at, By: "deleted"}, {Closed: at, By: "decided"},
		},
		Median: "3 days", Slowest: "9 days", Plot: `<svg role="img" aria-label="times"></svg>`,
	}
}
