// Package journal is the durable record of stories through time: what was
// published when, which follow-ups came, and which ids they have for ever.
//
// It is the truth of a publication: everything else can be deleted and made
// again from it. A revision is durable before any feed shows it.
package journal

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"writethru/internal/daily"
	"writethru/internal/owed"
	"writethru/posts"
	"writethru/posts/followups"
)

// What a caller may branch on.
var (
	ErrConflict = errors.New("another revision was first")
	ErrNotFound = errors.New("not in the journal")
	ErrLocked   = errors.New("another process publishes from this data folder")
	ErrDamaged  = errors.New("damaged: it does not read as it was written")
)

// A Revision is one recorded version of a story. It is never changed.
type Revision struct {
	Seq    uint64    `json:"seq"`            // its place in the journal, given by the store; from 1
	Story  string    `json:"story"`          // the story's id
	Rev    int       `json:"rev"`            // the story's revisions count from 1
	Op     string    `json:"op"`             // unique in its story: appending the same Op again changes nothing and succeeds
	Kind   Change    `json:"kind"`           // what happened
	At     time.Time `json:"at"`             // when; UTC, milliseconds
	Hash   string    `json:"hash,omitempty"` // names the article's source: SHA-256, hexadecimal
	Head   Head      `json:"head"`           // the story as of now
	Source []byte    `json:"-"`              // the article's files ([Pack]); only when appending, and only when Hash is new to the story
}

// A Change says what happened to a story.
type Change string

// The changes that a revision records.
const (
	Added      Change = "added"       // first sight: everything in it is baseline
	Edited     Change = "edited"      // something that was there changed
	FollowedUp Change = "followed_up" // at least one new follow-up, or one that isn't emitted yet became another
	Withdrawn  Change = "withdrawn"   // the file is gone, or a draft again
	Restored   Change = "restored"    // it is back
	Renamed    Change = "renamed"     // only the file's name changed
	Emitted    Change = "emitted"     // follow-ups became entries
	Settled    Change = "settled"     // additions too small to be follow-ups became part of the article
	Held       Change = "held"        // follow-ups wait for an editor, or for a limit
	Released   Change = "released"    // an editor let a follow-up go out
	Dismissed  Change = "dismissed"   // an editor made a follow-up part of the article
	Closed     Change = "closed"      // an editor closed a promise
	Overdue    Change = "overdue"     // promises were open for longer than editors want
	Warned     Change = "warned"      // who is to be warned of overdue promises was
	Read       Change = "read"        // the text was looked at that had been recorded unread
	Configured Change = "configured"  // the settings of the publication changed
)

// A Head is what a story is as of a revision: all that comparing it with the
// next version of its file needs, and all that a start needs to know of it.
type Head struct {
	Name      string    `json:"name"`           // of the article's main file
	Withdrawn bool      `json:"gone,omitempty"` // not published now
	ID        string    `json:"id"`             // of its entry, for ever
	Slug      string    `json:"slug"`
	OldSlugs  []string  `json:"old_slugs,omitempty"`
	FirstSeen time.Time `json:"first_seen"`
	Imported  bool      `json:"imported,omitempty"` // it was there before the journal: FirstSeen does not tell how long it is public
	Published time.Time `json:"published"`          // never moves
	Updated   time.Time `json:"updated"`            // the last significant change of the article itself (profile feed)
	Modified  time.Time `json:"modified"`           // the last visible change, follow-ups included (profile stories)
	LastMod   time.Time `json:"lastmod,omitzero"`   // the article's own word, as last read
	Changed   time.Time `json:"changed"`            // when a revision last changed what readers get: milliseconds, set by the publisher
	Nth       int       `json:"nth,omitempty"`      // its entry is the Nth of the publication, from 1; 0: it was there before the journal
	Unread    bool      `json:"unread,omitempty"`   // its text has not been looked at yet: see Read

	Title    string         `json:"title"`
	URL      string         `json:"url,omitempty"` // as the front matter has it
	Section  string         `json:"section,omitempty"`
	Language string         `json:"lang,omitempty"`
	Tags     []string       `json:"tags,omitempty"`
	Authors  []posts.Author `json:"authors,omitempty"`
	Fields   uint64         `json:"fields"` // hash of every field that an entry shows
	OptOut   bool           `json:"opt_out,omitempty"`
	Left     []Label        `json:"left,omitempty"` // labels that it had

	Blocks    Prints     `json:"blocks"`
	FollowUps []FollowUp `json:"follow_ups,omitempty"` // in the order of their numbers
	Promises  []Promise  `json:"promises,omitempty"`
	Freshness []int      `json:"freshness,omitempty"` // blocks that only say when the article changed

	// Kept are blocks that belong to a follow-up and were in the article before
	// it: a heading "Updates", a paragraph that a declaration points to. They stay.
	Kept  []int   `json:"kept,omitempty"`
	Split []Split `json:"split,omitempty"` // blocks that hold a follow-up and other text

	// Lost are the blocks that were deleted, newest first. What returns from
	// them (an undo, the rest of a file that was read half written) is not new.
	Lost     []Lost `json:"lost,omitempty"`
	Promised int    `json:"promised,omitempty"` // the number of the newest promise
}

