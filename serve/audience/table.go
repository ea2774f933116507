package audience

import "time"

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

// gap is how long ago the poll before was; 0: it is not known.
func (p *poll) gap(rec *record) time.Duration {
	if p.last == 0 {
		return 0
	}
	return time.Duration(rec.at.UnixMilli()-p.last) * time.Millisecond
}

// slack is by how much a follow-up may be older than the poll before and still be
// new to who polls: its bytes come a moment after it was emitted.
const slack = time.Minute

// take notes what a client has now, and how long after their emission it was
// given the follow-ups that are new to it.
func (p *poll) take(rec *record, fetched *histogram) {
	known := max(p.newest, p.last-slack.Milliseconds())
	for _, at := range rec.emitted {
		if p.last == 0 || rec.bytes == 0 || at.UnixMilli() <= known {
			break
		}
		if !at.After(rec.at) {
			fetched.add(rec.at.Sub(at))
		}
	}
	if len(rec.emitted) > 0 {
		p.newest = max(p.newest, rec.emitted[0].UnixMilli())
	}
	p.last = max(p.last, rec.at.UnixMilli())
}
