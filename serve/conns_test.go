package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// get asks for a path on a connection and reads the answer.
func get(t *testing.T, c net.Conn, path string) (status int, header http.Header) {
	t.Helper()
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header
}

func TestStopEndsWhatIsIdleAtOnce(t *testing.T) {
	l, _, _ := twoLanes(t)
	addr, stop := start(t, l.handler, ServerOptions{Drain: time.Hour})
	inLane, inHTTP, silent := dial(t, addr), dial(t, addr), dial(t, addr)
	get(t, inLane, "/feed")
	get(t, inHTTP, "/none")
	if err := stop(); err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
	for claim, c := range map[string]net.Conn{"in the fast lane": inLane, "with net/http": inHTTP, "that said nothing": silent} {
		if b, err := io.ReadAll(c); len(b) > 0 {
			t.Errorf("a connection %s gets %q, %v", claim, b, err)
		}
	}
}

func TestStopLetsAnAnswerOfTheFastLaneEnd(t *testing.T) {
	var site Site
	long := strings.Repeat(text, 2500) // more than the kernel takes at once
	site.Put(map[string]Resource{"/feed": feed(long, noon)})
	defer site.Close()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- Serve(ctx, ln, Handler(&site, Options{Now: clock(noon)}), ServerOptions{})
	}()
	c := dial(t, ln.Addr().String())
	if _, err := io.WriteString(c, plainGet+"\r\n"); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(c)
	if _, err := r.ReadString('\n'); err != nil { // the answer has begun
		t.Fatal(err)
	}
	cancel()
	b, err := io.ReadAll(r)
	if err != nil || !strings.HasSuffix(string(b), text) || len(b) < len(long) {
		t.Errorf("the answer under way has %d bytes, %v, want more than %d", len(b), err, len(long))
	}
	if err := <-done; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}

func TestTimeLimitsHoldInTheFastLane(t *testing.T) {
	l, _, _ := twoLanes(t)
	short := 50 * time.Millisecond
	t.Run("who says nothing", func(t *testing.T) {
		addr, _ := start(t, l.handler, ServerOptions{Header: short})
		if b, err := io.ReadAll(dial(t, addr)); len(b) > 0 || err != nil {
			t.Errorf("%q, %v, want an end", b, err)
		}
	})
	t.Run("who is idle", func(t *testing.T) {
		addr, _ := start(t, l.handler, ServerOptions{Idle: short})
		c := dial(t, addr)
		get(t, c, "/feed")
		if b, err := io.ReadAll(c); len(b) > 0 || err != nil {
			t.Errorf("%q, %v, want an end", b, err)
		}
	})
	t.Run("who sends a part of a header", func(t *testing.T) {
		addr, _ := start(t, l.handler, ServerOptions{Header: short})
		c := dial(t, addr)
		if _, err := io.WriteString(c, plainGet); err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(c); len(b) > 0 || err != nil {
			t.Errorf("%q, %v, want an end", b, err)
		}
	})
	t.Run("who does not read", func(t *testing.T) {
		var site Site
		site.Put(map[string]Resource{"/feed": feed(strings.Repeat(text, 2500), noon)})
		defer site.Close()
		addr, _ := start(t, Handler(&site, Options{Now: clock(noon)}), ServerOptions{Write: short})
		c := dial(t, addr)
		for { // until the server has closed the connection
			if _, err := io.WriteString(c, plainGet+"\r\n"); err != nil {
				break
			}
		}
	})
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
