package websub_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"writethru/websub"
)

func TestAFeedIsDeliveredAsItIs(t *testing.T) {
	for algorithm, sum := range map[string]func() hash.Hash{"": sha256.New, "sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New} {
		w := newWorld(t, func(o *websub.Options) { o.Signature = algorithm })
		r := newReader(t, nil)
		w.subscribe(r, news, "hub.secret", "a secret")
		text := strings.Repeat("news é\r\n\x00", 100_000)
		w.publish(news, text)
		d := r.wait(t)
		if d.body != text || d.length != int64(len(text)) || len(d.coded) > 0 {
			t.Errorf("%d bytes of %d, Content-Length %d, Transfer-Encoding %v, want the feed's bytes and their length", len(d.body), len(text), d.length, d.coded)
		}
		mac := hmac.New(sum, []byte("a secret"))
		io.WriteString(mac, text)
		if algorithm == "" {
			algorithm = "sha256"
		}
		for name, want := range map[string]string{
			"Content-Type":    "application/rss+xml; charset=utf-8",
			"Link":            `<https://courier.example/hub>; rel="hub", <https://courier.example/feed.rss>; rel="self"`,
			"X-Hub-Signature": algorithm + "=" + hex.EncodeToString(mac.Sum(nil)),
			"Content-Length":  fmt.Sprint(len(text)),
		} {
			if name != "Content-Length" && (len(d.head.Values(name)) != 1 || d.head.Get(name) != want) {
				t.Errorf("%s: %q, want %q", name, d.head.Values(name), want)
			}
		}
		if d.query != "feed=1&q=a%20b" {
			t.Errorf("the callback's query is %q, want it as it was", d.query)
		}
	}
}

func TestWithoutASecretNothingIsSigned(t *testing.T) {
	w := newWorld(t, nil)
	r := newReader(t, nil)
	w.subscribe(r, news)
	w.publish(news, "news 1")
	if d := r.wait(t); d.head.Get("X-Hub-Signature") != "" {
		t.Errorf("X-Hub-Signature: %s, want none", d.head.Get("X-Hub-Signature"))
	}
}

func TestOnlyWhatChangedIsDelivered(t *testing.T) {
	w := newWorld(t, nil)
	r, other := newReader(t, nil), newReader(t, nil)
	w.subscribe(r, news)
	w.subscribe(other, wire)
	w.publish(news, "news 0")
	w.publish(site+"/tags/none/feed.rss", "nobody wants it")
	w.publish(news, "news 1")
	if d := r.wait(t); d.body != "news 1" {
		t.Errorf("delivered %q, want news 1", d.body)
	}
	w.publish(wire, "wire 1")
	if d := other.wait(t); d.body != "wire 1" {
		t.Errorf("delivered %q, want wire 1", d.body)
	}
	if len(r.got)+len(other.got) > 0 {
		t.Error("something was delivered twice")
	}
}

// What comes while a delivery is under way is one delivery after it.
func TestBurstsCoalesce(t *testing.T) {
	w := newWorld(t, nil)
	arrived, go_ := make(chan string, 10), make(chan struct{})
	r := newReader(t, nil)
	r.answer = func(rw http.ResponseWriter, req *http.Request) {
		if req.Method == http.MethodGet {
			fmt.Fprint(rw, req.URL.Query().Get("hub.challenge"))
			return
		}
		arrived <- req.Header.Get("Content-Length")
		<-go_
	}
	w.subscribe(r, news)
	w.publish(news, "a")
	<-arrived
	for n := range 50 {
		w.publish(news, strings.Repeat("a", n+2))
	}
	eventually(t, "the newest is announced", func() bool {
		topic, _, err := w.store.Topic(t.Context(), news)
		f, _, _ := w.desk.Feed(t.Context(), news)
		sum := sha256.Sum256(f.Body)
		return err == nil && topic.Hash == hex.EncodeToString(sum[:16])
	})
	close(go_)
	<-arrived
	eventually(t, "the newest is delivered", func() bool {
		s, _ := w.subscriber(news, r.callback())
		topic, _, _ := w.store.Topic(t.Context(), news)
		return s.Told == topic.Hash
	})
	if len(arrived) > 0 {
		t.Errorf("%d deliveries more than two", len(arrived))
	}
}

