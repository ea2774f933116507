package serve

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// told is an Answer as a test compares it. From is left out: the lanes of a test
// are at different ends.
func told(a Answer) string {
	return fmt.Sprintf("%s %s %q %d delta=%v bytes=%d %s", a.Path, a.Type, a.Agent, a.Status, a.Delta, a.Bytes, a.At.Format(time.TimeOnly))
}

// collect has a handler tell what it answers.
func collect(h http.Handler) *[]string {
	var all []string
	h.(*handler).o.Answered = func(a Answer) { all = append(all, told(a)) }
	return &all
}

func TestFeedsAreToldOf(t *testing.T) {
	site := &Site{Now: clock(noon)}
	emitted := []time.Time{noon.Add(-time.Minute)}
	news := feed(text, noon)
	news.Emitted = emitted
	site.Put(map[string]Resource{"/feed": news, "/page": page("<p>"), "/old": {Location: "/feed"}})
	h := Handler(site, Options{Now: clock(noon.Add(time.Hour)), Limits: Limits{Rate: 1}})
	tag := site.tabled("/feed").tags[identity][0]
	all := collect(h)
	for _, fields := range [][]string{
		{"User-Agent: Reader/1.0 (7 subscribers)"},
		{"If-None-Match: " + tag},
		{"If-Match: \"other\""},
		{"A-IM: feed"},
	} {
		answer(h, request("/feed", fields...))
	}
	answer(h, request("/page"))
	answer(h, request("/old"))
	answer(h, request("/none"))
	head := request("/feed")
	head.Method = http.MethodHead
	answer(h, head)
	want := []string{
		fmt.Sprintf(`/feed %s "Reader/1.0 (7 subscribers)" 200 delta=false bytes=%d 13:00:00`, news.Type, len(text)),
		fmt.Sprintf(`/feed %s "" 304 delta=false bytes=0 13:00:00`, news.Type),
		fmt.Sprintf(`/feed %s "" 200 delta=true bytes=%d 13:00:00`, news.Type, len(text)),
		fmt.Sprintf(`/feed %s "" 200 delta=false bytes=0 13:00:00`, news.Type),
	}
	if !slices.Equal(*all, want) {
		t.Errorf("told %s\nwant %s", strings.Join(*all, "\n"), strings.Join(want, "\n"))
	}
	var got []time.Time
	h.(*handler).o.Answered = func(a Answer) { got = a.Emitted }
	answer(h, request("/feed"))
	if !slices.Equal(got, emitted) {
		t.Errorf("told of follow-ups of %v, want %v", got, emitted)
	}
	refused := 0
	for range 20 {
		r := request("/feed")
		r.RemoteAddr = "192.0.2.1:1000"
		before := len(*all)
		h.(*handler).o.Answered = func(a Answer) { *all = append(*all, told(a)) }
		if answer(h, r).Code == http.StatusTooManyRequests {
			refused++
			if len(*all) != before {
				t.Error("told of a request that was refused")
			}
		}
	}
	if refused == 0 {
		t.Error("no request was refused")
	}
	site.Close()
}

func TestBothLanesTellTheSame(t *testing.T) {
	l, tags, slow := twoLanes(t)
	all := collect(l.handler)
	for _, test := range laneTable {
		raw := []byte(tags.Replace(test.raw))
		*all = nil
		_, left := fast(l, raw)
		quick := *all
		*all = nil
		slow(raw[:len(raw)-left])
		if !slices.Equal(quick, *all) {
			t.Errorf("%s:\nfast lane %q\nnet/http  %q", test.claim, quick, *all)
		}
	}
}

func TestWhoAsksThroughAProxy(t *testing.T) {
	c := newClients(Limits{Exempt: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}})
	for _, test := range []struct {
		from      string
		forwarded []string
		want      string
	}{
		{"192.0.2.1", nil, "192.0.2.1"},
		{"192.0.2.1", []string{"198.51.100.1"}, "192.0.2.1"}, // no proxy of ours
		{"127.0.0.1", nil, "127.0.0.1"},
		{"127.0.0.1", []string{"198.51.100.1"}, "198.51.100.1"},
		{"127.0.0.1", []string{"203.0.113.5, 198.51.100.1"}, "198.51.100.1"}, // the first is the client's own word
		{"127.0.0.1", []string{"203.0.113.5", "198.51.100.1,10.1.2.3"}, "198.51.100.1"},
		{"127.0.0.1", []string{"10.1.2.3, 10.1.2.4"}, "10.1.2.3"},
		{"127.0.0.1", []string{"2001:db8::1"}, "2001:db8::1"},
		{"127.0.0.1", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"127.0.0.1", []string{"198.51.100.1, unknown"}, "127.0.0.1"},
		{"127.0.0.1", []string{""}, "127.0.0.1"},
	} {
		if got := c.asker(netip.MustParseAddr(test.from), test.forwarded); got.String() != test.want {
			t.Errorf("asker(%s, %q) = %s, want %s", test.from, test.forwarded, got, test.want)
		}
	}
}
