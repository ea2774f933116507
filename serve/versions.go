package serve

import (
	"bytes"
	"hash/maphash"
	"slices"
	"strings"
)

// A Span is where an entry stands in a body: Body[Start:End].
type Span struct{ Start, End int }

// A version is what is remembered of a feed that was served before.
type version struct {
	hash    string
	entries []uint64 // hashes of its entries
}

// At most so many former versions are remembered of a path, and so many hashes
// in all of them.
const (
	mostVersions = 24
	mostHashes   = 4096
)

// hashing is the seed of the hashes of entries. They are compared with one
// another and go nowhere.
var hashing = maphash.MakeSeed()

// A cutting is what cuts a body into the entries of a feed.
type cutting struct {
	spans     []Span
	hashes    []uint64
	separator []byte // between two entries
}

// cut gives the cutting of a resource, nil if there are no deltas of it.
func cut(r Resource) *cutting {
	if len(r.Entries) < 2 { // a delta has fewer entries than the feed
		return nil
	}
	c := &cutting{spans: r.Entries, hashes: make([]uint64, len(r.Entries))}
	end := 0
	for i, s := range r.Entries {
		if s.Start < end || s.End < s.Start || s.End > len(r.Body) {
			return nil
		}
		between := r.Body[end:s.Start]
		switch {
		case i == 1:
			c.separator = bytes.Clone(between) // a former version holds no body
		case i > 1 && !bytes.Equal(between, c.separator):
			return nil // what lies between entries belongs to one of them
		}
		c.hashes[i] = maphash.Bytes(hashing, r.Body[s.Start:s.End])
		end = s.End
	}
	return c
}

// remember makes e know the versions that it comes after.
func (e *entry) remember(before *entry) {
	if e.cutting == nil {
		return
	}
	e.former = before.former
	if before.hash == e.hash || before.cutting == nil {
		return
	}
	hashes := 0
	e.former = slices.Concat([]version{{before.hash, before.cutting.hashes}}, before.former)
	for i, v := range e.former {
		hashes += len(v.entries)
		if i == mostVersions || hashes > mostHashes {
			e.former = e.former[:i]
			break
		}
	}
}

// base gives the newest former version that a request names: the client has it.
func (e *entry) base(lines []string) (version, bool) {
	newest := len(e.former)
	for opaque := range tagsIn(lines) {
		for i, v := range e.former[:newest] {
			suffix, ok := strings.CutPrefix(opaque, v.hash)
			if ok && slices.Contains(suffixes[:], suffix) {
				newest = i
				break
			}
		}
	}
	if newest == len(e.former) {
		return version{}, false
	}
	return e.former[newest], true
}
