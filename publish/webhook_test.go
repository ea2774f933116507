package publish

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"writethru/internal/fetch"
	"writethru/internal/stamp"
	"writethru/journal/sqlite"
	"writethru/serve"
	"writethru/watch"
)

// A bell is a webhook's other end.
type bell struct {
	*httptest.Server
	status int      // what it answers with
	rung   []string // ids of promises
	bodies [][]byte
	heads  []http.Header
}

func newBell(t *testing.T) *bell {
	b := &bell{status: http.StatusNoContent}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var warning Warning
		if err := json.Unmarshal(body, &warning); err != nil {
			t.Errorf("the body is no JSON: %v", err)
		}
		b.rung, b.bodies, b.heads = append(b.rung, warning.ID), append(b.bodies, body), append(b.heads, r.Header)
		w.WriteHeader(b.status)
	}))
	t.Cleanup(b.Close)
	return b
}

// A ringer is a publication with a webhook, and a clock of its own.
type ringer struct {
	t     *testing.T
	bell  *bell
	dir   string
	data  string
	clock time.Time
	store *sqlite.Store
	p     *Publisher
	calls map[string]*call
}

func newRinger(t *testing.T) *ringer {
	r := &ringer{t: t, bell: newBell(t), dir: t.TempDir(), data: t.TempDir(), clock: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	r.open(fetch.Options{AllowPrivate: true})
	for _, name := range []string{"fire", "flood"} {
		text := "---\ntitle: " + name + "\ndate: 2026-11-20T12:00:00Z\n---\n\nIt began on Friday.\n\nWe have asked the mayor for comment.\n"
		if err := os.WriteFile(filepath.Join(r.dir, name+".md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.p.Take(t.Context(), watch.Batch{Changed: map[string]stamp.Stamp{"fire.md": {}, "flood.md": {}}}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *ringer) open(o fetch.Options) {
	r.t.Helper()
	store, err := sqlite.Open(r.t.Context(), r.data, sqlite.Options{})
	if err != nil {
		r.t.Fatal(err)
	}
	client := fetch.New(o)
	r.t.Cleanup(client.Close)
	r.store, r.calls = store, map[string]*call{}
	r.p = &Publisher{Settings: Defaults(), Posts: os.DirFS(r.dir), Store: store, Site: &serve.Site{}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return r.clock },
		Webhook: &Webhook{URL: r.bell.URL, Secret: "between us two", Client: client}}
	if err := r.p.Load(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.p.Webhook.prepare()
	r.t.Cleanup(func() { store.Close() })
}

// after lets time pass: what is due is noted and told.
func (r *ringer) after(d time.Duration) {
	r.t.Helper()
	r.clock = r.clock.Add(d)
	if err := r.p.Tick(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.p.callDue(r.t.Context(), r.calls)
	if err := r.p.catchUp(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *ringer) wantRung(when string, ids ...string) {
	r.t.Helper()
	slices.Sort(r.bell.rung)
	if !slices.Equal(r.bell.rung, ids) {
		r.t.Errorf("%s: told of %q, want %q", when, r.bell.rung, ids)
	}
	r.bell.rung = nil
}

func TestTheWebhookIsToldOfEachOverduePromiseOnce(t *testing.T) {
	r := newRinger(t)
	r.after(71 * time.Hour)
	r.wantRung("before")
	r.after(time.Hour)
	r.wantRung("overdue", "fire#1", "flood#1")

	mac := hmac.New(sha256.New, []byte("between us two"))
	mac.Write(r.bell.bodies[0])
	if got, want := r.bell.heads[0].Get("X-Hub-Signature-256"), "sha256="+hex.EncodeToString(mac.Sum(nil)); got != want {
		t.Errorf("signed %q, want %q", got, want)
	}
	keys := map[string]bool{}
	for _, h := range r.bell.heads {
		keys[h.Get("X-Writethru-Delivery")] = true
	}
	if len(keys) != 2 {
		t.Errorf("deliveries are called %v, want a name for each", slices.Collect(maps.Keys(keys)))
	}
	for range 3 {
		r.after(time.Hour)
	}
	r.store.Close()
	r.open(fetch.Options{AllowPrivate: true})
	r.after(time.Minute)
	r.wantRung("later, and after a restart")
}

func TestTheWebhookIsTriedUntilItAnswers(t *testing.T) {
	r := newRinger(t)
	r.bell.status = http.StatusBadGateway
	r.after(72 * time.Hour)
	r.wantRung("failing", "fire#1", "flood#1")
	r.after(time.Second)
	r.wantRung("too soon")
	r.store.Close()
	r.open(fetch.Options{AllowPrivate: true}) // what is owed outlives the process
	if err := Close(t.Context(), r.store, "fire#1", r.clock); err != nil {
		t.Fatal(err)
	}
	r.bell.status = http.StatusOK
	r.after(time.Minute)
	r.wantRung("it answers again; one promise was closed meanwhile", "flood#1")
	r.after(time.Hour)
	r.wantRung("done")
}

func TestAWebhookThatNeverAnswersIsGivenUp(t *testing.T) {
	r := newRinger(t)
	r.bell.status = http.StatusNotFound
	var log bytes.Buffer
	r.p.Log = slog.New(slog.NewTextHandler(&log, nil))
	r.after(72 * time.Hour)
	for range 30 {
		r.after(time.Hour)
	}
	if n := len(r.bell.rung); n < 20 || n > 60 {
		t.Errorf("told %d times in a day, want some 24 for each of two promises", n)
	}
	r.bell.rung = nil
	r.after(time.Hour)
	r.wantRung("given up")
	if n := strings.Count(log.String(), "given up"); n != 2 {
		t.Errorf("the log says %d times that it gave up, want once for each of two promises", n)
	}
	if len(r.calls) > 0 || len(r.p.Webhook.ours) > 0 {
		t.Errorf("%d calls and %d promises are kept of what was given up, want none", len(r.calls), len(r.p.Webhook.ours))
	}
}

func TestOneProcessOfManyCallsTheWebhook(t *testing.T) {
	r := newRinger(t)
	r.after(71 * time.Hour)
	r.p.Webhook, r.p.Shared = nil, true // it finds what is overdue, and dies before it can tell
	r.clock = r.clock.Add(time.Hour)
	if err := r.p.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.store.Close()
	r.open(fetch.Options{AllowPrivate: true})
	r.p.Shared = true
	r.after(time.Minute)
	r.wantRung("the others leave it to who found it")
	r.after(courtesy)
	r.wantRung("but not for ever", "fire#1", "flood#1")
}

func TestAWebhookInAPrivateNetworkIsNotCalled(t *testing.T) {
	r := newRinger(t)
	r.store.Close()
	r.open(fetch.Options{})
	r.after(72 * time.Hour)
	r.wantRung("this machine is private")
}
