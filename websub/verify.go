package websub

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// verify begins to ask a callback whether it meant a request (WebSub §5.3), which
// goes on when verify has returned.
func (h *Hub) verify(ctx context.Context, r request) error {
	f, ok, err := h.o.Feeds.Feed(ctx, r.Topic)
	if err != nil {
		return err
	}
	if (!ok || f.Gone) && r.Mode == subscribe {
		return refuse(http.StatusBadRequest, "hub.topic: want the URL of a feed of this publisher")
	}
	r.Told = hashOf(f) // what changes from now on is owed
	v, ctx, err := h.verification(ctx, r)
	if err != nil {
		return err
	}
	if err := h.intake.begin(ctx, h, v); err != nil {
		v.cancel()
		return err
	}
	go h.finish(ctx, v)
	return nil
}

// verification makes one, and its context: the answer does not wait for the callback.
func (h *Hub) verification(ctx context.Context, r request) (*verification, context.Context, error) {
	_, known, err := h.o.Store.Subscriber(ctx, r.subscriber())
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	return &verification{r, known, cancel}, ctx, nil
}

// finish ends a verification that was begun.
func (h *Hub) finish(ctx context.Context, v *verification) {
	defer v.cancel()
	meant, err := h.settle(ctx, v)
	h.pending.end(v, meant)
	if err != nil && ctx.Err() == nil {
		h.o.Log.Error("a subscription is not recorded: trying again", "topic", v.Topic, "host", v.host, "error", err, "advice", "see whether the journal's disk or servers answer; nobody is forgotten")
	}
}

// settle asks a callback, and does what it meant. It reports whether it did.
func (h *Hub) settle(ctx context.Context, v *verification) (meant bool, err error) {
	why := h.pending.inTurn(ctx, v, func() error { return h.ask(ctx, v.request) })
	if ctx.Err() != nil {
		return false, ctx.Err() // it asks for something else by now, or goes on at the next start
	}
	switch {
	case why != nil:
		h.figures.count(func(st *Stats) { st.Unverified++ })
		h.o.Log.Info("a subscription was not verified", "mode", v.Mode, "topic", v.Topic, "host", v.host, "reason", why)
		return false, h.intake.drop(ctx, h, v.request)
	case !h.pending.newest(v):
		return true, nil // it has changed its mind
	}
	denied, err := h.intake.settle(ctx, h, v)
	switch {
	case err != nil:
		return true, err
	case denied != "":
		if err := h.deny(ctx, v.Callback, v.Asked, denied); err != nil {
			h.o.Log.Info("a denial did not arrive", "topic", v.Topic, "host", v.host, "error", err)
		}
		h.figures.count(func(st *Stats) { st.Denied++ })
		return true, nil
	}
	// Until now nobody may have wanted the topic, so that a change of it was not
	// announced.
	h.Changed(v.Topic)
	wake(h.owing)
	return true, nil
}

// ask sends a challenge to a callback. Only who knows of the request answers it.
func (h *Hub) ask(ctx context.Context, r request) error {
	challenge := rand.Text()
	query := url.Values{"hub.mode": {r.Mode}, "hub.topic": {r.Asked}, "hub.challenge": {challenge}}
	if r.Mode == subscribe {
		query.Set("hub.lease_seconds", strconv.Itoa(int(r.Lease.Seconds())))
	}
	resp, err := h.get(ctx, r.Callback, query)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, int64(len(challenge))+1))
	switch {
	case err != nil:
		return err
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return fmt.Errorf("the callback answers %d", resp.StatusCode)
	case string(body) != challenge:
		return fmt.Errorf("the callback does not answer the challenge")
	}
	return nil
}

// deny tells a callback that it has no subscription, or not any more (WebSub
// §5.2), and gives an error if nobody was there to hear it.
func (h *Hub) deny(ctx context.Context, callback, topic, reason string) error {
	resp, err := h.get(ctx, callback, url.Values{"hub.mode": {"denied"}, "hub.topic": {topic}, "hub.reason": {reason}})
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	drain(resp.Body)
	if resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests {
		return fmt.Errorf("the callback answers %d", resp.StatusCode)
	}
	return nil
}

// get asks a callback with parameters added to its own query, which stays as it is.
func (h *Hub) get(ctx context.Context, callback string, query url.Values) (*http.Response, error) {
	u, err := url.Parse(callback)
	if err != nil {
		return nil, err
	}
	if u.RawQuery != "" {
		u.RawQuery += "&"
	}
	u.RawQuery += query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", h.o.Agent)
	return do(h.clients.callbacks, req)
}
