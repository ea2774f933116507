package websub_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"writethru/websub"
)

func TestRequestsThatAreWrongAreRefused(t *testing.T) {
	w := newWorld(t, func(o *websub.Options) { o.AllowPrivate = false })
	const callback = "https://reader.example/cb"
	for _, test := range []struct {
		claim  string
		form   url.Values
		status int
		says   string
	}{
		{"no mode", form("", news, callback), 400, "hub.mode"},
		{"an unknown mode", form("publish", news, callback), 400, "hub.mode"},
		{"no topic", form("subscribe", "", callback), 400, "hub.topic"},
		{"another site's topic", form("subscribe", "https://elsewhere.example/feed.rss", callback), 400, "hub.topic"},
		{"a topic that is no feed", form("subscribe", site+"/archive/1.rss", callback), 400, "hub.topic"},
		{"a feed that is not there", form("subscribe", site+"/tags/none/feed.rss", callback), 400, "hub.topic"},
		{"a long topic", form("subscribe", site+"/"+strings.Repeat("x", 3000), callback), 400, "hub.topic"},
		{"no callback", form("subscribe", news, ""), 400, "hub.callback"},
		{"a relative callback", form("subscribe", news, "/cb"), 400, "hub.callback"},
		{"a callback that is no web address", form("subscribe", news, "ftp://reader.example/cb"), 400, "hub.callback"},
		{"a callback without a host", form("subscribe", news, "http:///cb"), 400, "hub.callback"},
		{"a callback with credentials", form("subscribe", news, "https://ana:secret@reader.example/cb"), 400, "credentials"},
		{"a callback with a fragment", form("subscribe", news, callback+"#here"), 400, "fragment"},
		{"a callback with an empty fragment", form("subscribe", news, callback+"#"), 400, "fragment"},
		{"a callback on this machine", form("subscribe", news, "http://127.0.0.1:80/cb"), 400, "private"},
		{"a callback called localhost", form("subscribe", news, "http://localhost/cb"), 400, "private"},
		{"a callback in a private network", form("subscribe", news, "http://10.0.0.1/cb"), 400, "private"},
		{"a callback in a private network of IPv6", form("subscribe", news, "http://[fd00::1]/cb"), 400, "private"},
		{"a callback on this machine, as IPv6 has it", form("subscribe", news, "http://[::ffff:127.0.0.1]/cb"), 400, "private"},
		{"a callback that is nowhere", form("subscribe", news, "http://0.0.0.0/cb"), 400, "private"},
		{"a callback at a carrier's", form("subscribe", news, "http://100.64.0.1/cb"), 400, "private"},
		{"a callback that is a cloud's metadata", form("subscribe", news, "http://169.254.169.254/latest"), 400, "private"},
		{"a lease of nothing", form("subscribe", news, callback, "hub.lease_seconds", "0"), 400, "hub.lease_seconds"},
		{"a lease in the past", form("subscribe", news, callback, "hub.lease_seconds", "-5"), 400, "hub.lease_seconds"},
		{"a lease that is no number", form("subscribe", news, callback, "hub.lease_seconds", "ten days"), 400, "hub.lease_seconds"},
		{"a secret that is too long", form("subscribe", news, callback, "hub.secret", strings.Repeat("s", 200)), 400, "hub.secret"},
		{"a long request", form("subscribe", news, callback, "x", strings.Repeat("x", 20_000)), 413, "bytes"},
	} {
		status, text := w.post(test.form)
		if status != test.status || !strings.Contains(text, test.says) {
			t.Errorf("%s: %d %q, want %d and a word about %s", test.claim, status, text, test.status, test.says)
		}
	}
	if n, err := w.store.CountSubscribers(t.Context()); n != 0 || err != nil {
		t.Errorf("%d subscribers, %v, want none", n, err)
	}
}

func TestTheHubTakesFormsByPost(t *testing.T) {
	w := newWorld(t, nil)
	resp, err := http.Get(w.server.URL + "?" + form("subscribe", news, "https://reader.example/cb").Encode())
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed || resp.Header.Get("Allow") != "POST" {
		t.Errorf("GET: %d, Allow %q, want 405 and POST", resp.StatusCode, resp.Header.Get("Allow"))
	}
	resp, err = http.Post(w.server.URL, "application/json", strings.NewReader(`{"hub.mode": "subscribe"}`))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("POST of JSON: %d, want 415", resp.StatusCode)
	}
}

func TestTheCallbackIsAskedWhetherItMeansIt(t *testing.T) {
	w := newWorld(t, nil)
	r := newReader(t, nil)
	for _, test := range []struct {
		asked string
		lease time.Duration
	}{
		{"", 10 * 24 * time.Hour},
		{"86400", 24 * time.Hour},
		{"60", time.Hour},
		{"2000000000", 30 * 24 * time.Hour},
	} {
		before := time.Now()
		s := w.subscribe(r, news, "hub.lease_seconds", test.asked)
		q := <-r.asked
		want := fmt.Sprint(int(test.lease.Seconds()))
		if q.Get("hub.mode") != "subscribe" || q.Get("hub.topic") != news || q.Get("hub.lease_seconds") != want || len(q.Get("hub.challenge")) < 20 {
			t.Errorf("lease %q: the callback was asked %v, want a lease of %s seconds", test.asked, q, want)
		}
		if q.Get("feed") != "1" || q.Get("q") != "a b" {
			t.Errorf("the callback was asked %v, want its own query kept", q)
		}
		eventually(t, "the lease is recorded", func() bool {
			s, _ = w.subscriber(news, r.callback())
			return !s.Ends.Before(before.Add(test.lease).Truncate(time.Millisecond)) && s.Ends.Before(time.Now().Add(test.lease+time.Second))
		})
	}
	if n, err := w.store.CountSubscribers(t.Context()); n != 1 || err != nil {
		t.Errorf("%d subscribers after renewals, %v, want 1", n, err)
	}
	if status, text := w.post(form("unsubscribe", news, r.callback())); status != http.StatusAccepted {
		t.Fatalf("unsubscribe: %d %s", status, text)
	}
	if q := <-r.asked; q.Get("hub.mode") != "unsubscribe" || q.Get("hub.challenge") == "" {
		t.Errorf("the callback was asked %v, want whether it unsubscribes", q)
	}
	eventually(t, "the subscription is gone", func() bool {
		_, there := w.subscriber(news, r.callback())
		return !there
	})
}

