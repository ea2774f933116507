package check

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"writethru/internal/fetch"
)

// Probe asks an address for a feed as a reader does that has never seen it,
// and then as one that has. If it names a hub, that is asked whether it is there.
// It sends five requests at most.
func Probe(ctx context.Context, client *fetch.Client, address string, now time.Time) (Subject, error) {
	first, err := client.Get(ctx, address, nil)
	if err != nil {
		return Subject{}, err
	}
	a := &Answer{
		URL: first.URL, Hops: first.Hops, Status: first.Status, Header: first.Header,
		Compressed: first.Header.Get("Content-Encoding") != "",
	}
	s := Subject{Name: address, Body: first.Body, Now: now, Answer: a}
	if first.Status != http.StatusOK {
		return s, nil
	}
	for _, ask := range []struct {
		validator, field string
		status           *int
	}{
		{"Etag", "If-None-Match", &a.IfNone},
		{"Last-Modified", "If-Modified-Since", &a.IfSince},
	} {
		value := first.Header.Get(ask.validator)
		if value == "" {
			continue
		}
		answer, err := client.Get(ctx, first.URL, http.Header{ask.field: {value}})
		if err != nil {
			return s, err
		}
		*ask.status = answer.Status
	}
	again, err := client.Get(ctx, first.URL, nil)
	if err != nil {
		return s, err
	}
	if again.Status == http.StatusOK {
		a.Again = again.Body
	}
	a.Hub = reach(ctx, client, s)
	return s, ctx.Err()
}

// reach asks the hub that a feed names, if it does, without asking for anything:
// whatever a hub says to that, it is there.
func reach(ctx context.Context, client *fetch.Client, s Subject) *Reached {
	c := &checker{now: s.Now, broken: map[string]int{}}
	text, ok := c.decode(s.Body, s.Answer)
	if !ok {
		return nil
	}
	d := c.parse(text)
	if d == nil {
		return nil
	}
	hub := hubOf(d, s.Answer).is
	if !fetch.IsWeb(hub) {
		return nil
	}
	answer, err := client.Get(ctx, hub, nil)
	switch {
	case errors.Is(err, fetch.ErrPrivate):
		return nil // of this machine nobody asked us to look at it
	case err != nil:
		return &Reached{Trouble: strings.TrimPrefix(err.Error(), hub+": ")}
	}
	return &Reached{Status: answer.Status}
}
