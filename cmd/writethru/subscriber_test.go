package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// A subscriber is told of feeds by the publisher of a script.
type subscriber struct {
	server *httptest.Server
	mu     sync.Mutex        // guards told
	told   map[string]string // by path of a feed: the bytes it was sent last
}

func newSubscriber() *subscriber {
	s := &subscriber{told: map[string]string{}}
	s.server = httptest.NewServer(s)
	return s
}

// ServeHTTP means every subscription, and takes every delivery. The path of its
// callback is the feed's.
func (s *subscriber) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		io.WriteString(w, r.URL.Query().Get("hub.challenge"))
		return
	}
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return // the publisher is gone
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told[r.URL.Path] = string(b)
}

// subscribe is the command of the same name.
func (s *subscriber) subscribe(ts *testscript.TestScript, neg bool, args []string) {
	site := ts.Getenv("SITE")
	resp, err := http.PostForm(site+"/hub", url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {site + args[0]}, "hub.callback": {s.server.URL + args[0]}, "hub.secret": {"secret"},
	})
	ts.Check(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if (resp.StatusCode != http.StatusAccepted) != neg {
		ts.Fatalf("subscribe %s: %s: %s", args[0], resp.Status, b)
	}
}

// waitTold is the command waittold.
func (s *subscriber) waitTold(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(eventually(func() error {
		_, now, err := get(ts.Getenv("SITE") + args[0])
		if err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.told[args[0]] == "" {
			return errors.New("nothing was delivered")
		}
		if s.told[args[0]] != now {
			return fmt.Errorf("delivered:\n%s\nwant what readers get:\n%s", s.told[args[0]], now)
		}
		return nil
	}))
}
