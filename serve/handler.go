package serve

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode/utf8"
)

// Options say what a handler answers with beside a site. All may be left out.
type Options struct {
	// Now is the clock; nil: the site's. Without any clock no answer has a
	// Last-Modified.
	Now func() time.Time

	// Missing is asked for what the site does not have: what is made when it is
	// first asked for. False: there is no such path. What it gives is kept until
	// it is invalidated or there is no room. It is asked once at a time for a
	// path, with a context that does not end with the request, and never for a
	// path that is not clean (dot segments, doubled slashes, control characters).
	Missing func(ctx context.Context, path string) (Resource, bool, error)

	// NotFound is the body of a 404; its zero value is a line of text.
	NotFound Resource

	Ready  func() error // why /readyz says no; nil: ready
	Rescan func()       // starts what POST /-/rescan asks for, and returns; nil: there is no such path
	Token  string       // that POST /-/rescan needs (Authorization: Bearer); empty: it is taken from this machine alone

	Log *slog.Logger // nil: nothing is logged
}

// Handler answers from a site. GET, HEAD and OPTIONS are all it knows, query
// strings change nothing, and nothing of a request gets into an answer.
func Handler(site *Site, o Options) http.Handler {
	if o.Now == nil {
		o.Now = site.now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	h := &handler{site: site, o: o, slots: make(chan struct{}, 16)}
	h.notFound = newPlain(http.StatusNotFound, "Not found.\n")
	if o.NotFound.Type != "" {
		h.notFound = newPage(http.StatusNotFound, o.NotFound)
	}
	return h
}

type handler struct {
	site     *Site
	o        Options
	notFound *entry
	slots    chan struct{} // bounds how much is made at the same time
}

const allowed = "GET, HEAD, OPTIONS"

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/livez":
		operate(w, http.StatusOK, "ok\n")
		return
	case "/readyz":
		h.ready(w)
		return
	case "/-/rescan":
		if h.o.Rescan != nil {
			h.rescan(w, r)
			return
		}
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		options(w.Header())
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		w.Header().Set("Allow", allowed)
		operate(w, http.StatusMethodNotAllowed, "Method not allowed.\n")
		return
	}
	// The clock is read before the table: see modified.go.
	now := h.o.Now()
	e, err := h.find(r)
	switch {
	case err != nil:
		h.failed(w, r, err)
	case e == nil:
		h.notFound.write(w, r)
	case e.status != http.StatusOK:
		e.write(w, r)
	default:
		q := newAsked(r)
		a := e.answer(&q, now)
		a.write(w, &q)
	}
}

// find gives nil where there is nothing.
func (h *handler) find(r *http.Request) (*entry, error) {
	p := r.URL.Path
	if e := h.site.tabled(p); e != nil {
		return e, nil
	}
	if h.o.Missing == nil || !clean(p) {
		return nil, nil
	}
	return h.site.make(r.Context(), p, h.missing)
}

func (h *handler) missing(ctx context.Context, path string) (Resource, bool, error) {
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	return h.o.Missing(ctx, path)
}

// clean reports whether a path can be the path of something.
func clean(p string) bool {
	if len(p) > 1024 || !strings.HasPrefix(p, "/") || !utf8.ValidString(p) {
		return false
	}
	if strings.ContainsFunc(p, func(c rune) bool { return c < ' ' || c == 0x7f || c == '\\' }) {
		return false
	}
	return p == "/" || path.Clean(p) == strings.TrimSuffix(p, "/")
}

// failed answers where something could not be made. The reader is told to come
// back, the operator is told why.
func (h *handler) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // nobody waits for an answer
	}
	var p *panicked
	if errors.As(err, &p) {
		h.o.Log.Error("a page could not be made", "path", r.URL.Path, "error", err, "stack", string(p.stack))
		operate(w, http.StatusInternalServerError, "Internal error.\n")
		return
	}
	h.o.Log.Error("a page could not be made", "path", r.URL.Path, "error", err)
	w.Header().Set("Retry-After", "60")
	operate(w, http.StatusServiceUnavailable, "Temporarily unavailable.\n")
}

// options answers a method question, and the question that a browser asks
// before it lets a page of another site send a conditional request.
func options(head http.Header) {
	head.Set("Allow", allowed)
	head.Set("Access-Control-Allow-Origin", "*")
	head.Set("Access-Control-Allow-Methods", allowed)
	head.Set("Access-Control-Allow-Headers", "A-IM, If-Modified-Since, If-None-Match")
	head.Set("Access-Control-Max-Age", "86400")
}
