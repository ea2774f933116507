package websub

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Whatever a subscriber says of when to come again, it is waited for as long as it
// says, never longer than for a day, and not at all where it makes no sense.
func FuzzRetryAfter(f *testing.F) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, s := range []string{"120", " 7 ", "-1", "99999999999999999999", "1.5", "Sat, 21 Nov 2026 12:01:00 GMT", "Sat, 21 Nov 1926 12:01:00 GMT", "Saturday, 21-Nov-26 12:01:00 GMT", "Sat Nov 21 12:01:00 9999", ""} {
		f.Add(503, s)
	}
	f.Add(200, "120")
	h := New(Options{URL: "https://courier.example/hub", Feeds: oneFeed{}, Now: func() time.Time { return now }})
	f.Fuzz(func(t *testing.T, status int, value string) {
		got := h.retryAfter(&http.Response{StatusCode: status, Header: http.Header{"Retry-After": {value}}})
		switch n, err := strconv.Atoi(strings.TrimSpace(value)); {
		case got < 0 || got > maxRetryAfter:
			t.Errorf("%q: %v", value, got)
		case status != 429 && status != 503:
			if got != 0 {
				t.Errorf("status %d, %q: %v, want none", status, value, got)
			}
		case err == nil && n >= 0 && !strings.HasPrefix(strings.TrimSpace(value), "+") && !strings.HasPrefix(strings.TrimSpace(value), "-"):
			if want := time.Duration(min(n, 86400)) * time.Second; got != want {
				t.Errorf("%q: %v, want %v", value, got, want)
			}
		}
		if _, err := http.ParseTime(strings.TrimSpace(value)); err != nil && got != 0 && strings.Trim(strings.TrimSpace(value), "0123456789") != "" {
			t.Errorf("%q: %v, want none", value, got)
		}
	})
}
