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

	Ready func() error // why /readyz says no; nil: ready

	// Routes says who answers some paths in place of the site: "/hub". A client's
	// limits hold for them too.
	Routes map[string]http.Handler

	// Answered is told of each answer with a feed, and of each 304 in its place;
	// nil: nobody is. It is called from many goroutines, on the way of the answer.
	Answered func(Answer)

	// Classes name what answers are counted by, at most 16, and Class gives the
	// place in it of a path's class. It must not keep the path, and is called for
	// each request. Nil: all paths are in one class without a name.
	Classes  []string
	Class    func(path string) int
	Counters *Counters // nil: nobody reads them

	Limits Limits       // of each client; zero: good ones
	Log    *slog.Logger // nil: nothing is logged
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
	if o.Counters == nil {
		o.Counters = new(Counters)
	}
	h := &handler{site: site, o: o, clients: newClients(o.Limits), slots: make(chan struct{}, 16)}
	h.notFound = newPlain(http.StatusNotFound, "Not found.\n")
	if o.NotFound.Type != "" {
		h.notFound = newPage(http.StatusNotFound, o.NotFound)
	}
	o.Counters.handler.Store(h)
	return h
}

type handler struct {
	site     *Site
	o        Options
	notFound *entry
	clients  *clients
	slots    chan struct{} // bounds how much is made at the same time
	limits   streamLimits  // zero: the server has its own
}

const allowed = "GET, HEAD, OPTIONS"

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := h.o.Now() // before the table is read: see modified.go
	get := r.Method == http.MethodGet || r.Method == http.MethodHead
	if e := h.atHand(r.URL.Path); get && e != nil {
		q := newAsked(r)
		a := h.reply(e, r.URL.Path, &q, now)
		if a.status != http.StatusNotModified {
			h.limits.set(w, r)
			if h.limited(w, r, now) {
				return
			}
		}
		h.tell(e, r.URL.Path, &q, &a, addressOf(r), now)
		a.write(w, &q)
		h.count(h.o.Counters.shard(), r.URL.Path, a.status, a.content(q.head))
		return
	}
	h.limits.set(w, r)
	answer := &counting{ResponseWriter: w}
	w = answer
	defer answer.end(h, r)
	switch {
	case r.URL.Path == "/livez":
		operate(w, http.StatusOK, "ok\n")
	case r.URL.Path == "/readyz":
		h.ready(w)
	case h.limited(w, r, now):
	case h.o.Routes[r.URL.Path] != nil:
		h.o.Routes[r.URL.Path].ServeHTTP(w, r)
	case get:
		h.get(w, r, now)
	case r.Method == http.MethodOptions:
		options(w.Header())
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", allowed)
		operate(w, http.StatusMethodNotAllowed, "Method not allowed.\n")
	}
}

// operated reports whether a path is an operator's, whatever the site has.
func (h *handler) operated(path string) bool {
	return path == "/livez" || path == "/readyz" || h.o.Routes[path] != nil
}

// atHand gives what is served under a path with status 200, if it needs not be
// made or read first.
func (h *handler) atHand(path string) *entry {
	if h.operated(path) {
		return nil
	}
	e := h.site.current(path)
	if e == nil || e.status != http.StatusOK || e.res.Open != nil {
		return nil
	}
	return e
}

// reply decides how a request is answered, in both lanes. path may be a view of
// a buffer.
func (h *handler) reply(e *entry, path string, q *asked, now time.Time) reply {
	a := e.answer(q, now)
	switch {
	case a.due == nil:
	case a.body != nil && h.site.coders.now(h.site, a.due):
		a = e.answer(q, now)
	default:
		h.site.coders.add(h.site, strings.Clone(path))
	}
	return a
}

// limited refuses a request of a client that has had its share.
func (h *handler) limited(w http.ResponseWriter, r *http.Request, now time.Time) bool {
	wait := h.clients.take(h.clients.named(r.RemoteAddr), now)
	if wait == 0 {
		return false
	}
	if _, counted := w.(*counting); !counted {
		h.count(h.o.Counters.shard(), r.URL.Path, http.StatusTooManyRequests, 0)
	}
	w.Header().Set("Retry-After", retryAfter(wait))
	operate(w, http.StatusTooManyRequests, "Too many requests.\n")
	return true
}

// get answers with what is not at hand.
func (h *handler) get(w http.ResponseWriter, r *http.Request, now time.Time) {
	e, err := h.find(r)
	switch {
	case err != nil:
		h.failed(w, r, err)
	case e == nil:
		h.notFound.write(w, r)
	case e.status != http.StatusOK:
		e.write(w, r)
	case e.res.Open != nil:
		h.sendFile(w, r, e, now)
	default:
		q := newAsked(r)
		a := h.reply(e, r.URL.Path, &q, now)
		h.tell(e, r.URL.Path, &q, &a, addressOf(r), now)
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
	h.o.Counters.unmade.Add(1)
	var p *panicked
	if errors.As(err, &p) {
		h.o.Log.Error("a page could not be made", "path", r.URL.Path, "error", err, "stack", string(p.stack), "advice", "see the error; who asks is told to come back in a minute")
		operate(w, http.StatusInternalServerError, "Internal error.\n")
		return
	}
	h.o.Log.Error("a page could not be made", "path", r.URL.Path, "error", err, "advice", "see the error; who asks is told to come back in a minute")
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
