package moving_test

import (
	"context"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"writethru/cmd/writethru/moving"
	"writethru/internal/fetch"
)

func TestWalkWaitsForABusyServer(t *testing.T) {
	good := &fetch.Answer{Status: http.StatusOK, Header: http.Header{}, Body: []byte(rss("", "1"))}
	busy := &fetch.Answer{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"7"}}}
	down := &fetch.Answer{Status: http.StatusServiceUnavailable, Header: http.Header{}}
	for _, tt := range []struct {
		name    string
		answers []any
		takes   time.Duration
		fails   bool
	}{
		{"it says when", []any{busy, good}, 7 * time.Second, false},
		{"it is down for a while", []any{down, down, good}, 6 * time.Second, false},
		{"it cuts the line", []any{io.ErrUnexpectedEOF, good}, 2 * time.Second, false},
		{"it stays down", []any{down, down, down, down}, 14 * time.Second, true},
		{"it is private", []any{fetch.ErrPrivate}, 0, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			walk := moving.Walk{Get: func(context.Context, string) (*fetch.Answer, error) {
				next := tt.answers[0]
				tt.answers = tt.answers[1:]
				if a, ok := next.(*fetch.Answer); ok {
					return a, nil
				}
				return nil, next.(error)
			}}
			_, err := walk.Read(t.Context(), "https://old.example/feed")
			if took := time.Since(begun); took != tt.takes || (err != nil) != tt.fails {
				t.Errorf("%s: took %v, error %v, want %v, an error: %v", tt.name, took, err, tt.takes, tt.fails)
			}
		})
	}
}
