package serve

import (
	"io"
	"net/http"
	"time"
)

// A reply is how a GET or HEAD of a representation is answered, decided and
// not yet written. Two write it: the handler, and the fast lane (lane.go).
type reply struct {
	status int      // 200, 226, 304 or 412
	from   *entry   // whose fields it has: the entry's own, or those of a delta
	coding coding   // of the content
	tag    coding   // in which the client has, or would have, the whole content: its tag is said
	body   *variant // the content; nil: there is none
	dated  bool     // Last-Modified is said
	due    *entry   // of which something is to be made, for this request or the next; nil: nothing
}

// answer decides how a request is answered at a time that was read before e was
// looked up. Nothing is allocated here but deltas, once.
func (e *entry) answer(q *asked, now time.Time) reply {
	a := acceptance{ok: [codings]bool{identity: true}}
	if e.coded() {
		a = parseAccept(q.lines[acceptEncoding])
	}
	chosen, v := e.choose(a)
	wish := a.wish()
	dated := e.dated(now)
	if e.failed(q, dated) {
		return reply{status: http.StatusPreconditionFailed}
	}
	deltas := e.cutting != nil && q.wantsDelta()
	if deltas {
		e.deltas.asked.note(wish)
	}
	if c, ok := e.unchanged(q, a, chosen, dated); ok {
		r := reply{status: http.StatusNotModified, from: e, tag: c, dated: dated}
		if !deltas && e.ask(wish) { // of the next version it will have all, or a delta
			r.due = e
		}
		return r
	}
	r := reply{status: http.StatusOK, from: e, coding: chosen, tag: chosen, body: v, dated: dated}
	if deltas && len(e.former) > 0 {
		r = e.shorten(r, q.lines[ifNoneMatch], a, wish)
	}
	if r.from == e && e.ask(wish) {
		r.due = e
	}
	return r
}

// write puts header values into the map as they were prepared, so that nothing
// is allocated.
func (a *reply) write(w http.ResponseWriter, q *asked) {
	if a.status == http.StatusPreconditionFailed {
		operate(w, a.status, "Precondition failed.\n")
		return
	}
	head := w.Header()
	if a.dated {
		head["Last-Modified"] = a.from.lastMod
	}
	head["Etag"] = a.from.tags[a.tag]
	if a.body == nil {
		set(head, a.from.fieldsUnchanged)
		w.WriteHeader(a.status)
		return
	}
	set(head, a.from.fields)
	if a.coding != identity {
		head["Content-Encoding"] = encodings[a.coding]
	}
	a.body.write(w, q.head, a.status)
}

// write answers with e's status and its one body.
func (e *entry) write(w http.ResponseWriter, r *http.Request) {
	set(w.Header(), e.fields)
	e.variants[identity].Load().write(w, r.Method == http.MethodHead, e.status)
}

// Ranges are not offered here (Accept-Ranges: none) and Range is passed over, as
// RFC 9110 §14.2 lets a server do: a feed is read whole, and a part of an older
// one is of no use. They are for files (file.go).
func (v *variant) write(w http.ResponseWriter, head bool, status int) {
	w.Header()["Content-Length"] = v.length
	w.WriteHeader(status)
	if !head {
		_, _ = w.Write(v.body) // an error is the client's, who is gone
	}
}

func set(head http.Header, fields []field) {
	for _, f := range fields {
		head[f.name] = f.values
	}
}

// newPlain prepares an answer that is a line of text.
func newPlain(status int, text string) *entry {
	e := &entry{modified: never}
	e.setStatus(status, text)
	return e
}

// newPage prepares an answer with a page and another status than 200.
func newPage(status int, r Resource) *entry {
	if r.MaxAge == 0 {
		r.MaxAge = briefly
	}
	e := newEntry(Resource{Type: r.Type, Body: r.Body, MaxAge: r.MaxAge, Link: r.Link}, nil)
	e.status = status
	return e
}

// operate answers an operator, or says what went wrong: never from a cache.
func operate(w http.ResponseWriter, status int, text string) {
	head := w.Header()
	head.Set("Content-Type", "text/plain; charset=utf-8")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}