func TestACallbackThatDoesNotMeanItIsNotSubscribed(t *testing.T) {
	w := newWorld(t, nil)
	elsewhere := newReader(t, nil)
	for claim, answer := range map[string]http.HandlerFunc{
		"not found": func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotFound) },
		"wrong":     func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "challenge") },
		"more": func(rw http.ResponseWriter, r *http.Request) {
			fmt.Fprint(rw, r.URL.Query().Get("hub.challenge")+"\n")
		},
		"reflected": func(rw http.ResponseWriter, r *http.Request) { fmt.Fprint(rw, r.URL.RawQuery) },
		"endless": func(rw http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				fmt.Fprint(rw, strings.Repeat("x", 1000))
			}
		},
		"with an error": func(rw http.ResponseWriter, r *http.Request) {
			rw.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(rw, r.URL.Query().Get("hub.challenge"))
		},
		"elsewhere": func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, elsewhere.server.URL+"/cb?"+r.URL.RawQuery, http.StatusFound)
		},
	} {
		r := newReader(t, answer)
		if status, text := w.post(form("subscribe", news, r.callback())); status != http.StatusAccepted {
			t.Errorf("%s: %d %s, want 202", claim, status, text)
		}
		<-r.asked
	}
	w.stop() // waits for verifications
	w.start()
	if n, err := w.store.CountSubscribers(t.Context()); n != 0 || err != nil {
		t.Errorf("%d subscribers, %v, want none", n, err)
	}
	if len(elsewhere.asked) > 0 {
		t.Error("a redirect was followed")
	}
}

func TestNamesThatLeadIntoPrivateNetworksAreNotConnectedTo(t *testing.T) {
	r := newReader(t, nil)
	w := newWorld(t, func(o *websub.Options) { o.AllowPrivate = false })
	// Put there while it was allowed.
	w.put(r.callback(), "")
	w.publish(news, "news 1")
	eventually(t, "the delivery fails", func() bool {
		s, _ := w.subscriber(news, r.callback())
		return s.Attempt == 1 && strings.Contains(s.Status, "prohibited IP")
	})
	if len(r.got) > 0 {
		t.Error("it was delivered")
	}
}

func TestMoreSubscribersThanMayBeAreDenied(t *testing.T) {
	w := newWorld(t, func(o *websub.Options) { o.MaxSubscribers = 1 })
	first, second := newReader(t, nil), newReader(t, nil)
	w.subscribe(first, news)
	w.post(form("subscribe", news, second.callback()))
	<-second.asked // the challenge
	if q := <-second.asked; q.Get("hub.mode") != "denied" || q.Get("hub.topic") != news || q.Get("hub.reason") == "" {
		t.Errorf("the callback was told %v, want that it is denied, and why", q)
	}
	w.subscribe(first, news) // it may renew
}

// Requests cost who sends them nothing, and name a callback that may be
// somebody else's.
func TestAFloodOfRequestsIsBounded(t *testing.T) {
	w := newWorld(t, func(o *websub.Options) { o.MaxPending = 200 })
	hang := make(chan struct{})
	victim := newReader(t, func(http.ResponseWriter, *http.Request) { <-hang })
	defer close(hang)
	accepted := 0
	eventually(t, "requests are refused", func() bool {
		status, text := w.post(form("subscribe", news, fmt.Sprint(victim.server.URL, "/", accepted)))
		switch status {
		case http.StatusAccepted:
			accepted++
		case http.StatusTooManyRequests:
			return true
		default:
			t.Fatalf("%d %s", status, text)
		}
		return false
	})
	if accepted != 100 || len(victim.asked) > 20 {
		t.Errorf("%d requests were accepted, and the host was asked %d times at once, want 100 and 20", accepted, len(victim.asked))
	}
	w.subscribe(newReader(t, nil), news) // others are not kept from it
}

func TestAHostThatDoesNotWantItIsLeftAlone(t *testing.T) {
	w := newWorld(t, nil)
	victim := newReader(t, func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotFound) })
	victim.asked = make(chan url.Values, 1000)
	n := 0
	eventually(t, "the host is left alone", func() bool {
		status, _ := w.post(form("subscribe", news, fmt.Sprint(victim.server.URL, "/", n)))
		n++
		return status == http.StatusTooManyRequests
	})
	if asked := len(victim.asked); asked < 100 || asked > 120 {
		t.Errorf("it was asked %d times, want about 100", asked)
	}
}
