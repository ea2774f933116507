package serve

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
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
	site.Wait()
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

func TestAClientHasSoManyConnections(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed("x", noon)})
	h := Handler(&site, Options{Now: clock(noon), Limits: Limits{Conns: 2, Exempt: []netip.Prefix{}}})
	addr, _ := start(t, h, ServerOptions{})
	first, second := dial(t, addr), dial(t, addr)
	get(t, first, "/feed")
	get(t, second, "/none") // with net/http
	refused := func() (string, bool) {
		c := dial(t, addr)
		defer c.Close()
		_, _ = io.WriteString(c, plainGet+"Connection: close\r\n\r\n")
		b, _ := io.ReadAll(c)
		return string(b), !strings.HasPrefix(string(b), "HTTP/1.1 200")
	}
	if b, _ := refused(); !strings.HasPrefix(b, "HTTP/1.1 429") || !strings.Contains(b, "\r\nRetry-After: 30\r\n") {
		t.Errorf("the third connection gets %q", b)
	}
	for _, c := range []net.Conn{second, first} {
		c.Close()
		for {
			if _, no := refused(); !no {
				break // the server has noticed
			}
		}
	}
}

func TestTheLongestIdleConnectionMakesRoom(t *testing.T) {
	cs := newConns(4, -1, time.Second, time.Second, time.Second)
	add := func(s state) *conn {
		here, there := net.Pipe()
		t.Cleanup(func() { here.Close() })
		c := &conn{Conn: there}
		if refusal := cs.add(c); refusal != nil {
			t.Fatalf("%s", refusal)
		}
		c.to(s)
		cs.tick.Add(1)
		return c
	}
	all := []*conn{add(answering), add(idle), add(handedIdle), add(fresh)}
	for n, want := range []int{3, 2, 1, 1} {
		cs.makeRoom()
		if len(cs.all) != want {
			t.Errorf("after %d times there are %d connections, want %d", n+1, len(cs.all), want)
		}
		for i, c := range all {
			if gone := c.marked().state() == ended; gone != (i > 0 && i <= n+1) {
				t.Errorf("after %d times connection %d is gone: %v", n+1, i, gone)
			}
		}
	}
}

func TestMoreConnectionsThanThereIsRoomFor(t *testing.T) {
	l, _, _ := twoLanes(t)
	addr, _ := start(t, l.handler, ServerOptions{MaxConns: 8})
	for range 50 { // and all of them stay open
		if status, _ := get(t, dial(t, addr), "/feed"); status != 200 {
			t.Fatalf("status %d", status)
		}
	}
}
