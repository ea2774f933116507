// Package followups recognises, in the blocks of a post, the parts that came
// after publication (follow-ups: updates, corrections, clarifications,
// retractions, notes) and the sentences that owe readers one (promises).
//
// Recognition is a pure function of the text and of what the last recorded
// version held: diff first, then classify. Precision comes first: a false
// follow-up is worse than a missed one.
package followups

import (
	"time"

	"writethru/posts"
)

// A Kind says what a follow-up does to its article.
type Kind string

// The kinds of follow-ups.
const (
	Update        Kind = "update"
	Correction    Kind = "correction"
	Clarification Kind = "clarification"
	Retraction    Kind = "retraction"
	Note          Kind = "note"
)

// Before says what the last recorded version held of one block of the new one.
type Before struct {
	Same   bool // an equal block was there
	Edited bool // a similar block was there, in the same place
	Owner  int  // number of the follow-up that owned that block; 0: the article itself
	Shared bool // it began with the article's text or another follow-up's, and follow-ups start further on
	Open   bool // that follow-up is not settled yet: it still takes the new blocks that follow it
}

// Fresh reports whether the last recorded version did not have the block.
func (b Before) Fresh() bool { return !b.Same && !b.Edited }

// A FollowUp is one that the text marks, or that the author declared.
type FollowUp struct {
	Kind    Kind
	Ordinal int       // the number written in its marker ("Update 2"); 0 if none
	Stamp   string    // the date and time written in its marker, as written
	At      time.Time // Stamp read; zero if there is none or it can't be read surely
	ID      string    // explicit: from the front matter, a bundle file, an id attribute
	Anchor  string    // the id that the article's HTML already has there
	Title   string    // of its own (heading or declaration); empty if none
	From    string    // the party that it is from, where declared

	Parts    []posts.Part // its text, without the marker
	Marker   []posts.Part // what announces it and is not its text: heading, "Update:", stamp
	Evidence []int        // blocks that belong to it and are not its text: "This story was updated to …"
	Text     string       // Parts as plain text, normalised: what its identity is compared by

	Waiting bool   // a marker without text yet: it emits nothing
	Fresh   bool   // some of its text is in blocks that the last version did not have
	Rule    string // the rule that recognised it: "marker", "heading", "inline", "footer", "declared", "element", "list", "addition"
	Owner   int    // the number of the known follow-up whose blocks these were; 0 if none
}

// A PromiseKind says what an article owes.
type PromiseKind string

// The kinds of promises.
const (
	Explicit PromiseKind = "explicit" // "we will update this story if …"
	Pending  PromiseKind = "pending"  // "we have asked X for comment"
	NoReply  PromiseKind = "no_reply" // "X did not respond to a request for comment"
)

// A Promise is a sentence that owes readers a follow-up.
type Promise struct {
	Kind     PromiseKind
	Party    string // who owes an answer, as written; empty if nobody is named
	Sentence string // as written
	Block    int    // index in Post.Blocks
}

// A Finding says of one block what it was taken for, and why: for explain.
type Finding struct {
	Block int
	What  string // "body", "tail", "follow-up", "evidence", "freshness", "promise", "marker", "addition", …
	Rule  string // the rule, in words that an editor understands
}

// Findings is what is recognised in a post.
type Findings struct {
	FollowUps []FollowUp // in the order of the text; declared ones last
	Addition  *FollowUp  // fresh, unmarked blocks at the end of the body; nil if there are none
	Promises  []Promise
	Freshness []int // blocks that only say when the article was changed
	Tail      []int // byline, biography, advertisement and the like at the end
	Blocks    []Finding
}

// Options tune the recogniser. The zero value reads English, month first.
type Options struct {
	Language  string         // BCP 47: of the article, else of the publication; English is always on
	Languages []string       // further languages to read, always
	DayFirst  bool           // 03/12 is the third of December, where the language leaves it open
	Location  *time.Location // of stamps without a zone; nil: UTC
	Now       time.Time      // completes stamps without a year or a date; zero: they stay unread
}
