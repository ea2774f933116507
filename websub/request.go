package websub

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"writethru/internal/owed"
)

// What a subscriber may ask for (WebSub §5.1).
const (
	subscribe   = "subscribe"
	unsubscribe = "unsubscribe"
)

// Bounds of a request.
const (
	maxRequest = 16 << 10
	maxURL     = 2 << 10
	maxSecret  = 199 // hub.secret must be less than 200 bytes in length
)

// A request is what a subscriber asks for.
type request struct {
	owed.Request
	host string // of the callback, with its port
}

// subscriber is whom it is about.
func (r request) subscriber() owed.Subscriber {
	return owed.Subscriber{Topic: r.Topic, Callback: r.Callback, Secret: r.Secret, Told: r.Told}
}

// A refusal is a request that is wrong, and the status that says so.
type refusal struct {
	status int
	reason string
}

func (r *refusal) Error() string { return r.reason }

func refuse(status int, format string, args ...any) error {
	return &refusal{status, fmt.Sprintf(format, args...)}
}

// ServeHTTP answers what subscribers ask (WebSub §5.1). A request that is in
// order is accepted with 202, and then its callback is asked whether it is meant.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	req, err := h.read(w, r)
	if err == nil {
		err = h.verify(r.Context(), req)
	}
	head := w.Header()
	head.Set("Content-Type", "text/plain; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Content-Type-Options", "nosniff")
	var no *refusal
	switch {
	case err == nil:
		w.WriteHeader(http.StatusAccepted)
		_, err = io.WriteString(w, "Accepted: the callback will be asked.\n")
	case errors.As(err, &no):
		switch no.status {
		case http.StatusMethodNotAllowed:
			head.Set("Allow", http.MethodPost)
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			head.Set("Retry-After", "60")
		}
		w.WriteHeader(no.status)
		_, err = io.WriteString(w, no.reason+"\n")
	default:
		h.o.Log.Error("a subscription can't be taken", "error", err, "advice", "see whether the journal's disk or servers answer; who subscribed asks again")
		head.Set("Retry-After", "60")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, err = io.WriteString(w, "Temporarily unavailable.\n")
	}
	_ = err // who asked is gone
}

// read reads a request and checks what can be checked at once.
func (h *Hub) read(w http.ResponseWriter, r *http.Request) (request, error) {
	if r.Method != http.MethodPost {
		return request{}, refuse(http.StatusMethodNotAllowed, "This is a WebSub hub: subscribe with a POST.")
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/x-www-form-urlencoded" {
		return request{}, refuse(http.StatusUnsupportedMediaType, "Content-Type: want application/x-www-form-urlencoded")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	if err := r.ParseForm(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return request{}, refuse(http.StatusRequestEntityTooLarge, "the request has more than %d bytes", maxRequest)
		}
		return request{}, refuse(http.StatusBadRequest, "the form can't be read")
	}
	get := r.PostForm.Get
	req := request{Request: owed.Request{
		Mode: get("hub.mode"), Asked: get("hub.topic"), Callback: get("hub.callback"), Secret: get("hub.secret"),
		ID: rand.Text(), At: h.o.Now(), Lease: h.o.Lease,
	}}
	if req.Mode != subscribe && req.Mode != unsubscribe {
		return req, refuse(http.StatusBadRequest, "hub.mode: want %s or %s", subscribe, unsubscribe)
	}
	var ok bool
	if req.Topic, ok = h.o.Feeds.Topic(req.Asked); !ok || len(req.Asked) > maxURL {
		return req, refuse(http.StatusBadRequest, "hub.topic: want the URL of a feed of this publisher")
	}
	if len(req.Secret) > maxSecret {
		return req, refuse(http.StatusBadRequest, "hub.secret: want less than 200 bytes")
	}
	var err error
	if req.host, err = h.checkCallback(req.Callback); err != nil {
		return req, err
	}
	if s := get("hub.lease_seconds"); s != "" && req.Mode == subscribe {
		seconds, err := strconv.ParseInt(s, 10, 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) || seconds <= 0 {
			return req, refuse(http.StatusBadRequest, "hub.lease_seconds: want a number of seconds greater than 0")
		}
		req.Lease = time.Duration(min(seconds, int64(h.o.MaxLease/time.Second))) * time.Second
	}
	req.Lease = min(max(req.Lease, h.o.MinLease), h.o.MaxLease).Truncate(time.Second)
	return req, nil
}
