package websub_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"writethru/websub"
)

// A line carries requests to a subscriber without a network between.
type line struct {
	hangs atomic.Bool // nothing is answered
	asked atomic.Int64
	told  atomic.Pointer[delivery]
}

func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	if l.hangs.Load() {
		l.asked.Add(1)
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	answer := ""
	if r.Method == http.MethodGet {
		l.asked.Add(1)
		answer = r.URL.Query().Get("hub.challenge")
	} else {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		l.told.Store(&delivery{head: r.Header, body: string(b)})
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(answer)), Request: r, Header: http.Header{}}, nil
}

// ask asks the hub without a network between.
func (w *world) ask(f url.Values) int {
	r := httptest.NewRequest(http.MethodPost, "/hub", strings.NewReader(f.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got := httptest.NewRecorder()
	w.hub.ServeHTTP(got, r)
	return got.Code
}

// What was accepted is verified, also when the process ends in between, and
// whatever way it ends.
func TestAcceptedRequestsOutliveTheProcess(t *testing.T) {
	const callback = "https://reader.example/cb"
	for claim, end := range map[string]func(*world){
		"it was stopped": func(w *world) { w.stop() },
		"it crashed": func(w *world) {
			if err := w.store.Close(); err != nil {
				w.t.Error(err)
			}
			w.stopHub()
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := &line{}
			l.hangs.Store(true)
			w := newWorld(t, func(o *websub.Options) { o.Transport, o.LookEvery = l, time.Hour })
			if status := w.ask(form("subscribe", news, callback, "hub.secret", "a secret", "hub.lease_seconds", "7200")); status != http.StatusAccepted {
				t.Fatalf("%s: %d, want 202", claim, status)
			}
			synctest.Wait()
			end(w)
			w.desk.set(news, "news 1")
			l.hangs.Store(false)
			w.start()
			time.Sleep(time.Minute)
			s, there := w.subscriber(news, callback)
			if !there || s.Secret != "a secret" || s.Ends.Before(time.Now().Add(time.Hour)) || l.asked.Load() != 2 {
				t.Errorf("%s: the subscriber is %+v, %v after it was asked %d times, want it subscribed", claim, s, there, l.asked.Load())
			}
			if d := l.told.Load(); d == nil || d.body != "news 1" || !signed(*d, "a secret") {
				t.Errorf("%s: it was sent %+v, want what came since it asked", claim, d)
			}
			w.stop()
			w.start() // it is settled: nobody is asked again
			time.Sleep(time.Hour)
			if n := l.asked.Load(); n != 2 {
				t.Errorf("%s: it was asked %d times, want 2", claim, n)
			}
			w.stop()
			w.stop = func() {}
		})
	}
}

// What somebody asked for last is what counts.
func TestTheNewestRequestCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &line{}
		w := newWorld(t, func(o *websub.Options) { o.Transport, o.LookEvery = l, time.Hour })
		const callback = "https://reader.example/cb"
		w.ask(form("subscribe", news, callback))
		time.Sleep(time.Second)
		l.hangs.Store(true)
		w.ask(form("subscribe", news, callback, "hub.secret", "a secret"))
		w.ask(form("unsubscribe", news, callback))
		synctest.Wait()
		w.stop()
		l.hangs.Store(false)
		w.start()
		time.Sleep(time.Minute)
		if s, there := w.subscriber(news, callback); there {
			t.Errorf("the subscriber is %+v, want it unsubscribed", s)
		}
		w.stop()
		w.stop = func() {}
	})
}

func TestOldRequestsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &line{}
		l.hangs.Store(true)
		w := newWorld(t, func(o *websub.Options) { o.Transport, o.LookEvery = l, time.Hour })
		w.ask(form("subscribe", news, "https://reader.example/cb"))
		synctest.Wait()
		w.stop()
		l.hangs.Store(false)
		time.Sleep(25 * time.Hour)
		w.start()
		time.Sleep(time.Minute)
		if n := l.asked.Load(); n != 1 {
			t.Errorf("the callback was asked %d times, want it left alone after a day", n)
		}
		w.stop()
		w.stop = func() {}
	})
}

// What can't be kept is not accepted.
func TestARequestThatIsNotKeptIsNotAccepted(t *testing.T) {
	w := newWorld(t, nil)
	r := newReader(t, nil)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if status, text := w.post(form("subscribe", news, r.callback())); status != http.StatusServiceUnavailable {
		t.Errorf("%d %s, want 503", status, text)
	}
	w.stopHub()
	w.stop = func() {}
	if len(r.asked) > 0 {
		t.Error("the callback was asked")
	}
}

