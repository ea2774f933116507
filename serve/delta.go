package serve

import (
	"net/http"
	"sync"
)

// A client that has an older version of a feed can be sent what it lacks: the
// same document with only those entries that are new or changed (RFC 3229,
// with the instance manipulation "feed"). For that a site remembers of former
// versions which entries they had. Such a memory does not outlast the process:
// an unknown version gets the whole feed.

// Deltas are those of one entry: those that were asked for, and if some were
// asked for of the version before, early the one against that.
type deltas struct {
	asked demand        // of any of them
	early [codings]bool // what was asked for of those of the version before

	mu   sync.Mutex // guards made
	made map[string]*entry
	room int // bytes that further ones may have
}

// delta gives the delta of e against a former version, as an entry that has e's
// tags; nil if it is not worth it. It is plain at first, and coded when it
// is asked for, like all that is served.
func (e *entry) delta(v version) (d *entry) {
	e.deltas.mu.Lock()
	defer e.deltas.mu.Unlock()
	if d, ok := e.deltas.made[v.hash]; ok {
		return d
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
	return d
}

// newDelta prepares a 226 with body. No cache may keep it that does not know
// RFC 3229 (§10.8): it would give it to who has another version, or none.
func (e *entry) newDelta(base string, body []byte) *entry {
	d := &entry{res: e.res, status: http.StatusIMUsed, hash: e.hash, tags: e.tags, modified: e.modified, lastMod: e.lastMod, early: e.deltas.early}
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
func (e *entry) shorten(whole reply, ifNoneMatch []string, a acceptance, wish coding) reply {
	base, ok := e.base(ifNoneMatch)
	if !ok {
		return whole
	}
	d := e.delta(base)
	if d == nil {
		return whole
	}
	part := reply{status: d.status, from: d, tag: whole.tag, dated: whole.dated}
	part.coding, part.body = d.choose(a)
	if len(part.body.body) >= len(whole.body.body) {
		part = whole
	}
	if d.ask(wish) {
		part.due = d
	}
	return part
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