// A Split is a block that holds, beside other text, a follow-up that is not
// shown everywhere.
type Split struct {
	Block int    `json:"block"`
	Len   int    `json:"len"`             // of its text
	Own   uint64 `json:"own,omitempty"`   // hash of what the article itself says in it; 0: of all of it
	Shown uint64 `json:"shown,omitempty"` // hash of that and of what is emitted; 0: of all of it
}

// A Lost is a run of deleted blocks.
type Lost struct {
	Owner  int    `json:"owner,omitempty"`  // number of the follow-up that had them; 0: the article
	Shared bool   `json:"shared,omitempty"` // other follow-ups started further on in each of them
	Blocks Prints `json:"blocks"`
}

// A State says where a follow-up is on its way to readers.
type State string

// The states of a follow-up.
const (
	Baseline State = "baseline" // was there at first sight: never emitted
	Pending  State = "pending"  // waits for its article to be quiet, or for its text
	Waiting  State = "held"     // waits for an editor, or for a limit: see Why
	Out      State = "emitted"
	Absorbed State = "absorbed" // part of the article, by an editor's word or because it is too small
)

// A FollowUp is a part of an article that came after publication, through time.
type FollowUp struct {
	N        int            `json:"n"` // its number in the story, from 1, for ever
	State    State          `json:"state"`
	Why      string         `json:"why,omitempty"`      // what a held one waits for: "unmarked", "max_per_article", "max_per_hour"
	Released bool           `json:"released,omitempty"` // by an editor: it is not held again
	Removed  bool           `json:"removed,omitempty"`  // not in the text now; it keeps its place and id
	Kind     followups.Kind `json:"kind"`
	Ordinal  int            `json:"ordinal,omitempty"` // as written
	Count    int            `json:"count"`             // it is the Count-th of its kind in the story: "Update 2"; certain once it is emitted
	Stamp    string         `json:"stamp,omitempty"`
	Stamped  time.Time      `json:"stamped,omitzero"` // Stamp, read
	Key      string         `json:"key,omitempty"`    // its explicit id
	Anchor   string         `json:"anchor,omitempty"` // the id that the article's HTML has there
	Title    string         `json:"title,omitempty"`
	From     string         `json:"from,omitempty"`
	Rule     string         `json:"rule"`
	Text     string         `json:"text"` // normalised, cut to 4096 bytes

	FirstSeen time.Time `json:"first_seen"`
	ID        string    `json:"id,omitempty"`      // of its entry, minted when it is emitted
	Emitted   time.Time `json:"emitted,omitzero"`  // published and updated of its entry
	Nth       int       `json:"nth,omitempty"`     // its entry is the Nth of the publication
	Answers   string    `json:"answers,omitempty"` // id of the promise it answers

	Parts    []posts.Part `json:"parts,omitempty"`    // where its text is in the current version
	Marker   []posts.Part `json:"marker,omitempty"`   // where what announces it is
	Evidence []int        `json:"evidence,omitempty"` // blocks that belong to it and are not its text
}

