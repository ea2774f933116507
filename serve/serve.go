// Package serve gives bytes to readers over HTTP: conditional requests, coded
// variants, correct headers. It knows nothing of stories or feeds.
//
// A [Site] is the table of what is served now, [Handler] answers requests from
// it, and [Serve] runs the server, which answers most requests by itself from
// what the site has prepared, exactly as the handler would. A reader whose copy is current is told so
// with a 304; a reader whose copy is not current is never told that it is.
package serve

import (
	"bytes"
	"io/fs"
	"slices"
	"time"
)

// A Resource is what one path answers with. It is not changed once it is put.
type Resource struct {
	Type     string        // Content-Type, with charset
	Body     []byte        // the bytes as they are without any coding
	Modified time.Time     // when these bytes came to be (RFC 9110 §8.8.2); zero: not said
	MaxAge   time.Duration // how long a cache may use them without asking
	Link     string        // the Link header's value, on one line; empty if none
	Location string        // set: the path has moved there for good (301, which every feed reader follows), Body is not used
	Gone     bool          // set: 410, which ends a subscription; Body is not used
	Entries  []Span        // of a feed: where its entries stand in Body, in order; empty: there are no deltas of it
	Emitted  []time.Time   // of a feed: when the follow-ups in Body were emitted, newest first; for Options.Answered

	// Open is set for a file that may be replaced at any time. It is opened for
	// each request and read in the parts that are asked for; what it returns has
	// to be an [io.Seeker]. fs.ErrNotExist: it is not there now. Body, Modified
	// and Entries are not used.
	Open func() (fs.File, error)
}

func (r Resource) equal(o Resource) bool {
	return r.Open == nil && o.Open == nil && r.Type == o.Type && r.Modified.Equal(o.Modified) && r.MaxAge == o.MaxAge && r.Link == o.Link &&
		r.Location == o.Location && r.Gone == o.Gone && slices.Equal(r.Entries, o.Entries) && bytes.Equal(r.Body, o.Body)
}
