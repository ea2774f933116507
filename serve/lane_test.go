package serve

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// twoLanes gives one site in both lanes: a fast lane, and what gives net/http
// alone the bytes of a connection and returns what it answers. Requests write
// TAG for the tag of /feed, and BASE for that of an older version of /news.
func twoLanes(tb testing.TB) (l *lane, tags *strings.Replacer, slow func(raw []byte) []byte) {
	tb.Helper()
	site := &Site{Now: clock(noon)}
	site.Put(map[string]Resource{
		"/feed": feed(text, noon), "/page": page("<p>page</p>"), "/small": feed("small", time.Time{}),
		"/old": {Location: "/feed"}, "/gone": {Gone: true}, "/livez": feed("never", noon), "/": page("front"),
		"/file": {Type: "text/plain", Open: func() (fs.File, error) { return os.Open("lane_test.go") }},
	})
	site.Put(map[string]Resource{"/news": testFormats["atom"].write(stories(1, 9)...)})
	base := site.tabled("/news").tags[identity][0]
	site.Put(map[string]Resource{"/news": testFormats["atom"].write(stories(1, 10)...)})
	h := Handler(site, Options{Now: clock(noon.Add(time.Hour)), Limits: Limits{Rate: -1}, Answered: func(Answer) {}}).(*handler)
	answer(h, request("/news", "A-IM: feed", "If-None-Match: "+base)) // a delta is made
	codeAll(site, "/feed", "/news")
	srv := &http.Server{Handler: h}
	to := newHandover(srv)
	done := make(chan struct{})
	go func() { _ = srv.Serve(to); close(done) }()
	tb.Cleanup(func() { _ = srv.Close(); <-done })
	slow = func(raw []byte) []byte {
		here, there := net.Pipe()
		defer here.Close()
		to.give(testConn(there))
		go func() { _, _ = here.Write(raw) }()
		var all bytes.Buffer
		r := bufio.NewReader(io.TeeReader(here, &all))
		for _, method := range methods(raw) {
			resp, err := http.ReadResponse(r, &http.Request{Method: method})
			if err != nil {
				break
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		return all.Bytes()
	}
	tags = strings.NewReplacer("TAG", site.tabled("/feed").tags[identity][0], "BASE", base)
	return &lane{handler: h, rest: to, streams: to}, tags, slow
}

func testConn(nc net.Conn) *conn {
	c := &conn{Conn: nc}
	newConns(1, -1, 0, 0, 0).add(c)
	return c
}

// methods are those of the requests that the fast lane sees in raw, up to the
// last.
func methods(raw []byte) (all []string) {
	var h head
	for !h.close {
		n := h.read(raw)
		if n == 0 {
			break
		}
		method, _, _ := strings.Cut(string(raw), " ")
		all = append(all, method)
		raw = raw[n:]
	}
	return all
}

// A tape is a connection that keeps what is written to it.
type tape struct {
	net.Conn
	bytes.Buffer
}

func (t *tape) Write(b []byte) (int, error) { return t.Buffer.Write(b) }
func (t *tape) Read(b []byte) (int, error)  { return 0, io.EOF }

// fast gives what the fast lane answers, and how much it leaves to net/http.
func fast(l *lane, raw []byte) (answers []byte, left int) {
	var to tape
	c := testConn(&to)
	c.work = new(work)
	rest, _ := l.answer(c, raw)
	return to.Bytes(), len(rest)
}

// normal gives the answers to raw in a form in which equal ones compare equal:
// without Date, and with fields in order.
func normal(answers, raw []byte) string {
	var b strings.Builder
	r := bufio.NewReader(bytes.NewReader(answers))
	asked := methods(raw)
	for n := 0; ; n++ {
		request := new(http.Request)
		if n < len(asked) {
			request.Method = asked[n]
		}
		resp, err := http.ReadResponse(r, request)
		if err != nil {
			return b.String()
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		fmt.Fprintf(&b, "%s %s close=%v\n", resp.Proto, resp.Status, resp.Close)
		if resp.Header.Get("Date") == "" && resp.StatusCode < 400 {
			b.WriteString("no Date\n")
		}
		resp.Header.Del("Date")
		for _, name := range slices.Sorted(maps.Keys(resp.Header)) {
			fmt.Fprintf(&b, "%s: %q\n", name, resp.Header[name])
		}
		fmt.Fprintf(&b, "%d %q %v\n", len(body), body, err)
	}
}

const (
	plainGet  = "GET /feed HTTP/1.1\r\nHost: x\r\n"
	plainNews = "GET /news HTTP/1.1\r\nHost: x\r\n"
)

// laneTable has requests and who answers them first: the fast lane how many.
var laneTable = []struct {
	claim string
	raw   string
	fast  int
}{
	{"a plain request", plainGet + "\r\n", 1},
	{"HEAD", "HEAD /feed HTTP/1.1\r\nHost: x\r\n\r\n", 1},
	{"a query", "GET /feed?a=%00&b=c?d HTTP/1.1\r\nHost: x\r\n\r\n", 1},
	{"gzip", plainGet + "Accept-Encoding: gzip\r\n\r\n", 1},
	{"brotli, in two lines", plainGet + "accept-encoding: gzip;q=0.5\r\nACCEPT-ENCODING: br\r\n\r\n", 1},
	{"an unchanged feed", plainGet + "If-None-Match: W/TAG\r\n\r\n", 1},
	{"two lines of If-None-Match", plainGet + "If-None-Match: \"a\"\r\nIf-None-Match: TAG\r\n\r\n", 1},
	{"three lines of If-None-Match", plainGet + "If-None-Match: \"a\"\r\nIf-None-Match: \"b\"\r\nIf-None-Match: TAG\r\n\r\n", 0},
	{"a date", plainGet + "If-Modified-Since: Sat, 21 Nov 2026 12:00:01 GMT\r\n\r\n", 1},
	{"an older date", plainGet + "If-Modified-Since: Sat, 21 Nov 2026 12:00:00 GMT\r\n\r\n", 1},
	{"a failed condition", plainGet + "If-Match: \"a\"\r\n\r\n", 0},
	{"a delta", plainNews + "A-IM: feed\r\nIf-None-Match: BASE\r\n\r\n", 1},
	{"a coded delta", plainNews + "A-IM: feed\r\nIf-None-Match: BASE\r\nAccept-Encoding: gzip\r\n\r\n", 1},
	{"no delta of a HEAD", "HEAD /news HTTP/1.1\r\nHost: x\r\nA-IM: feed\r\nIf-None-Match: BASE\r\n\r\n", 1},
	{"no delta through a proxy", plainNews + "A-IM: feed\r\nIf-None-Match: BASE\r\nVia: x\r\n\r\n", 1},
	{"a range", plainGet + "Range: bytes=0-9\r\n\r\n", 1},
	{"an empty value", plainGet + "If-None-Match:\r\n\r\n", 1},
	{"white space around a value", plainGet + "If-None-Match: \t TAG \t\r\n\r\n", 1},
	{"bytes beyond ASCII in a value", plainGet + "User-Agent: Z\xfcrich\r\n\r\n", 1},
	{"close", plainGet + "Connection: close\r\n\r\n", 1},
	{"keep-alive", plainGet + "Connection: Keep-Alive\r\n\r\n", 1},
	{"keep-alive and more", plainGet + "Connection: keep-alive, x\r\n\r\n", 0},
	{"Connection twice", plainGet + "Connection: keep-alive\r\nConnection: close\r\n\r\n", 0},
	{"a page", "GET /page HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n", 1},
	{"no date to say", "GET /small HTTP/1.1\r\nHost: x\r\n\r\n", 1},
	{"the front", "GET / HTTP/1.1\r\nHost: x:80\r\n\r\n", 1},
	{"an IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 1},
	{"two in a pipe", plainGet + "\r\n" + plainGet + "If-None-Match: TAG\r\n\r\n", 2},
	{"one after the last", plainGet + "Connection: close\r\n\r\n" + plainGet + "\r\n", 1},
	{"one of ours, then one of theirs", plainGet + "\r\nGET /none HTTP/1.1\r\nHost: x\r\n\r\n", 1},
	{"one of ours, then rubbish", plainGet + "\r\n\x00\r\n\r\n", 1},
	{"one of ours, then a part of one", plainGet + "\r\nGET /feed HT", 1},

	{"an operator's path", "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"nothing", "GET /none HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"a file", "GET /file HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"moved", "GET /old HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"gone", "GET /gone HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"another method", "DELETE /feed HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"a method in lower case", "get /feed HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"HTTP/1.0", "GET /feed HTTP/1.0\r\n\r\n", 0},
	{"HTTP/1.0 that stays", "GET /feed HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 0},
	{"HTTP/1.2", "GET /feed HTTP/1.2\r\nHost: x\r\n\r\n", 0},
	{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0},
	{"no Host", "GET /feed HTTP/1.1\r\n\r\n", 0},
	{"an empty Host", "GET /feed HTTP/1.1\r\nHost:\r\n\r\n", 0},
	{"two Hosts", plainGet + "Host: y\r\n\r\n", 0},
	{"a bad Host", "GET /feed HTTP/1.1\r\nHost: a/b\r\n\r\n", 0},
	{"an absolute target", "GET http://x/feed HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"a coded path", "GET /f%65ed HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"a fragment", "GET /feed#a HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"a space in the target", "GET /feed a HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"two spaces", "GET  /feed HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"a tab", "GET\t/feed HTTP/1.1\r\nHost: x\r\n\r\n", 0},
	{"an empty line first", "\r\n" + plainGet + "\r\n", 0},
	{"lines that end in LF", "GET /feed HTTP/1.1\nHost: x\n\n", 0},
	{"one line that ends in LF", plainGet + "A: b\nC: d\r\n\r\n", 0},
	{"a bare CR", plainGet + "A: b\rContent-Length: 5\r\n\r\n", 0},
	{"a NUL", plainGet + "A: \x00\r\n\r\n", 0},
	{"a space before the colon", plainGet + "Content-Length : 5\r\n\r\nhello", 0},
	{"no colon", plainGet + "hello\r\n\r\n", 0},
	{"no name", plainGet + ": x\r\n\r\n", 0},
	{"a line that goes on", plainGet + "A: b\r\n c\r\n\r\n", 0},
	{"a body", plainGet + "Content-Length: 5\r\n\r\nhello", 0},
	{"an empty body", plainGet + "content-length: 0\r\n\r\n", 0},
	{"chunks", plainGet + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 0},
	{"chunks and a length", plainGet + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" + plainGet + "\r\n", 0},
	{"an unknown transfer coding", plainGet + "Transfer-Encoding: xchunked\r\n\r\n", 0},
	{"Expect", plainGet + "Expect: 100-continue\r\n\r\n", 0},
	{"Upgrade", plainGet + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n", 0},
}

func TestBothLanesGiveTheSameAnswers(t *testing.T) {
	l, tags, slow := twoLanes(t)
	for _, test := range laneTable {
		raw := []byte(tags.Replace(test.raw))
		answers, left := fast(l, raw)
		taken := raw[:len(raw)-left]
		got, want := normal(answers, taken), normal(slow(taken), taken)
		if n := strings.Count(got, "HTTP/1.1 "); n != test.fast {
			t.Errorf("%s: %d answers in the fast lane, want %d", test.claim, n, test.fast)
		}
		if got != want {
			t.Errorf("%s:\nfast lane %s\nnet/http  %s", test.claim, got, want)
		}
	}
}

// Whatever comes, the fast lane answers as net/http would, or not at all.
func FuzzLanes(f *testing.F) {
	for _, test := range laneTable {
		f.Add([]byte(test.raw))
	}
	l, tags, slow := twoLanes(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = []byte(tags.Replace(string(raw)))
		answers, left := fast(l, raw)
		taken := raw[:len(raw)-left]
		got, want := normal(answers, taken), normal(slow(taken), taken)
		if got != want {
			t.Errorf("%q:\nfast lane %s\nnet/http  %s", taken, got, want)
		}
	})
}

// What is handed over comes out as it would without a fast lane, over the wire
// and to the last byte.
func TestAConnectionIsTheSameWithAndWithoutTheFastLane(t *testing.T) {
	l, tags, _ := twoLanes(t)
	withLane, _ := start(t, l.handler, ServerOptions{})
	without, _ := start(t, http.HandlerFunc(l.handler.ServeHTTP), ServerOptions{})
	for _, test := range laneTable {
		raw := tags.Replace(test.raw)
		talk := func(addr string) string {
			c := dial(t, addr)
			_, _ = io.WriteString(c, raw)
			_ = c.(*net.TCPConn).CloseWrite()
			all, _ := io.ReadAll(c) // net/http resets some connections
			return normal(all, []byte(raw))
		}
		if got, want := talk(withLane), talk(without); got != want {
			t.Errorf("%s:\nwith    %s\nwithout %s", test.claim, got, want)
		}
	}
}

func TestPipelinedRequestsAreAnsweredInOrder(t *testing.T) {
	l, tags, _ := twoLanes(t)
	addr, _ := start(t, l.handler, ServerOptions{})
	c := dial(t, addr)
	var raw strings.Builder
	var want []int
	for n := range 300 { // more than a buffer holds
		switch {
		case n == 299:
			raw.WriteString("GET /none HTTP/1.1\r\nHost: x\r\n\r\n")
			want = append(want, 404)
		case n%3 == 0:
			raw.WriteString(plainGet + "\r\n")
			want = append(want, 200)
		default:
			raw.WriteString(plainGet + "If-None-Match: TAG\r\n\r\n")
			want = append(want, 304)
		}
	}
	go func() { _, _ = io.WriteString(c, tags.Replace(raw.String())) }()
	r := bufio.NewReader(c)
	for n, status := range want {
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != status || err != nil || status == 200 && string(body) != text {
			t.Fatalf("answer %d = %d with %d bytes, %v, want %d", n, resp.StatusCode, len(body), err, status)
		}
	}
}

func TestUnencryptedHTTP2(t *testing.T) {
	l, _, _ := twoLanes(t)
	addr, _ := start(t, l.handler, ServerOptions{})
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Get("http://" + addr + "/feed")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if resp.ProtoMajor != 2 || string(body) != text || err != nil {
		t.Errorf("%s with %d bytes, %v", resp.Proto, len(body), err)
	}
}
