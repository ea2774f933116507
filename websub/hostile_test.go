package websub_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"writethru/websub"
)

// What strangers may have us call is refused at once where it can be seen.
func TestCallbacksThatLeadAstrayAreRefused(t *testing.T) {
	w := newWorld(t, func(o *websub.Options) { o.AllowPrivate = false })
	for _, callback := range []string{
		"http://2130706433/cb", "http://0x7f000001/cb", "http://0177.0.0.1/cb", "http://127.1/cb", "http://0x7f.1/cb", "http://127.0.0.1./cb",
		"http://LOCALHOST/cb", "http://localhost./cb", "http://metadata.localhost/cb",
		"http://[::1]/cb", "http://[::]/cb", "http://[::ffff:10.0.0.1]/cb", "http://[::127.0.0.1]/cb", "http://[64:ff9b::7f00:1]/cb",
		"http://[2002:7f00:1::]/cb", "http://[fe80::1%25eth0]/cb", "http://[fd00::1]:8080/cb", "http://[ff02::1]/cb",
		"http://192.168.1.1:8080/cb", "http://172.16.0.1/cb", "http://198.18.0.1/cb", "http://224.0.0.1/cb", "http://255.255.255.255/cb",
		"http://reader.example:22/cb", "http://reader.example:25/cb", "http://reader.example:0/cb", "http://reader.example:65536/cb", "http://reader.example:-1/cb",
		"http://ana@reader.example/cb", "http://:secret@reader.example/cb", "http://reader.example#@127.0.0.1/cb",
		"http://reader.example/cb\r\nX-Injected: 1", "http://reader.example/cb\x00", "http://reader.example\\@127.0.0.1/cb", "http://reader.example /cb",
		"gopher://reader.example/cb", "file:///etc/passwd", "javascript:alert(1)", "//reader.example/cb", "http:reader.example/cb", "http://", "",
		"https://reader.example/" + strings.Repeat("x", 2048),
	} {
		if status, text := w.post(form("subscribe", news, callback)); status != http.StatusBadRequest || !strings.Contains(text, "hub.callback") {
			t.Errorf("%q: %d %q, want 400 and a word about hub.callback", callback, status, text)
		}
	}
}

// What can't be seen in a name is seen when it is connected to, each time: a name
// may lead elsewhere by then.
func TestNamesAreCheckedWhereTheyLead(t *testing.T) {
	r := newReader(t, nil)
	asked := serveNames(t, "127.0.0.1")
	w := newWorld(t, func(o *websub.Options) { o.AllowPrivate = false })
	callback := strings.Replace(r.callback(), "127.0.0.1", "reader.example", 1)
	if status, text := w.post(form("subscribe", news, callback)); status != http.StatusAccepted {
		t.Fatalf("%d %s, want 202", status, text)
	}
	eventually(t, "it is given up", func() bool {
		st, err := w.hub.Stats(t.Context())
		return err == nil && st.Unverified == 1
	})
	w.put(callback, "") // as if the name had led elsewhere when it subscribed
	w.publish(news, "news 1")
	eventually(t, "the delivery fails", func() bool {
		s, _ := w.subscriber(news, callback)
		return s.Attempt == 1 && strings.Contains(s.Status, "prohibited IP")
	})
	if len(r.asked)+len(r.got) > 0 || asked.Load() == 0 {
		t.Errorf("the name was looked up %d times, and the server behind it got %d requests, want none", asked.Load(), len(r.asked)+len(r.got))
	}
}

// serveNames answers for all names with one address, as long as the test runs, and
// counts how often.
func serveNames(t *testing.T, address string) *atomic.Int64 {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		b := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			asked.Add(1)
			_, _ = conn.WriteTo(answerName(b[:n], address), from)
		}
	}()
	before := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = before
		conn.Close()
		<-done
	})
	return &asked
}

func answerName(query []byte, address string) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		return nil
	}
	m.Response, m.Additionals = true, nil
	for _, q := range m.Questions {
		if q.Type == dnsmessage.TypeA {
			var a dnsmessage.AResource
			binary.BigEndian.PutUint32(a.A[:], binary.BigEndian.Uint32(net.ParseIP(address).To4()))
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}, Body: &a})
		}
	}
	b, err := m.Pack()
	if err != nil {
		return nil
	}
	return b
}

