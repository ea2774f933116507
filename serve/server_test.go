package serve

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// start runs a server until the test ends, or until stop is called, which
// returns what Serve returned.
func start(t *testing.T, h http.Handler, o ServerOptions) (addr string, stop func() error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, ln, h, o) }()
	stopped := false
	stop = func() error {
		stopped = true
		cancel()
		return <-done
	}
	t.Cleanup(func() {
		if !stopped {
			if err := stop(); err != nil {
				t.Error(err)
			}
		}
	})
	return ln.Addr().String(), stop
}

func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	return c
}

func TestOddRequestsOverTheWire(t *testing.T) {
	var site Site
	site.Put(map[string]Resource{"/feed": feed(text, noon)})
	codeAll(&site, "/feed")
	tag := site.tabled("/feed").tags[identity][0]
	addr, _ := start(t, Handler(&site, Options{}), ServerOptions{})
	const end = "Connection: close\r\n\r\n"
	for _, test := range []struct {
		claim, request string
		status         int
		without        string // what the answer does not have
	}{
		{"two lines of If-None-Match are one list", "GET /feed HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\"\r\nIf-None-Match: " + tag + "\r\n" + end, 304, "\r\n\r\n<"},
		{"HTTP/1.0 gets no chunks", "GET /feed HTTP/1.0\r\n\r\n", 200, "chunked"},
		{"HTTP/1.0 with Host", "GET /feed HTTP/1.0\r\nHost: x\r\n\r\n", 200, "chunked"},
		{"a target in absolute form", "GET http://other.example/feed HTTP/1.1\r\nHost: x\r\n" + end, 200, "other.example"},
		{"HTTP/1.1 without Host", "GET /feed HTTP/1.1\r\n" + end, 400, tag},
		{"two Hosts", "GET /feed HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + end, 400, tag},
		{"a foreign Host gets nowhere", "GET /none HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n" + end, 404, "evil.example"},
		{"a path gets nowhere", "GET /<b>evil HTTP/1.1\r\nHost: x\r\n" + end, 404, "evil"},
		{"TRACE echoes nothing", "TRACE /feed HTTP/1.1\r\nHost: x\r\nX-Secret: echo\r\n" + end, 405, "echo"},
		{"OPTIONS of the server", "OPTIONS * HTTP/1.1\r\nHost: x\r\n" + end, 200, tag},
		{"a range is passed over", "GET /feed HTTP/1.1\r\nHost: x\r\nRange: bytes=0-9\r\n" + end, 200, "Content-Range"},
		{"a header too long", "GET /feed HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 100<<10) + "\r\n" + end, 431, tag},
	} {
		c := dial(t, addr)
		go func() { _, _ = io.WriteString(c, test.request) }()
		r := bufio.NewReader(c)
		raw, err := io.ReadAll(r)
		if err != nil && test.status != 431 {
			t.Errorf("%s: %v", test.claim, err)
		}
		status, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(string(raw), "HTTP/1.1 "), "HTTP/1.0 "), " ")
		if status != strconv.Itoa(test.status) || strings.Contains(string(raw), test.without) {
			t.Errorf("%s: %.200q, want %d without %q", test.claim, raw, test.status, test.without)
		}
	}
}

func TestWhoDripsAHeaderIsCutOff(t *testing.T) {
	addr, _ := start(t, http.NotFoundHandler(), ServerOptions{Header: 50 * time.Millisecond})
	c := dial(t, addr)
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nX-Slow: "); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(c); err != nil {
		t.Errorf("the connection is not closed: %v", err)
	}
}

func TestWhoDoesNotReadIsCutOff(t *testing.T) {
	cut := make(chan error, 1)
	addr, _ := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				cut <- err
				return
			}
		}
	}), ServerOptions{Write: 50 * time.Millisecond})
	if _, err := io.WriteString(dial(t, addr), "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if err := <-cut; err == nil {
		t.Error("a write to who does not read is no error")
	}
}

func TestStopLetsARequestEnd(t *testing.T) {
	begun, end := make(chan struct{}), make(chan struct{})
	addr, stop := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-end
		_, _ = io.WriteString(w, "whole")
	}), ServerOptions{})
	c := dial(t, addr)
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-begun
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	for { // until nobody is let in any more
		late, err := net.Dial("tcp", addr)
		if err != nil {
			break
		}
		_ = late.Close()
	}
	close(end)
	raw, err := io.ReadAll(c)
	if err != nil || !strings.HasSuffix(string(raw), "whole") {
		t.Errorf("the request under way got %q, %v", raw, err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}

func TestStopCutsOffWhatDoesNotEnd(t *testing.T) {
	begun := make(chan struct{})
	addr, stop := start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
	}), ServerOptions{Drain: 20 * time.Millisecond})
	if _, err := io.WriteString(dial(t, addr), "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-begun
	if err := stop(); err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}

func TestABrokenListenerIsAnError(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = ln.Close()
	if err := Serve(t.Context(), ln, http.NotFoundHandler(), ServerOptions{}); err == nil {
		t.Error("Serve on a closed listener = nil")
	}
}
