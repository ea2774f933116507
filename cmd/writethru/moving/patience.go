package moving

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"writethru/internal/fetch"
)

// tries are how often a page is asked for, and longest is how long a server may
// have us wait.
const (
	tries   = 4
	longest = 2 * time.Minute
)

// patiently gets a page. A server that is busy is asked again when it says, or
// after a pause that doubles: a site has many pages, and we ask for all of them
// in a row.
func (w Walk) patiently(ctx context.Context, address string) (*fetch.Answer, error) {
	for n := 1; ; n++ {
		a, err := w.Get(ctx, address)
		if n == tries || !isBusy(a, err) {
			return a, err
		}
		pause := time.Second << n
		if err == nil {
			if s, err := strconv.Atoi(a.Header.Get("Retry-After")); err == nil && s > 0 {
				pause = min(time.Duration(s)*time.Second, longest)
			}
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// isBusy reports whether it is worth asking again.
func isBusy(a *fetch.Answer, err error) bool {
	if err != nil {
		return fetch.IsTemporary(err)
	}
	switch a.Status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
