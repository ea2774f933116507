package serve

import (
	"io"
	"net/http"
	"time"
)

// serve answers GET and HEAD with e's representation, or says that the client
// has it. Nothing is allocated here: header values are put into the map as they
// were prepared.
func (e *entry) serve(w http.ResponseWriter, r *http.Request, now time.Time) {
	a := acceptance{ok: [codings]bool{identity: true}}
	if e.coded() {
		a = parseAccept(r.Header["Accept-Encoding"])
	}
	chosen, v := e.choose(a)
	dated := e.dated(now)
	head := w.Header()
	if e.failed(r.Header, dated) {
		operate(w, http.StatusPreconditionFailed, "Precondition failed.\n")
		return
	}
	if dated {
		head["Last-Modified"] = e.lastMod
	}
	if c, ok := e.unchanged(r.Header, a, chosen, dated); ok {
		set(head, e.fieldsUnchanged)
		head["Etag"] = e.tags[c]
		w.WriteHeader(http.StatusNotModified)
		return
	}
	set(head, e.fields)
	head["Etag"] = e.tags[chosen]
	if chosen != identity {
		head["Content-Encoding"] = encodings[chosen]
	}
	v.write(w, r, http.StatusOK)
}

// write answers with e's status and its one body.
func (e *entry) write(w http.ResponseWriter, r *http.Request) {
	set(w.Header(), e.fields)
	e.variants[identity].Load().write(w, r, e.status)
}

// Ranges are not offered (Accept-Ranges: none) and Range is passed over, as
// RFC 9110 §14.2 lets a server do: a feed is read whole, and a part of an older
// one is of no use.
func (v *variant) write(w http.ResponseWriter, r *http.Request, status int) {
	w.Header()["Content-Length"] = v.length
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
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