// Whatever a callback answers to a challenge but the challenge, it is no
// subscriber, and what it sends is read no further than that takes.
func TestHostileAnswersToAChallenge(t *testing.T) {
	w := newWorld(t, func(o *websub.Options) { o.Timeout = 300 * time.Millisecond })
	challenge := func(r *http.Request) string { return r.URL.Query().Get("hub.challenge") }
	var sent atomic.Int64
	endless := func(rw http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			n, err := io.WriteString(rw, strings.Repeat("x", 10_000))
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	}
	answers := map[string]http.HandlerFunc{
		"nothing":        func(http.ResponseWriter, *http.Request) {},
		"a space before": func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, " "+challenge(r)) },
		"a space after":  func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, challenge(r)+" ") },
		"in quotes":      func(rw http.ResponseWriter, r *http.Request) { fmt.Fprintf(rw, "%q", challenge(r)) },
		"in lower case":  func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, strings.ToLower(challenge(r))) },
		"a part":         func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, challenge(r)[:10]) },
		"its whole query, as a page that reflects it": func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, r.URL.RawQuery) },
		"and then without an end": func(rw http.ResponseWriter, r *http.Request) {
			io.WriteString(rw, challenge(r))
			endless(rw, r)
		},
		"without an end": endless,
		"never":          func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"byte by byte": func(rw http.ResponseWriter, r *http.Request) {
			for range challenge(r) {
				io.WriteString(rw, "x")
				http.NewResponseController(rw).Flush()
				select {
				case <-r.Context().Done():
					return
				case <-time.After(100 * time.Millisecond):
				}
			}
		},
		"hints without an end": func(rw http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				rw.Header().Set("Link", "</x>; rel=preload")
				rw.WriteHeader(http.StatusEarlyHints)
			}
		},
		"no HTTP": func(rw http.ResponseWriter, r *http.Request) {
			c, _, err := http.NewResponseController(rw).Hijack()
			if err != nil {
				return
			}
			defer c.Close()
			io.WriteString(c, challenge(r))
		},
		"two lengths": func(rw http.ResponseWriter, r *http.Request) {
			c, _, err := http.NewResponseController(rw).Hijack()
			if err != nil {
				return
			}
			defer c.Close()
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: 26\r\nContent-Length: 5\r\n\r\n%s", challenge(r))
		},
	}
	for _, answer := range answers {
		if status, text := w.post(form("subscribe", news, newReader(t, answer).callback())); status != http.StatusAccepted {
			t.Errorf("%d %s, want 202", status, text)
		}
	}
	w.subscribe(newReader(t, nil), news) // nobody else is kept from it
	eventually(t, "all are given up", func() bool {
		st, err := w.hub.Stats(t.Context())
		return err == nil && st.Unverified == uint64(len(answers))
	})
	if n, err := w.store.CountSubscribers(t.Context()); n != 1 || err != nil {
		t.Errorf("%d subscribers, %v, want the one that answered as it should", n, err)
	}
	if sent.Load() > 100<<20 {
		t.Errorf("%d bytes were taken of answers without an end", sent.Load())
	}
}

