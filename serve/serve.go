// Package serve gives bytes to readers over HTTP: conditional requests, coded
// variants, correct headers. It knows nothing of stories or feeds.
package serve

import "time"

// A Resource is what one path answers with. It is not changed once it is put.
type Resource struct {
	Type     string        // Content-Type, with charset
	Body     []byte        // the bytes as they are without any coding
	Modified time.Time     // when these bytes came to be (RFC 9110 §8.8.2)
	MaxAge   time.Duration // how long a cache may use them without asking
	Link     string        // the Link header's value, on one line; empty if none
	Location string        // set: the path has moved there for good (308 for feeds' sake: 301), Body is not used
	Gone     bool          // set: 410
}
