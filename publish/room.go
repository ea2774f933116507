package publish

import (
	"math"
	"runtime/debug"
)

// What the process may take while it reads or writes much: as much as it will
// hold of so many articles, and room for what is soon not needed any more.
const (
	roomAtLeast    = 56 << 20 // bytes
	roomPerArticle = 1250
	roomyGrowth    = 400 // percent
)

// makeRoom has garbage collected less often for a while, as long as the process
// stays within what so many articles take, and returns the end of that while. A
// limit that the environment sets stays.
func makeRoom(articles int) (end func()) {
	limit := debug.SetMemoryLimit(-1)
	if limit == math.MaxInt64 {
		debug.SetMemoryLimit(roomAtLeast + roomPerArticle*int64(articles))
	}
	growth := debug.SetGCPercent(roomyGrowth)
	return func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(growth)
	}
}
