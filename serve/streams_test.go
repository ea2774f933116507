package serve

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// A client2 speaks as much HTTP/2 as it takes to be a nuisance.
type client2 struct {
	*http2.Framer
	t    *testing.T
	last uint32 // stream
}

// dial2 begins a connection whose client takes so many bytes of each stream.
func dial2(t *testing.T, addr string, window uint32) *client2 {
	t.Helper()
	nc := dial(t, addr)
	c := &client2{Framer: http2.NewFramer(nc, nc), t: t}
	if _, err := nc.Write(preface); err != nil {
		t.Fatal(err)
	}
	if err := c.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: window}); err != nil {
		t.Fatal(err)
	}
	return c
}

// ask begins a request.
func (c *client2) ask(path string) error {
	c.last += 2
	var block bytes.Buffer
	enc := hpack.NewEncoder(&block)
	for _, f := range [...][2]string{{":method", "GET"}, {":scheme", "http"}, {":authority", "x"}, {":path", path}} {
		_ = enc.WriteField(hpack.HeaderField{Name: f[0], Value: f[1]}) // to memory
	}
	return c.WriteHeaders(http2.HeadersFrameParam{StreamID: c.last - 1, BlockFragment: block.Bytes(), EndStream: true, EndHeaders: true})
}

// next reads up to the next frame of a kind.
func next[F http2.Frame](c *client2) F {
	c.t.Helper()
	for {
		f, err := c.ReadFrame()
		if err != nil {
			c.t.Fatalf("no %T: %v", *new(F), err)
		}
		if wanted, ok := f.(F); ok {
			return wanted
		}
	}
}

func TestTimeLimitsHoldForStreams(t *testing.T) {
	short := 100 * time.Millisecond
	var site Site
	site.Put(map[string]Resource{"/feed": feed(strings.Repeat(text, 2500), noon)})
	defer site.Close()
	h := Handler(&site, Options{Now: clock(noon)})
	t.Run("who takes no content", func(t *testing.T) {
		addr, _ := start(t, h, ServerOptions{Write: short, Now: time.Now})
		c := dial2(t, addr, 0)
		for _, path := range []string{"/feed", "/none"} {
			if err := c.ask(path); err != nil {
				t.Fatal(err)
			}
			next[*http2.HeadersFrame](c)
			next[*http2.RSTStreamFrame](c)
		}
	})
	t.Run("who takes its time within the limit", func(t *testing.T) {
		addr, _ := start(t, h, ServerOptions{Now: time.Now})
		c := dial2(t, addr, 5)
		if err := c.ask("/feed"); err != nil {
			t.Fatal(err)
		}
		if got := next[*http2.DataFrame](c).Data(); string(got) != text[:5] {
			t.Errorf("the content begins with %q, want %q", got, text[:5])
		}
	})
}

// Net/http sets no limit for writing to a connection that has streams.
func TestWhoTakesNothingOfAConnectionIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const limit = time.Minute
		cs := newConns(1, -1, 0, limit, 0)
		here, there := net.Pipe()
		defer here.Close()
		c := &conn{Conn: there}
		cs.add(c)
		c.to(handed)
		done := make(chan struct{})
		defer close(done)
		go cs.watch(done)
		start := time.Now()
		_, err := c.Write([]byte("an answer"))
		if took := time.Since(start); err == nil || took < limit || took > limit+2*cs.period {
			t.Errorf("a write to who does not read ends after %s with %v, want an error after %s", took, err, limit)
		}
	})
}
