package serve

import (
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"time"
)

// granted counts how many of n answers a client gets at one time.
func granted(c *clients, client string, n int, at time.Time) (got int) {
	for range n {
		if c.take(c.client(netip.MustParseAddr(client)), at) == 0 {
			got++
		}
	}
	return got
}

func TestAClientGetsItsRateAndTenSecondsAtOnce(t *testing.T) {
	c := newClients(Limits{Rate: 20})
	for _, test := range []struct {
		after time.Duration
		want  int
	}{
		{0, 200},
		{time.Second, 20},
		{1100 * time.Millisecond, 2},
		{time.Minute, 200},
		{59 * time.Second, 0},
		{61 * time.Second, 40}, // the clock went back, and that second counts twice
	} {
		if got := granted(c, "192.0.2.1", 1000, noon.Add(test.after)); got != test.want {
			t.Errorf("after %v: %d of 1000 answers, want %d", test.after, got, test.want)
		}
	}
	if got := granted(c, "192.0.2.2", 5, noon); got != 5 {
		t.Errorf("another client gets %d of 5 answers", got)
	}
}

func TestWhoIsAClient(t *testing.T) {
	c := newClients(Limits{})
	for _, test := range []struct{ addr, client string }{
		{"192.0.2.1", "192.0.2.1"},
		{"::ffff:192.0.2.1", "192.0.2.1"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"},
		{"2001:db8:1:2::9", "2001:db8:1:2::"},
		{"fe80::1%eth0", "fe80::"},
		{"127.0.0.1", "invalid IP"},
		{"::ffff:127.0.0.1", "invalid IP"},
		{"::1", "invalid IP"},
	} {
		if got := c.client(netip.MustParseAddr(test.addr)).String(); got != test.client {
			t.Errorf("the client at %s is %s, want %s", test.addr, got, test.client)
		}
	}
	all := newClients(Limits{Exempt: []netip.Prefix{}})
	if got := all.named("127.0.0.1:80").String(); got != "127.0.0.1" {
		t.Errorf("without exemptions the client at 127.0.0.1 is %s", got)
	}
}

func TestDebtsOfManyClientsTakeNoMoreMemory(t *testing.T) {
	c := newClients(Limits{Rate: 1})
	for n := range 100_000 {
		granted(c, fmt.Sprintf("2001:db8:%x:%x::", n>>16, n&0xffff), 1, noon)
	}
	if len(c.debts) != 4096 {
		t.Errorf("%d sets of debts", len(c.debts))
	}
	if got := granted(c, "192.0.2.1", 100, noon); got != 10 {
		t.Errorf("one more client gets %d of 100 answers, want 10", got)
	}
}

func TestARateLimitSparesWhatIsUnchanged(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed(text, noon)})
	codeAll(&site, "/feed")
	h := Handler(&site, Options{Now: clock(noon), Limits: Limits{Rate: 1}})
	tag := answer(h, request("/feed")).Header().Get("ETag")
	for range 9 {
		answer(h, request("/none"))
	}
	for _, test := range []struct {
		claim   string
		request *http.Request
		status  int
	}{
		{"content", request("/feed"), 429},
		{"nothing", request("/none"), 429},
		{"unchanged", request("/feed", "If-None-Match: "+tag), 304},
		{"an operator's question", request("/livez"), 200},
	} {
		got := answer(h, test.request)
		if got.Code != test.status || got.Code == 429 && got.Header().Get("Retry-After") != "1" {
			t.Errorf("%s: %d, Retry-After %q, want %d", test.claim, got.Code, got.Header().Get("Retry-After"), test.status)
		}
	}
}

func TestARateLimitHoldsInBothLanes(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed("x", noon)})
	h := Handler(&site, Options{Now: clock(noon), Limits: Limits{Rate: 1, Exempt: []netip.Prefix{}}})
	addr, _ := start(t, h, ServerOptions{})
	c := dial(t, addr)
	for n := range 12 {
		want := 200
		if n >= 10 {
			want = 429
		}
		if status, header := get(t, c, "/feed"); status != want || (header.Get("Retry-After") == "1") != (want == 429) {
			t.Errorf("answer %d = %d, Retry-After %q, want %d", n, status, header.Get("Retry-After"), want)
		}
	}
}