// A Promise is a sentence that owes readers a follow-up, through time.
type Promise struct {
	ID       string                `json:"id"` // "{story}#{n}", for ever
	Kind     followups.PromiseKind `json:"kind"`
	Party    string                `json:"party,omitempty"`
	Sentence string                `json:"sentence"`
	Since    time.Time             `json:"since"`
	Closed   time.Time             `json:"closed,omitzero"`
	ClosedBy string                `json:"closed_by,omitempty"` // "follow-up 2", "deleted", "editor"
	Known    time.Time             `json:"known,omitzero"`      // when readers could know that a follow-up closed it, if that is later
	Overdue  time.Time             `json:"overdue,omitzero"`    // when it was recorded that it was open for too long
	Warned   time.Time             `json:"warned,omitzero"`     // when who is to be warned of that was
}

// A Store keeps a journal. All methods may be called at the same time.
//
// Every record carries a hash that is verified whenever it is read. Where a
// record is damaged, reading it gives an error that wraps [ErrDamaged] and names
// its seq, story and revision; a loop that goes on gets the records after it.
// Any other error ends the loop. While a loop runs, the store can be used.
type Store interface {
	// Append records revisions, all or none, and returns when they are durable. A
	// story's revisions follow each other without a gap. ErrConflict: some story
	// has another revision with that number already. At most [MostAtOnce] revisions
	// are taken; their seqs follow each other.
	//
	// It returns the revisions as recorded, without their Source. A revision that
	// is recorded already, under the same Op, is passed over: what was recorded is
	// returned in its place. So an append whose answer was lost is settled by
	// repeating it. After any other error than ErrConflict they may be recorded or
	// not, where the store is on other machines.
	Append(ctx context.Context, revs []Revision) ([]Revision, error)
	// AppendAfter is Append for revisions that rest on all of the journal up to
	// seq, as what is given a place in the order of publication does. ErrConflict
	// also: something was recorded after seq, and not all of these are there.
	AppendAfter(ctx context.Context, seq uint64, revs []Revision) ([]Revision, error)
	// Heads gives the newest revision of every story, as of one moment.
	Heads(ctx context.Context) iter.Seq2[Revision, error]
	// Head gives the newest revision of one story, or ErrNotFound.
	Head(ctx context.Context, story string) (Revision, error)
	// Since gives all revisions after seq, in order.
	Since(ctx context.Context, seq uint64) iter.Seq2[Revision, error]
	// Source gives a story's files as recorded under a hash ([Unpack] reads them),
	// or ErrNotFound. Of each story only the newest source is kept.
	Source(ctx context.Context, story, hash string) ([]byte, error)
	// Wait returns when a revision after seq is there, by whichever process.
	Wait(ctx context.Context, seq uint64) error
	// Stats counts what is kept.
	Stats(ctx context.Context) (Stats, error)
	// Backup writes a copy of the journal, as of one moment, to a new file while
	// the journal is in use. It refuses a file that exists. The file is a SQLite
	// journal, whatever the store is.
	Backup(ctx context.Context, path string) error
	// Close gives back what the store holds. Nothing may be called after it.
	Close() error

	// Who is to be told of which feeds is kept beside the revisions, and so are
	// figures by day.
	owed.Store
	daily.Store
}

// Stats counts what a store keeps.
type Stats struct {
	Stories   int
	Revisions int
	Seq       uint64 // of the newest revision
	Bytes     int64  // on disk

	owed.Tally
}

// MostAtOnce is how many revisions one append takes.
const MostAtOnce = 1000

// CheckAppend says what is wrong with revisions that are to be appended, as far
// as it does not depend on what is recorded. It is for stores.
func CheckAppend(revs []Revision) error {
	if len(revs) > MostAtOnce {
		return fmt.Errorf("%d revisions at once: want at most %d", len(revs), MostAtOnce)
	}
	for _, r := range revs {
		if r.Story == "" || r.Op == "" || r.Rev < 1 {
			return fmt.Errorf("story %q, op %q, revision %d: want a story, an op and a revision from 1", r.Story, r.Op, r.Rev)
		}
	}
	return nil
}