// Whatever subscribers do with a delivery, others get theirs, and it is tried again.
func TestHostileAnswersToADelivery(t *testing.T) {
	w := newWorld(t, func(o *websub.Options) { o.Timeout = 300 * time.Millisecond })
	raw := func(text string) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			c, _, err := http.NewResponseController(rw).Hijack()
			if err != nil {
				return
			}
			defer c.Close()
			io.WriteString(c, text)
		}
	}
	fails := map[string]http.HandlerFunc{
		"never":               func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"no HTTP":             raw("hello\r\n\r\n"),
		"a status of nothing": raw("HTTP/1.1 000 Nothing\r\n\r\n"),
		"an endless header":   raw("HTTP/1.1 200 OK\r\n" + strings.Repeat("X: "+strings.Repeat("x", 1000)+"\r\n", 100)),
		"switching protocols": raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
		"a redirect to itself": func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, r.URL.String(), http.StatusPermanentRedirect)
		},
		"authenticate": func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("WWW-Authenticate", "Basic")
			rw.WriteHeader(http.StatusUnauthorized)
		},
	}
	takes := map[string]http.HandlerFunc{
		"an endless answer": func(rw http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(rw, strings.Repeat("x", 10_000)); err != nil {
					return
				}
			}
		},
		"a compressed bomb": func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "gzip")
			io.WriteString(rw, "\x1f\x8b\x08\x00")
		},
		"a cookie": func(rw http.ResponseWriter, _ *http.Request) {
			http.SetCookie(rw, &http.Cookie{Name: "a", Value: "b"})
			rw.WriteHeader(http.StatusNoContent)
		},
	}
	expected := map[string]bool{} // by callback: it was taken
	for taken, answers := range map[bool]map[string]http.HandlerFunc{false: fails, true: takes} {
		for _, answer := range answers {
			c := newReader(t, answer).callback()
			w.put(c, "")
			expected[c] = taken
		}
	}
	good := newReader(t, nil)
	w.put(good.callback(), "")
	w.publish(news, "news 1")
	good.wait(t)
	for callback, taken := range expected {
		eventually(t, "it is settled", func() bool {
			s, there := w.subscriber(news, callback)
			topic, _, err := w.store.Topic(t.Context(), news)
			return there && err == nil && (taken && s.Told == topic.Hash || !taken && s.Attempt == 1)
		})
	}
}

// One host with very many callbacks has no more requests at once than it may, and
// others don't wait for them.
func TestManyCallbacksOfOneHost(t *testing.T) {
	w := newWorld(t, func(o *websub.Options) { o.PerHost = 4 })
	var now, most, got atomic.Int64
	crowd := newReader(t, func(rw http.ResponseWriter, _ *http.Request) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		got.Add(1)
		now.Add(-1)
	})
	for i := range 2000 {
		w.put(fmt.Sprint(crowd.server.URL, "/", i), "")
	}
	other := newReader(t, nil)
	w.put(other.callback(), "")
	w.publish(news, "news 1")
	other.wait(t)
	eventually(t, "all have it", func() bool { return got.Load() >= 2000 })
	if most.Load() > 4 {
		t.Errorf("%d requests were made to one host at once, want at most 4", most.Load())
	}
}

// What a subscriber writes does not become part of what others are sent.
func TestNothingIsInjected(t *testing.T) {
	w := newWorld(t, nil)
	r := newReader(t, nil)
	evil := "\r\nX-Injected: 1\r\n\r\n"
	w.post(form("subscribe", news+evil, r.callback()))
	w.post(form("subscribe", strings.ToUpper(site[:8])+site[8:]+"/feed.rss", r.callback(), "hub.secret", evil, "hub.reason", evil, evil, evil))
	eventually(t, "the subscription is recorded", func() bool {
		_, there := w.subscriber(news, r.callback())
		return there
	})
	w.publish(news, "news 1")
	d := r.wait(t)
	if d.head.Get("X-Injected") != "" || !signed(d, evil) || strings.Contains(d.query, "hub.") {
		t.Errorf("delivered with %v and the query %s", d.head, d.query)
	}
	for len(r.asked) > 0 {
		q := <-r.asked
		if q.Get("hub.reason") != "" || q.Get("hub.secret") != "" {
			t.Errorf("the callback was asked %v", q)
		}
	}
}

func TestLeasesStayWithinBounds(t *testing.T) {
	w := newWorld(t, nil)
	r := newReader(t, nil)
	for asked, want := range map[string]string{"1": "3600", "9223372036854775807": "2592000", "99999999999999999999999999": "2592000", "007200": "7200"} {
		w.subscribe(r, news, "hub.lease_seconds", asked)
		if q := <-r.asked; q.Get("hub.lease_seconds") != want {
			t.Errorf("lease %s: the callback was asked %s, want %s", asked, q.Get("hub.lease_seconds"), want)
		}
	}
	for _, asked := range []string{"-1", "0", "1e3", "0x10", "3600.5", " 3600", "ten"} {
		if status, _ := w.post(form("subscribe", news, r.callback(), "hub.lease_seconds", asked)); status != http.StatusBadRequest {
			t.Errorf("lease %q: %d, want 400", asked, status)
		}
	}
}
