package audience

// A table remembers when somebody last asked for something, in a room that does
// not grow: who asked least lately makes room.
type table struct {
	size uint64 // sets that it may have
	sets []pollSet
}

type pollSet [4]poll

// A poll is the newest one of a client for a feed.
type poll struct {
	id     uint64 // of both
	last   int64  // Unix milliseconds
	newest int64  // of the follow-up that was emitted last among those that it was given or has
}

// Sizes of tables, in sets of 96 bytes.
const (
	clientSets  = 16 << 10
	serviceSets = 1 << 10
)

// find gives the poll with an id; one with last 0 is new.
func (t *table) find(id uint64) *poll {
	if t.sets == nil {
		t.sets = make([]pollSet, t.size)
	}
	set := &t.sets[id%t.size]
	oldest := &set[0]
	for i := range set {
		if set[i].id == id && set[i].last != 0 {
			return &set[i]
		}
		if set[i].last < oldest.last {
			oldest = &set[i]
		}
	}
	*oldest = poll{id: id}
	return oldest
}
