package websub_test

import (
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"writethru/websub"
)

func TestStatsTellHowTheHubIsDoing(t *testing.T) {
	var fails atomic.Bool
	other := newReader(t, func(w http.ResponseWriter, _ *http.Request) {
		if fails.Load() {
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	w := newWorld(t, func(o *websub.Options) {
		o.Others, o.Announced, o.MaxSubscribers = []string{other.server.URL}, []string{news}, 4
	})
	stats := func() websub.Stats {
		t.Helper()
		st, err := w.hub.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	eventually(t, "the hub is enrolled", func() bool { return stats().Subscribers == 1 })
	good := newReader(t, nil)
	gone := newReader(t, nil)
	gone.answer = func(rw http.ResponseWriter, r *http.Request) { answerAs(rw, r, http.StatusGone) }
	broken := newReader(t, nil)
	broken.answer = func(rw http.ResponseWriter, r *http.Request) { answerAs(rw, r, http.StatusBadGateway) }
	for _, r := range []*reader{good, gone, broken} {
		w.subscribe(r, news)
	}
	w.post(form("subscribe", news, newReader(t, nil).callback())) // one too many
	w.post(form("subscribe", news, newReader(t, func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(404) }).callback()))
	began := time.Now()
	w.publish(news, "news 1")
	eventually(t, "all that can be told is told", func() bool {
		st := stats()
		return st.Topics == 1 && st.Subscribers == 3 && st.Waiting == 0 && st.Since.IsZero() && st.Failing == 1 &&
			st.Delivered == 2 && st.Failed == 1 && st.Gone == 1 && st.Denied == 1 && st.Unverified == 1
	})
	first := stats().Hubs[0]
	if first.URL != other.server.URL || first.Told.Before(began.Truncate(time.Millisecond)) || first.Tries != 0 || first.Error != "" {
		t.Errorf("the other hub is %+v, want it told once, and no error", first)
	}
	fails.Store(true)
	w.publish(news, "news 2")
	eventually(t, "the other hub is not told", func() bool { return stats().Hubs[0].Tries == 1 })
	if o := stats().Hubs[0]; !o.Told.Equal(first.Told) || o.Error != "502 Bad Gateway" || o.Tried.Before(first.Told) || !o.Retry.After(o.Tried) {
		t.Errorf("the other hub is %+v, want when it was told, and that it was not again", o)
	}
}

// answerAs means every subscription, and gives deliveries a status.
func answerAs(w http.ResponseWriter, r *http.Request, status int) {
	if r.Method == http.MethodGet {
		echo(w, r.URL.Query())
		return
	}
	w.WriteHeader(status)
}

func echo(w http.ResponseWriter, q url.Values) { _, _ = w.Write([]byte(q.Get("hub.challenge"))) }
