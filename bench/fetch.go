package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"writethru/bench/process"
)

// pause is the time between two looks at a server. It is what latencies are
// exact to.
const pause = time.Millisecond

// client takes what servers send as it is: a decompressing client would add its
// own time.
var client = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// An answer is a response that was read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// get makes one request.
func get(ctx context.Context, url string, header map[string]string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, body}, err
}

// A server is a running program that answers at an address.
type server struct {
	*process.Process
	name string
	addr string
}

func (s *server) url(path string) string { return "http://" + s.addr + path }

// until asks for a path until the answer is as wanted, for at most limit, and
// returns when it was.
func (s *server) until(ctx context.Context, path string, limit time.Duration, wanted func(answer) bool) (time.Time, error) {
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		a, err := get(bounded, s.url(path), nil)
		if err == nil && wanted(a) {
			return time.Now(), nil
		}
		if err := s.Err(); err != nil {
			return time.Time{}, err
		}
		select {
		case <-tick.C:
		case <-bounded.Done():
			if ctx.Err() == nil && errors.Is(bounded.Err(), context.DeadlineExceeded) {
				return time.Time{}, &process.LimitError{Limit: limit}
			}
			return time.Time{}, ctx.Err()
		}
	}
}

// freePort asks the system for a port that nobody listens on.
func freePort() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close()
	addr, ok := ln.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("%s is no TCP address", ln.Addr())
	}
	return addr.Port, nil
}

// startServer starts what make returns for a port.
func startServer(ctx context.Context, name string, make func(port int) process.Command) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	p, err := process.Start(ctx, make(port))
	if err != nil {
		return nil, err
	}
	return &server{p, name, fmt.Sprintf("127.0.0.1:%d", port)}, nil
}

// ok wants a page.
func ok(a answer) bool { return a.status == http.StatusOK }
