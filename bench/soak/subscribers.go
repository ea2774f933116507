package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What a subscriber is up to.
type state string

const (
	asking  state = "asking"  // the hub has not asked back
	taking  state = "taking"  // what it is sent
	failing state = "failing" // 500 to all that it is sent, until it returns
	leaving state = "leaving" // the hub has not asked back
	left    state = "left"
	gone    state = "gone" // 410, without a word before
)

// A subscriber is one callback.
type subscriber struct {
	n      int
	topic  string
	state  state
	since  time.Time
	newest [sha256.Size]byte // what it was sent last
	late   int               // deliveries since it left
}

// Subscribers are WebSub subscribers that come, go, fail and return.
type subscribers struct {
	p     *publisher
	found *findings
	rand  *rand.Rand

	address string // of the callbacks

	mu  sync.Mutex // guards what follows
	all []*subscriber
}

// Bounds of subscribers.
const (
	taken     = 20 // how many there are, about
	failFor   = 20 * time.Second
	askAgain  = 20 * time.Second
	theSecret = "the secret of a soak"
)

var topics = []string{"/feed.rss", "/feed.atom", "/updates.json", "/stories.atom"}

// serve serves the callbacks until ctx is done.
func (s *subscribers) serve(ctx context.Context, ln net.Listener) error {
	srv := &http.Server{Handler: s, ReadHeaderTimeout: askBound}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(ln); ctx.Err() == nil {
		return err
	}
	return nil
}

// churn lets something happen to subscribers again and again, until ctx is done.
func (s *subscribers) churn(ctx context.Context, each time.Duration) {
	for ctx.Err() == nil {
		s.step(ctx)
		pause(ctx, time.Duration((0.5+s.rand.Float64())*float64(each)))
	}
}

func (s *subscribers) step(ctx context.Context) {
	s.again(ctx, askAgain)
	active := s.in(asking, taking, failing)
	if len(active) < taken {
		s.come(ctx)
		return
	}
	sub := active[s.rand.IntN(len(active))]
	s.mu.Lock()
	was := sub.state
	s.mu.Unlock()
	switch dice := s.rand.IntN(10); {
	case was != taking:
	case dice < 4:
		s.turn(sub, failing)
	case dice < 8:
		s.turn(sub, leaving)
		s.ask(ctx, sub, "unsubscribe")
	default:
		s.turn(sub, gone)
	}
}

// come adds a subscriber.
func (s *subscribers) come(ctx context.Context) {
	s.mu.Lock()
	sub := &subscriber{n: len(s.all), topic: topics[len(s.all)%len(topics)]}
	s.all = append(s.all, sub)
	s.mu.Unlock()
	s.turn(sub, asking)
	s.ask(ctx, sub, "subscribe")
}

// again lets those return that have failed for long enough, and asks for what
// the hub did not ask back about.
func (s *subscribers) again(ctx context.Context, after time.Duration) {
	for mode, subs := range map[string][]*subscriber{"": s.in(failing), "subscribe": s.in(asking), "unsubscribe": s.in(leaving)} {
		for _, sub := range subs {
			s.mu.Lock()
			early := time.Since(sub.since) < min(after, failFor)
			s.mu.Unlock()
			switch {
			case early:
			case mode == "":
				s.turn(sub, taking)
			default:
				s.mu.Lock()
				sub.since = time.Now()
				s.mu.Unlock()
				s.ask(ctx, sub, mode)
			}
		}
	}
}

// turn lets a subscriber be up to something else.
func (s *subscribers) turn(sub *subscriber, to state) {
	s.mu.Lock()
	sub.state, sub.since = to, time.Now()
	s.mu.Unlock()
	if what := told[to]; what != "" {
		s.found.count(what)
	}
}

// told is how it is counted what subscribers are up to.
var told = map[state]string{
	asking:  "subscribers that came",
	failing: "subscribers that failed for a while, and returned",
	left:    "subscribers that left",
	gone:    "subscribers that were gone without a word",
}

// in are the subscribers in some states.
func (s *subscribers) in(states ...state) []*subscriber {
	s.mu.Lock()
	defer s.mu.Unlock()
	var some []*subscriber
	for _, sub := range s.all {
		for _, one := range states {
			if sub.state == one {
				some = append(some, sub)
			}
		}
	}
	return some
}

// late are the deliveries to those who have left, by their numbers.
func (s *subscribers) late() map[int]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[int]int{}
	for _, sub := range s.all {
		if sub.state == left {
			all[sub.n] = sub.late
		}
	}
	return all
}

// ask asks the hub (WebSub §5.1). Without an answer it is asked again later.
func (s *subscribers) ask(ctx context.Context, sub *subscriber, mode string) {
	form := url.Values{
		"hub.mode": {mode}, "hub.topic": {s.p.url(sub.topic)}, "hub.secret": {theSecret},
		"hub.callback": {fmt.Sprintf("http://%s/%d", s.address, sub.n)},
	}.Encode()
	before := s.p.steady()
	ctx, cancel := context.WithTimeout(ctx, askBound)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.p.url("/hub"), strings.NewReader(form))
	if err != nil {
		s.found.add("hub: %v", err)
		return
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err == nil {
		resp.Body.Close()
		if resp.StatusCode == http.StatusAccepted {
			return
		}
		err = fmt.Errorf("status %d", resp.StatusCode)
	}
	if ctx.Err() == nil && before != 0 && before == s.p.steady() {
		s.found.add("hub, %s: %v", mode, err)
	}
}

// ServeHTTP answers the hub (WebSub §5.3 and §7).
func (s *subscribers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
	s.mu.Lock()
	known := err == nil && n < len(s.all)
	var sub *subscriber
	if known {
		sub = s.all[n]
	}
	s.mu.Unlock()
	switch {
	case !known:
		s.found.add("the hub asks for the callback %s, which nobody has", r.URL.Path)
		http.NotFound(w, r)
	case r.Method == http.MethodPost:
		w.WriteHeader(s.take(sub, r))
	case !s.confirms(sub, r.FormValue("hub.mode")):
		http.NotFound(w, r)
	default:
		_, _ = io.WriteString(w, r.FormValue("hub.challenge")) // who asked may have gone
	}
}

// confirms says whether a subscriber means what the hub asks it about. After a
// kill the hub may ask once more.
func (s *subscribers) confirms(sub *subscriber, mode string) bool {
	s.mu.Lock()
	is := sub.state
	s.mu.Unlock()
	switch {
	case mode == "subscribe" && is == asking:
		s.turn(sub, taking)
	case mode == "unsubscribe" && is == leaving:
		s.turn(sub, left)
	case mode == "subscribe" && (is == taking || is == failing), mode == "unsubscribe" && is == left:
	case mode == "denied":
		s.found.add("the hub denies subscriber %d its topic %s", sub.n, sub.topic)
	default:
		return false
	}
	return true
}

// take takes what is delivered, and returns what is answered.
func (s *subscribers) take(sub *subscriber, r *http.Request) int {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return http.StatusBadRequest // the publisher was killed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch sub.state {
	case failing:
		s.found.count("deliveries that failed")
		return http.StatusInternalServerError
	case gone, left:
		sub.late++
		return http.StatusGone
	}
	mac := hmac.New(sha256.New, []byte(theSecret))
	mac.Write(body)
	if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); r.Header.Get("X-Hub-Signature") != want {
		s.found.add("subscriber %d is sent %s with the signature %q", sub.n, sub.topic, r.Header.Get("X-Hub-Signature"))
	}
	sub.newest = sha256.Sum256(body)
	s.found.count("deliveries")
	return http.StatusNoContent
}
