package serve

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// Each answer is counted once, whichever lane gives it, with the content that
// was sent.
func TestAnswersAreCounted(t *testing.T) {
	site := &Site{Now: clock(noon)}
	site.Put(map[string]Resource{"/feed": feed("text of a feed", noon)})
	defer site.Close()
	var counters Counters
	h := Handler(site, Options{
		Now: clock(noon.Add(time.Hour)), Limits: Limits{Rate: -1}, Counters: &counters,
		Classes: []string{"other", "feeds"},
		Class: func(path string) int {
			if strings.HasPrefix(path, "/feed") {
				return 1
			}
			return 0
		},
		Missing: func(_ context.Context, path string) (Resource, bool, error) {
			if path == "/broken" {
				return Resource{}, false, errors.New("broken")
			}
			return page("<p>made</p>"), path == "/made", nil
		},
		Routes: map[string]http.Handler{"/route": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { operate(w, http.StatusAccepted, "1234") })},
	})
	addr, stop := start(t, h, ServerOptions{})
	c := dial(t, addr)
	for _, path := range []string{"/feed", "/feed", "/made", "/none", "/feed", "/broken", "/route", "/livez"} {
		get(t, c, path) // the first two by the fast lane, which hands the connection over then
	}
	type counted struct {
		class  string
		status int
	}
	want := map[counted]int64{
		{"feeds", 200}: 3, {"other", 200}: 2, {"other", 404}: 1, {"other", 503}: 1, {"other", 202}: 1,
	}
	st := counters.Stats()
	got := map[counted]int64{}
	for _, a := range st.Answers {
		got[counted{a.Class, a.Status}] = a.N
	}
	if !maps.Equal(got, want) {
		t.Errorf("answers %v, want %v", got, want)
	}
	bytes := int64(3*len("text of a feed") + len("<p>made</p>") + len("Not found.\n") + len("Temporarily unavailable.\n") + len("1234") + len("ok\n"))
	if st.Bytes != bytes || st.Handed != 1 || st.Unmade != 1 {
		t.Errorf("%d bytes, %d handed over, %d unmade, want %d, 1, 1", st.Bytes, st.Handed, st.Unmade, bytes)
	}
	if st.Kept.Paths != 1 || st.Conns.Handed+st.Conns.HandedIdle != 1 {
		t.Errorf("%d kept, connections %+v, want one of each", st.Kept.Paths, st.Conns)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestRefusedConnectionsAreCounted(t *testing.T) {
	var counters Counters
	h := Handler(&Site{}, Options{Counters: &counters, Limits: Limits{Conns: 1, Exempt: []netip.Prefix{}}})
	addr, stop := start(t, h, ServerOptions{})
	first, second := dial(t, addr), dial(t, addr)
	get(t, first, "/livez")
	if status, _ := get(t, second, "/livez"); status != http.StatusTooManyRequests {
		t.Errorf("the second connection of a client is answered %d, want 429", status)
	}
	if got := counters.Stats().Conns; got.RefusedClients != 1 || got.RefusedFull != 0 {
		t.Errorf("refused %+v, want one of a client", got)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
