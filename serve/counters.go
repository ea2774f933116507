package serve

import (
	"io"
	"net/http"
	"sync/atomic"
)

// Counters count what a handler and its server do. The zero value is ready; it
// belongs to one handler, and to the server that the handler is given to.
type Counters struct {
	shards  [shards]shard
	next    atomic.Uint32   // the shard that is given out next
	refused [2]atomic.Int64 // connections: see Stats
	handed  atomic.Int64
	unmade  atomic.Int64
	handler atomic.Pointer[handler]
	conns   atomic.Pointer[conns]
}

// A shard has what some connections count: processors don't wait for each other
// to count.
type shard struct {
	answers [maxClasses][len(statuses) + 1]atomic.Int64
	bytes   atomic.Int64
	_       [64]byte // the next one is in another cache line
}

const (
	shards     = 16
	maxClasses = 16
)

// statuses are those that are counted by themselves, the usual ones first.
var statuses = [...]int{304, 200, 226, 404, 429, 206, 301, 410, 412, 202, 204, 400, 401, 403, 405, 413, 416, 500, 503}

// ofStatus is the place of a status; behind them all for one that is not there.
func ofStatus(status int) int {
	for i, s := range statuses {
		if s == status {
			return i
		}
	}
	return len(statuses)
}

// shard gives a shard to who will count in it.
func (c *Counters) shard() *shard { return &c.shards[c.next.Add(1)%shards] }

// count counts an answer. path may be a view of a buffer.
func (h *handler) count(in *shard, path string, status int, bytes int64) {
	class := 0
	if h.o.Class != nil {
		class = h.o.Class(path) % maxClasses
	}
	in.answers[class][ofStatus(status)].Add(1)
	if bytes > 0 {
		in.bytes.Add(bytes)
	}
}

// content is how many bytes of content a reply has.
func (a *reply) content(head bool) int64 {
	if a.body == nil || head {
		return 0
	}
	return int64(len(a.body.body))
}

// A counting counts what is answered with it.
type counting struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *counting) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *counting) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// ReadFrom lets net/http send a file without reading it.
func (w *counting) ReadFrom(r io.Reader) (int64, error) {
	n, err := io.Copy(w.ResponseWriter, r)
	w.bytes += n
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *counting) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// end counts the answer. Nothing written is a 200, as for net/http.
func (w *counting) end(h *handler, r *http.Request) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	h.count(h.o.Counters.shard(), r.URL.Path, w.status, w.bytes)
}
