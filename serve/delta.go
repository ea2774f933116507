package serve

import (
	"bytes"
	"hash/maphash"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// A Span is where an entry stands in a body: Body[Start:End].
type Span struct{ Start, End int }

// A client that has an older version of a feed can be sent what it lacks: the
// same document with only those entries that are new or changed (RFC 3229,
// with the instance manipulation "feed"). For that a site remembers of former
// versions which entries they had. Such a memory does not outlast the process:
// an unknown version gets the whole feed.

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

// lacking gives the body with those entries alone that a former version does
// not have; nil if there are none: then something else has changed.
func (c *cutting) lacking(body []byte, v version) []byte {
	had := make(map[uint64]bool, len(v.entries))
	for _, h := range v.entries {
		had[h] = true
	}
	var b []byte
	for i, s := range c.spans {
		if had[c.hashes[i]] {
			continue
		}
		if b == nil {
			b = append(b, body[:c.spans[0].Start]...)
		} else {
			b = append(b, c.separator...)
		}
		b = append(b, body[s.Start:s.End]...)
	}
	if b == nil {
		return nil
	}
	return append(b, body[c.spans[len(c.spans)-1].End:]...)
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

// Deltas are those of one entry that were asked for.
type deltas struct {
	mu   sync.Mutex // guards made
	made map[string]*entry
	room int // bytes that further ones may have
}

// delta gives the delta of e against a former version, as an entry that has e's
// tags; nil if it is not worth it. It is plain at first and coded later, like
// all that is served. fresh: it was made now.
func (e *entry) delta(v version) (d *entry, fresh bool) {
	e.deltas.mu.Lock()
	defer e.deltas.mu.Unlock()
	if d, ok := e.deltas.made[v.hash]; ok {
		return d, false
	}
	if e.deltas.made == nil {
		e.deltas.made = make(map[string]*entry)
		e.deltas.room = len(e.res.Body)
	}
	if b := e.cutting.lacking(e.res.Body, v); b != nil && len(b) < len(e.res.Body) && len(b) <= e.deltas.room {
		e.deltas.room -= len(b)
		d = e.newDelta(v.hash, b)
	}
	e.deltas.made[v.hash] = d
	return d, d != nil
}

// newDelta prepares a 226 with body. No cache may keep it that does not know
// RFC 3229 (§10.8): it would give it to who has another version, or none.
func (e *entry) newDelta(base string, body []byte) *entry {
	d := &entry{res: e.res, status: http.StatusIMUsed, hash: e.hash, tags: e.tags, modified: e.modified, lastMod: e.lastMod}
	d.res.Body = body
	d.variants[identity].Store(newVariant(identity, body))
	for _, f := range e.fields {
		switch f.name {
		case "Cache-Control":
			f.values = []string{"no-store, im, " + maxAge(e.res.MaxAge)}
		case "Vary":
			continue
		}
		d.fields = append(d.fields, f)
	}
	d.fields = append(d.fields,
		field{"Im", []string{"feed"}},
		field{"Delta-Base", []string{`"` + base + `"`}},
		field{"Vary", []string{"A-IM, If-None-Match, Accept-Encoding"}})
	d.setWire()
	d.wire.lastMod = e.wire.lastMod
	return d
}

// all gives the deltas that were made.
func (ds *deltas) all() (all []*entry) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	for _, d := range ds.made {
		if d != nil {
			all = append(all, d)
		}
	}
	return all
}

// shorten gives a delta in place of the whole content, if the request names a
// former version and the delta is shorter.
func (e *entry) shorten(whole reply, ifNoneMatch []string, a acceptance) reply {
	base, ok := e.base(ifNoneMatch)
	if !ok {
		return whole
	}
	d, fresh := e.delta(base)
	if d == nil {
		return whole
	}
	part := reply{status: d.status, from: d, dated: whole.dated}
	part.coding, part.body = d.choose(a)
	if len(part.body.body) >= len(whole.body.body) {
		part = whole
	}
	part.uncoded = fresh && d.coded()
	return part
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
