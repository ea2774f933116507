// Package load is what stands around the measured servers: requests as many as
// a server can take, connections that idle, and the barest server there can be.
package load

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Bare answers each request with bytes that lie in memory, as a net/http server
// does that knows nothing else. It is what the HTTP library costs.
func Bare(plain, gzipped []byte) http.Handler {
	const tag = `"bare"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Etag", tag)
		h.Set("Content-Type", "application/rss+xml; charset=utf-8")
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		body := plain
		if r.Header.Get("Accept-Encoding") == "gzip" {
			body = gzipped
			h.Set("Content-Encoding", "gzip")
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // who asked may have gone
	})
}

// Serve serves h at addr until ctx is done.
func Serve(ctx context.Context, addr string, h http.Handler) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, Protocols: new(http.Protocols)}
	srv.Protocols.SetHTTP1(true)
	srv.Protocols.SetUnencryptedHTTP2(true)
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(ln); ctx.Err() == nil {
		return err
	}
	return nil
}
