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
	f, ok, err := h.o.Feeds.Feed(ctx, r.subscriber.Topic)
	if err != nil {
		return err
	}
	if !ok && r.mode == subscribe {
		return refuse(http.StatusBadRequest, "hub.topic: want the URL of a feed of this publisher")
	}
	_, known, err := h.o.Store.Subscriber(ctx, r.subscriber)
	if err != nil {
		return err
	}
	r.subscriber.Told = hashOf(f)                                 // what changes from now on is owed
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // the answer does not wait for the callback
	v := &verification{r, known, cancel}
	if err := h.pending.begin(v, h.o.Now()); err != nil {
		cancel()
		return err
	}
	go func() {
		defer cancel()
		meant, err := h.settle(ctx, v)
		h.pending.end(v, meant)
		if err != nil && ctx.Err() == nil {
			h.o.Log.Error("a subscription is not recorded", "topic", r.subscriber.Topic, "callback", r.subscriber.Callback, "error", err)
		}
	}()
	return nil
}

// settle asks a callback, and does what it meant. It reports whether it did.
func (h *Hub) settle(ctx context.Context, v *verification) (meant bool, err error) {
	s := v.subscriber
	if err := h.pending.inTurn(ctx, v, func() error { return h.ask(ctx, v.request) }); err != nil {
		h.figures.count(func(st *Stats) { st.Unverified++ })
		h.o.Log.Info("a subscription was not verified", "mode", v.mode, "topic", s.Topic, "callback", s.Callback, "reason", err)
		return false, nil
	}
	if !h.pending.newest(v) {
		return true, nil // it has changed its mind
	}
	if v.mode == unsubscribe {
		return true, h.intake.remove(ctx, h, s)
	}
	s.Ends = h.o.Now().Add(v.lease)
	if ok, err := h.intake.put(ctx, h, s, v.known); err != nil {
		return true, err
	} else if !ok {
		h.deny(ctx, v.request, "this hub has as many subscribers as it may")
		return true, nil
	}
	h.o.Log.Info("subscribed", "topic", s.Topic, "callback", s.Callback, "ends", s.Ends)
	// Until now nobody may have wanted the topic, so that a change of it was not
	// announced.
	h.Changed(s.Topic)
	wake(h.owing)
	return true, nil
}

// ask sends a challenge to a callback. Only who knows of the request answers it.
func (h *Hub) ask(ctx context.Context, r request) error {
	challenge := rand.Text()
	query := url.Values{"hub.mode": {r.mode}, "hub.topic": {r.asked}, "hub.challenge": {challenge}}
	if r.mode == subscribe {
		query.Set("hub.lease_seconds", strconv.Itoa(int(r.lease.Seconds())))
	}
	resp, err := h.get(ctx, r.subscriber.Callback, query)
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

// deny tells a callback that its subscription is not taken (WebSub §5.2).
func (h *Hub) deny(ctx context.Context, r request, reason string) {
	resp, err := h.get(ctx, r.subscriber.Callback, url.Values{"hub.mode": {"denied"}, "hub.topic": {r.asked}, "hub.reason": {reason}})
	if err != nil {
		h.o.Log.Info("a denial did not arrive", "callback", r.subscriber.Callback, "error", err)
		return
	}
	h.figures.count(func(st *Stats) { st.Denied++ })
	defer resp.Body.Close()
	drain(resp.Body)
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
	return h.clients.callbacks.Do(req)
}