func TestEndedFeedsEndSubscriptions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var denied, dead atomic.Int64
		var last atomic.Pointer[url.URL]
		away := trip(func(r *http.Request) (*http.Response, error) {
			if strings.HasPrefix(r.URL.Host, "dead") {
				dead.Add(1)
				return nil, errors.New("nobody is there")
			}
			denied.Add(1)
			last.Store(r.URL)
			return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: r, Header: http.Header{}}, nil
		})
		w := newWorld(t, func(o *websub.Options) { o.Transport, o.LookEvery = away, time.Hour })
		w.put("https://reader.example/cb?own=1", "a secret")
		w.put("https://dead.example/cb", "")
		there := func() int {
			n, err := w.store.CountSubscribers(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		w.end(news)
		time.Sleep(30 * time.Second)
		w.publish(news, "news 0") // it was a mistake
		time.Sleep(time.Hour)
		if denied.Load()+dead.Load() != 0 || there() != 2 {
			t.Errorf("after half a minute %d were told, and %d are left, want nobody told", denied.Load()+dead.Load(), there())
		}
		w.end(news)
		synctest.Wait()
		w.stop() // on the way
		w.start()
		time.Sleep(2 * time.Minute)
		if denied.Load() != 1 || there() != 1 {
			t.Errorf("%d were told, %d are left, want 1 and 1", denied.Load(), there())
		}
		q := last.Load().Query()
		if q.Get("hub.mode") != "denied" || q.Get("hub.topic") != news || q.Get("hub.reason") == "" || q.Get("own") != "1" {
			t.Errorf("it was told %v, want that it is denied, and why", q)
		}
		time.Sleep(time.Hour)
		if dead.Load() != 5 || there() != 0 {
			t.Errorf("who is not there was told %d times, %d are left, want 5 and 0", dead.Load(), there())
		}
		if status := w.ask(form("subscribe", news, "https://reader.example/cb")); status != http.StatusBadRequest {
			t.Errorf("subscribe to an ended feed: %d, want 400", status)
		}
		w.stop()
		w.stop = func() {}
	})
}

// trip answers requests.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Who asks to be left alone for a while is, within bounds.
func TestRetryAfterIsHonoured(t *testing.T) {
	for _, test := range []struct {
		status int
		value  string // may have a date in it
		from   time.Duration
		to     time.Duration
	}{
		{503, "3600", time.Hour, 68 * time.Minute},
		{429, " 600 ", 10 * time.Minute, 12 * time.Minute},
		{503, "DATE", time.Hour, 68 * time.Minute},
		{503, "0", 4 * time.Second, 16 * time.Second},
		{503, "-5", 4 * time.Second, 16 * time.Second},
		{503, "soon", 4 * time.Second, 16 * time.Second},
		{503, "", 4 * time.Second, 16 * time.Second},
		{503, "Sun, 06 Nov 1994 08:49:37 GMT", 4 * time.Second, 16 * time.Second},
		{429, "31536000", 24 * time.Hour, 28 * time.Hour},
		{429, "99999999999999999999999", 24 * time.Hour, 28 * time.Hour},
		{429, "Fri, 31 Dec 9999 23:59:59 GMT", 24 * time.Hour, 28 * time.Hour},
		{500, "3600", 4 * time.Second, 16 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			var tries []time.Time
			busy := trip(func(r *http.Request) (*http.Response, error) {
				tries = append(tries, time.Now())
				h := http.Header{"Retry-After": {strings.Replace(test.value, "DATE", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), 1)}}
				return &http.Response{StatusCode: test.status, Body: http.NoBody, Request: r, Header: h}, nil
			})
			w := newWorld(t, func(o *websub.Options) { o.Transport, o.LookEvery = busy, 24*time.Hour })
			w.put("https://reader.example/cb", "")
			w.publish(news, "news 1")
			time.Sleep(test.to + time.Minute)
			w.stop()
			w.stop = func() {}
			if len(tries) < 2 {
				t.Fatalf("%d, Retry-After %q: %d tries", test.status, test.value, len(tries))
			}
			if d := tries[1].Sub(tries[0]); d < test.from || d > test.to {
				t.Errorf("%d, Retry-After %q: tried again after %v, want %v to %v", test.status, test.value, d, test.from, test.to)
			}
		})
	}
}