func TestWhatAnAnswerMeans(t *testing.T) {
	elsewhere := newReader(t, nil)
	for _, test := range []struct {
		claim  string
		answer func(http.ResponseWriter, *http.Request)
		told   bool
		ended  bool
	}{
		{"200", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) }, true, false},
		{"204", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, true, false},
		{"299", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(299) }, true, false},
		{"a long answer", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("x", 1<<20)) }, true, false},
		{"410", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, false, true},
		{"404", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, false, false},
		{"503", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, false, false},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.server.URL, http.StatusTemporaryRedirect)
		}, false, false},
		{"a broken connection", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false, false},
		{"a huge header", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) }, false, false},
	} {
		w := newWorld(t, nil)
		r := newReader(t, test.answer)
		w.put(r.callback(), "")
		w.publish(news, "news 1")
		eventually(t, test.claim, func() bool {
			s, there := w.subscriber(news, r.callback())
			topic, _, _ := w.store.Topic(t.Context(), news)
			switch {
			case test.ended:
				return !there
			case test.told:
				return s.Told == topic.Hash && s.Attempt == 0
			}
			return s.Attempt == 1 && s.Retry.After(s.At.Add(4*time.Second)) && s.Retry.Before(s.At.Add(16*time.Second))
		})
		w.stop()
		w.stop = func() {}
	}
	if len(elsewhere.got) > 0 {
		t.Error("a redirect was followed")
	}
}

// A crowd is subscribers without a network between. Those whose host begins with
// stuck don't answer.
type crowd struct {
	mu   sync.Mutex // guards what follows
	hang int
	told map[string]string // by host
}

func (c *crowd) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	stuck := strings.HasPrefix(r.URL.Host, "stuck")
	c.mu.Lock()
	if stuck {
		c.hang++
	} else {
		c.told[r.URL.Host] = string(body)
	}
	c.mu.Unlock()
	if stuck {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody, Request: r, Header: http.Header{}}, nil
}

// Subscribers that hang, on one host and on many, don't keep others waiting: all
// of these are told before the first of those is given up.
func TestSlowSubscribersDelayNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &crowd{told: map[string]string{}}
		w := newWorld(t, func(o *websub.Options) { o.Workers, o.Timeout, o.Transport = 32, 10*time.Second, c })
		want := map[string]string{}
		for i := range 300 {
			w.put(fmt.Sprint("https://stuck.example/", i), "")
		}
		for i := range 100 {
			w.put(fmt.Sprintf("https://stuck-%d.example/", i), "")
		}
		for i := range 20 {
			host := fmt.Sprintf("good-%d.example", i)
			want[host] = "news 1"
			w.put("https://"+host+"/", "")
		}
		w.publish(news, "news 1")
		time.Sleep(w.options.Timeout - time.Second)
		synctest.Wait()
		c.mu.Lock()
		defer c.mu.Unlock()
		if !maps.Equal(c.told, want) || c.hang <= 32 {
			t.Errorf("%d are told while %d hang, want 20 while more hang than there are workers: %v", len(c.told), c.hang, c.told)
		}
	})
}

func TestOtherHubsAreTold(t *testing.T) {
	var fail bool
	forms := make(chan string, 10)
	hub := newReader(t, func(w http.ResponseWriter, r *http.Request) {
		if fail {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	hub.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		forms <- r.PostForm.Encode()
		w.WriteHeader(http.StatusNoContent)
	})
	w := newWorld(t, func(o *websub.Options) { o.Others, o.Announced = []string{hub.server.URL}, []string{news} })
	eventually(t, "the hub is enrolled", func() bool {
		n, err := w.store.CountSubscribers(t.Context())
		return n == 1 && err == nil
	})
	w.publish(wire, "wire 1") // it is not told of this one
	w.publish(news, "news 1")
	want := "hub.mode=publish&hub.topic=" + "https%3A%2F%2Fcourier.example%2Ffeed.rss" + "&hub.url=" + "https%3A%2F%2Fcourier.example%2Ffeed.rss"
	if got := <-forms; got != want {
		t.Errorf("the hub was sent %s, want %s", got, want)
	}
	w.stop()
	w.desk.set(news, "news 2") // while nobody looks
	w.start()
	if got := <-forms; got != want {
		t.Errorf("after a start the hub was sent %s, want %s", got, want)
	}
	w.stop()
	w.options.Others = nil
	w.start()
	eventually(t, "a hub that is no longer named is forgotten", func() bool {
		n, err := w.store.CountSubscribers(t.Context())
		return n == 0 && err == nil
	})
}
