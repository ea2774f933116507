package serve

import "net/http"

// An asked is what the answer to a GET or HEAD depends on beside the path: the
// lines of the fields that count, in the order in which they came.
type asked struct {
	head  bool // HEAD: the content is left out
	lines [askedFields][]string
}

// An askedField is a field of a request that an answer depends on.
type askedField uint8

const (
	acceptEncoding askedField = iota
	ifMatch
	ifNoneMatch
	ifModifiedSince
	ifUnmodifiedSince
	aIM
	userAgent
	via
	cdnLoop
	forwardedFor
	askedFields
)

// askedNames are in canonical form.
var askedNames = [askedFields]string{
	"Accept-Encoding", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since",
	"A-Im", "User-Agent", "Via", "Cdn-Loop", "X-Forwarded-For",
}

func newAsked(r *http.Request) (q asked) {
	q.head = r.Method == http.MethodHead
	for f, name := range askedNames {
		q.lines[f] = r.Header[name]
	}
	return q
}
