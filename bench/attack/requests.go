package attack

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Requests are what is not HTTP, or could be read in two ways.
func (s Site) Requests() []Attack {
	const end = "Connection: close\r\n\r\n"
	get := "GET " + s.Feed + " HTTP/1.1\r\nHost: x\r\n"
	form := "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	smuggled := "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
	return []Attack{
		{"a length and chunks", "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n" + end + "0\r\n\r\n" + smuggled, "^(400|415)$", "smuggled"},
		{"two lengths", "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 44\r\n" + end + smuggled, "^400$", "smuggled"},
		{"a length with a sign", "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n" + end, "^400$", "<rss"},
		{"an unknown transfer coding", get + "Transfer-Encoding: xchunked\r\n" + end, "^501$", "<rss"},
		{"chunks that are none", form + "Transfer-Encoding: chunked\r\n" + end + "zz\r\n", "^400$", "<rss"},
		{"a blank before the colon", get + "Content-Length : 0\r\n" + end, "^400$", "<rss"},
		{"a field that goes on", get + "X: a\r\n b\r\n" + end, "^(200|400)$", "\r\nX:"},
		{"NUL in a field", get + "X: a\x00b\r\n" + end, "^400$", "<rss"},
		{"NUL in the target", "GET /feed\x00.rss HTTP/1.1\r\nHost: x\r\n" + end, "^(400|404)$", "<rss"},
		{"a carriage return alone", get + "X: a\rSet-Cookie: b\r\n" + end, "^(200|400)$", "Set-Cookie: b"},
		{"no version", "GET " + s.Feed + "\r\n\r\n", "^400$", "<rss"},
		{"version 3", "GET " + s.Feed + " HTTP/3.0\r\nHost: x\r\n" + end, "^505$", "<rss"},
		{"a proxy's request", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n" + end, "^(400|404|405)$", "evil"},
		{"a method of a megabyte", strings.Repeat("A", 1<<20) + " / HTTP/1.1\r\nHost: x\r\n" + end, "^(400|431|505)?$", "AAAA"},
		{"a target of a megabyte", "GET /" + strings.Repeat("a", 1<<20) + " HTTP/1.1\r\nHost: x\r\n" + end, "^(400|414|431)$", "aaaa"},
		{"a target of a thousand folders", "GET " + strings.Repeat("/a", 1000) + " HTTP/1.1\r\nHost: x\r\n" + end, "^404$", "/a/a"},
		{"twenty thousand fields", get + strings.Repeat("X: a\r\n", 20_000) + end, "^431$", "<rss"},
		{"a body where none is read", get + "Content-Length: 44\r\n" + end + smuggled, "^200$", "smuggled"},
		{"a body too long for the hub", form + "Content-Length: 1048576\r\n" + end + strings.Repeat("a", 1<<20), "^(400|413)$", "aaaa"},
		{"many codings", get + "Accept-Encoding: " + strings.Repeat("gzip;q=0.1,", 5000) + "\r\n" + end, "^200$", "goroutine"},
		{"many tags", get + "If-None-Match: " + strings.Repeat(`"a",`, 15_000) + "\r\n" + end, "^200$", "goroutine"},
		{"many ranges", get + "Range: bytes=" + strings.Repeat("0-1,", 15_000) + "0-1\r\n" + end, "^200$", "multipart"},
		{"a switch of protocols", get + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n" + "GET /none HTTP/1.1\r\nHost: x\r\n" + end, "^200$", "101 Switching"},
		{"HTTP/2's preface and rubbish", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + strings.Repeat("\xff", 4096), "", "<rss"},
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 512), "", "<rss"},
	}
}

// Methods are those that would change something.
func (s Site) Methods() []Attack {
	var all []Attack
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "MKCOL", "MOVE", "PROPFIND", "TRACE", "DEBUG", "get", "G\x00T"} {
		for _, path := range []string{"/", s.Feed, s.Story} {
			all = append(all, Attack{
				Claim: "a method", Request: method + " " + path + " HTTP/1.1\r\nHost: x\r\nX-Echo: evil\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
				Status: "^(400|403|404|405|501)$", Without: "<rss|X-Echo",
			})
		}
	}
	return all
}

// Pipeline sends many requests in one go, and fails unless they are answered one
// after the other, as each is answered alone.
func (s Site) Pipeline(pairs int) error {
	requests := []string{
		"GET /none-such HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET " + s.Feed + " HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n",
	}
	want, err := s.statuses(requests[0], 1)
	if err != nil {
		return err
	}
	second, err := s.statuses(requests[1], 1)
	if err != nil {
		return err
	}
	want = append(want, second...)
	got, err := s.statuses(strings.Repeat(requests[0]+requests[1], pairs), 2*pairs)
	for i, status := range got {
		if status != want[i%2] {
			return fmt.Errorf("answer %d of %d has status %d, want %d", i+1, 2*pairs, status, want[i%2])
		}
	}
	return err
}

// statuses sends bytes and reads n answers.
func (s Site) statuses(requests string, n int) ([]int, error) {
	c, err := s.dial(0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }() // nothing more is expected of it
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	go func() { _, _ = io.WriteString(c, requests) }() // the answers tell
	r := bufio.NewReader(c)
	var all []int
	for len(all) < n {
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			return all, fmt.Errorf("answer %d of %d: %w", len(all)+1, n, err)
		}
		_, err = io.Copy(io.Discard, resp.Body)
		if err := errors.Join(err, resp.Body.Close()); err != nil {
			return all, fmt.Errorf("answer %d of %d: %w", len(all)+1, n, err)
		}
		all = append(all, resp.StatusCode)
	}
	return all, nil
}
