package feedgen

import "time"

// A Rendered is an entry in all formats, read back and found to say what was
// meant. It never changes, so feeds may share it.
type Rendered struct {
	id        string
	published time.Time
	updated   time.Time
	text      [len(Formats)][]byte // as it stands in a feed, from its line break on
}

// ID returns the entry's id.
func (r *Rendered) ID() string { return r.id }

// Published returns when the entry was published.
func (r *Rendered) Published() time.Time { return r.published }

// Updated returns when the entry last changed significantly.
func (r *Rendered) Updated() time.Time { return r.updated }
