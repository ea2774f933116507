package check

import (
	"context"
	"net/http"
	"time"

	"writethru/internal/fetch"
)

// Probe asks an address for a feed as a reader does that has never seen it,
// and then as one that has. It sends four requests at most.
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
	return s, nil
}
