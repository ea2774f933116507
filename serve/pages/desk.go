package pages

import (
	"io"
	"time"
)

// A DeskPage is where editors decide about what waits. It is for them alone, and
// made anew whenever it is looked at.
type DeskPage struct {
	Publication
	Said     string     // what came of the last decision; may be empty
	Wrong    string     // why it could not be carried out; may be empty
	Held     []DeskItem // follow-ups that wait for an editor, or for a limit
	Pending  []DeskItem // that go out by themselves
	Promises []DeskItem // that are open
}

// A DeskItem is a follow-up or a promise on the desk.
type DeskItem struct {
	ID       string
	Label    string // of a follow-up: "Update"
	Headline string // of its article
	URL      string // of that
	Language string
	Text     string
	Party    string    // who owes; may be empty
	Why      string    // what it waits for
	Since    time.Time // when it came, or was promised
	Goes     time.Time // when it goes out; zero: that is not known
	Overdue  bool
}

// Words are those in the language of the label.
func (i DeskItem) Words() Words { return wordsIn(i.Language) }

// A DecidePage asks once more before something is decided.
type DecidePage struct {
	Publication
	Do    string // release, dismiss or close
	ID    string
	Proof string // names what was shown: nothing else is decided about
	Item  DeskItem
}

// deskPath is where the desk is. Its links lead from there, wherever a proxy
// has put it.
const deskPath = "/-/held"

// Desk writes the page of what waits for editors. It is in English.
func (t *Theme) Desk(w io.Writer, p DeskPage) error {
	return t.write(w, "desk", Frame{Publication: p.Publication, Name: "Desk", Language: "en", Path: deskPath, Page: p})
}

// Decide writes the page that asks before something is decided. It is in English.
func (t *Theme) Decide(w io.Writer, p DecidePage) error {
	return t.write(w, "decide", Frame{Publication: p.Publication, Name: "Desk", Language: "en", Path: deskPath, Page: p})
}

// deskSpecimen is a page with something in each of its fields.
func deskSpecimen(of Publication, at time.Time) DeskPage {
	item := DeskItem{
		ID: "bridge#1", Label: "Update", Headline: "A bridge", URL: of.Home, Language: "fr", Text: "It is open.", Party: "the mayor",
		Why: "an editor", Since: at, Goes: at, Overdue: true,
	}
	return DeskPage{
		Publication: of, Said: "Released.", Wrong: "Not held.",
		Held: []DeskItem{item, {}}, Pending: []DeskItem{item, {}}, Promises: []DeskItem{item, {}},
	}
}
