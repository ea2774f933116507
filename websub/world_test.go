package websub_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"writethru/internal/owed"
	"writethru/journal/sqlite"
	"writethru/websub"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	site = "https://courier.example"
	news = site + "/feed.rss"
	wire = site + "/updates.atom"
)

// A desk has feeds that are text.
type desk struct {
	mu    sync.Mutex
	feeds map[string]string // by topic
	ended map[string]bool
	seq   uint64
}

func (d *desk) Topic(u string) (string, bool) {
	u = strings.Replace(u, "HTTPS://", "https://", 1)
	return u, strings.HasPrefix(u, site+"/") && !strings.Contains(u, "/archive/")
}

func (d *desk) Feed(_ context.Context, topic string) (websub.Feed, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ended[topic] {
		return websub.Feed{Seq: d.seq, Gone: true}, true, nil
	}
	text, ok := d.feeds[topic]
	return websub.Feed{Type: "application/rss+xml; charset=utf-8", Body: []byte(text), Seq: d.seq}, ok, nil
}

func (d *desk) set(topic, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.feeds[topic] = text
	delete(d.ended, topic)
	d.seq++
}

// A world is a hub, what it stands on, and a server in front of it.
type world struct {
	t       testing.TB
	desk    *desk
	dir     string
	options websub.Options
	store   *sqlite.Store
	hub     *websub.Hub
	server  *httptest.Server
	stopHub func() // and leaves the store
	stop    func()
}

// newWorld starts a hub that takes callbacks on this machine. With may change its
// options.
func newWorld(t testing.TB, with func(*websub.Options)) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), desk: &desk{feeds: map[string]string{news: "news 0", wire: "wire 0"}, ended: map[string]bool{}}}
	w.options = websub.Options{
		URL: site + "/hub", Feeds: w.desk, Now: time.Now, Log: slog.New(slog.DiscardHandler), AllowPrivate: true,
	}
	if with != nil {
		with(&w.options)
	}
	w.start()
	t.Cleanup(func() { w.stop() })
	if w.options.Transport == nil {
		w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.hub.ServeHTTP(rw, r) }))
		t.Cleanup(w.server.Close)
	}
	return w
}

// start starts the hub from what the store has, as a process does.
func (w *world) start() {
	w.t.Helper()
	var err error
	if w.store, err = sqlite.Open(context.Background(), w.dir, sqlite.Options{}); err != nil {
		w.t.Fatal(err)
	}
	w.options.Store = w.store
	w.hub = websub.New(w.options)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- w.hub.Run(ctx) }()
	w.stopHub = func() {
		cancel()
		if err := <-ended; err != nil {
			w.t.Errorf("Run: %v", err)
		}
	}
	w.stop = func() {
		w.stopHub()
		if err := w.store.Close(); err != nil {
			w.t.Errorf("Close: %v", err)
		}
	}
}

// publish gives a feed other bytes.
func (w *world) publish(topic, text string) {
	w.desk.set(topic, text)
	w.hub.Changed(topic)
}

// end ends a feed.
func (w *world) end(topic string) {
	w.desk.mu.Lock()
	w.desk.ended[topic] = true
	w.desk.seq++
	w.desk.mu.Unlock()
	w.hub.Changed(topic)
}

// post sends a form to the hub, and gives the status and text of the answer.
func (w *world) post(form url.Values) (int, string) {
	w.t.Helper()
	resp, err := http.PostForm(w.server.URL, form)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func form(mode, topic, callback string, more ...string) url.Values {
	v := url.Values{"hub.mode": {mode}, "hub.topic": {topic}, "hub.callback": {callback}}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

// subscribe subscribes a reader, and returns when the store has it.
func (w *world) subscribe(r *reader, topic string, more ...string) owed.Subscriber {
	w.t.Helper()
	if status, text := w.post(form("subscribe", topic, r.callback(), more...)); status != http.StatusAccepted {
		w.t.Fatalf("subscribe %s: %d %s", r.callback(), status, text)
	}
	var s owed.Subscriber
	eventually(w.t, "the subscription is recorded", func() bool {
		var ok bool
		s, ok = w.subscriber(topic, r.callback())
		return ok
	})
	return s
}

func (w *world) subscriber(topic, callback string) (owed.Subscriber, bool) {
	w.t.Helper()
	s, ok, err := w.store.Subscriber(w.t.Context(), owed.Subscriber{Topic: topic, Callback: callback})
	if err != nil {
		w.t.Fatal(err)
	}
	return s, ok
}

// put makes a subscriber of news without asking it.
func (w *world) put(callback, secret string) {
	w.t.Helper()
	w.putFor(callback, secret, time.Hour*24*10)
}

// putFor makes one whose lease is as long as that.
func (w *world) putFor(callback, secret string, lease time.Duration) {
	w.t.Helper()
	f, _, _ := w.desk.Feed(w.t.Context(), news)
	sum := sha256.Sum256(f.Body)
	err := w.store.PutSubscriber(w.t.Context(), owed.Subscriber{
		Topic: news, Callback: callback, Secret: secret, Ends: time.Now().Add(lease), Told: hex.EncodeToString(sum[:16]),
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// A delivery is what a reader was sent.
type delivery struct {
	head   http.Header
	length int64
	coded  []string
	query  string
	body   string
}

// A reader is a subscriber with a server of its own, which answers as answer
// says, or as it should.
type reader struct {
	server *httptest.Server
	answer http.HandlerFunc

	asked chan url.Values // the parameters of each GET
	got   chan delivery
}

func newReader(t testing.TB, answer http.HandlerFunc) *reader {
	t.Helper()
	r := &reader{answer: answer, asked: make(chan url.Values, 100), got: make(chan delivery, 1000)}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	return r
}

func (r *reader) callback() string { return r.server.URL + "/cb?feed=1&q=a%20b" }

func (r *reader) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // the hub is gone
	}
	if req.Method == http.MethodGet {
		r.asked <- req.URL.Query()
	}
	if r.answer != nil {
		r.answer(w, req)
		return
	}
	switch req.Method {
	case http.MethodGet:
		io.WriteString(w, req.URL.Query().Get("hub.challenge"))
	case http.MethodPost:
		r.got <- delivery{req.Header, req.ContentLength, req.TransferEncoding, req.URL.RawQuery, string(body)}
		w.WriteHeader(http.StatusAccepted)
	}
}

// wait gives the next delivery.
func (r *reader) wait(t testing.TB) delivery {
	t.Helper()
	select {
	case d := <-r.got:
		return d
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was delivered")
		panic("unreachable")
	}
}

// signed reports whether a delivery has the signature that belongs to its bytes.
func signed(d delivery, secret string) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, d.body)
	return d.head.Get("X-Hub-Signature") == fmt.Sprintf("sha256=%x", mac.Sum(nil))
}

// eventually tries until something is true, for 20 seconds at most.
func eventually(t testing.TB, what string, true func() bool) {
	t.Helper()
	eventuallyIn(t, 20*time.Second, what, true)
}

func eventuallyIn(t testing.TB, d time.Duration, what string, true func() bool) {
	t.Helper()
	deadline := time.NewTimer(d)
	defer deadline.Stop()
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	for !true() {
		select {
		case <-deadline.C:
			t.Fatalf("%s: not so within %v", what, d)
		case <-again.C:
		}
	}
}
