package websub

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // WebSub §7.1 has it, and the operator asked for it
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"writethru/internal/owed"
)

// Signatures are the ways to sign a delivery (WebSub §7.1).
var Signatures = map[string]func() hash.Hash{
	"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New,
}

// A reply is what a request was answered with.
type reply struct {
	status int
	after  time.Duration // Retry-After; 0: not said
}

// send makes one attempt to deliver a feed, or to tell another hub of it. What
// is answered is an error only where there is no answer.
func (h *Hub) send(ctx context.Context, d owed.Delivery, f Feed) (reply, error) {
	if f.Gone && !d.Hub {
		return reply{}, h.deny(ctx, d.Callback, d.Topic, "the feed has ended")
	}
	client, req, err := h.clients.callbacks, (*http.Request)(nil), error(nil)
	if d.Hub {
		client = h.clients.hubs
		req, err = ping(ctx, d)
	} else {
		req, err = h.distribution(ctx, d, f)
	}
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("User-Agent", h.o.Agent)
	resp, err := do(client, req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	drain(resp.Body)
	return reply{resp.StatusCode, h.retryAfter(resp)}, nil
}

// retryAfter is how long who answers wants to be left alone (RFC 9110 §10.2.3): a
// number of seconds or a date.
func (h *Hub) retryAfter(resp *http.Response) time.Duration {
	if resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	value := strings.TrimSpace(resp.Header.Get("Retry-After"))
	if value != "" && strings.Trim(value, "0123456789") == "" {
		seconds, _ := strconv.ParseUint(value, 10, 64) // of what is too much it gives the most
		return time.Duration(min(seconds, uint64(maxRetryAfter/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(0, at.Sub(h.o.Now())), maxRetryAfter)
	}
	return 0
}

// distribution is the request that delivers a feed (WebSub §7): its bytes, with
// their type and length, and both links in one line, since some subscribers read
// only one.
func (h *Hub) distribution(ctx context.Context, d owed.Delivery, f Feed) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.Callback, bytes.NewReader(f.Body)) // of known length
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", f.Type)
	req.Header.Set("Link", fmt.Sprintf(`<%s>; rel="hub", <%s>; rel="self"`, h.o.URL, d.Topic))
	if d.Secret != "" {
		mac := hmac.New(Signatures[h.o.Signature], []byte(d.Secret))
		mac.Write(f.Body)
		req.Header.Set("X-Hub-Signature", h.o.Signature+"="+hex.EncodeToString(mac.Sum(nil)))
	}
	return req, nil
}

// ping is the request that tells another hub to fetch a feed. Hubs have not
// agreed on how the feed is called.
func ping(ctx context.Context, d owed.Delivery) (*http.Request, error) {
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {d.Topic}, "hub.topic": {d.Topic}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.Callback, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req, nil
}
