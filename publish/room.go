package publish

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// What the process may take while it reads or writes much: about as much as it
// will hold of so many articles, and room for what is soon not needed any more.
const (
	roomAtLeast    = 28 << 20  // bytes
	roomInBuild    = 128 << 20 // at least, for what renders much and ends then
	roomPerArticle = 1900
	roomyGrowth    = 400 // percent
)

// A room has garbage collected less often while much is read or written.
type room struct {
	fixed  bool // by the environment
	before int  // growth of the heap that has garbage collected

	mu    sync.Mutex
	limit int64 // guarded by mu; of the process's memory
}

// makeRoom makes room for what is known of so many articles, and at least so
// many bytes, until close.
func makeRoom(articles int, atLeast int64) *room {
	r := &room{limit: max(atLeast, roomAtLeast+roomPerArticle*int64(articles))}
	r.fixed = debug.SetMemoryLimit(-1) != math.MaxInt64
	if !r.fixed {
		debug.SetMemoryLimit(r.limit)
	}
	r.before = debug.SetGCPercent(roomyGrowth)
	return r
}

// fit widens a room that turns out to be too narrow: with little left below the
// limit, garbage would be collected all the time.
func (r *room) fit() {
	if r == nil || r.fixed {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	r.mu.Lock()
	defer r.mu.Unlock()
	if need := int64(live[0].Value.Uint64()) / 2 * 3; need > r.limit {
		r.limit = need
		debug.SetMemoryLimit(need)
	}
}

func (r *room) close() {
	if !r.fixed {
		debug.SetMemoryLimit(math.MaxInt64)
	}
	debug.SetGCPercent(r.before)
}
