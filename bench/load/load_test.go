package load

import (
	"bytes"
	"context"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestEveryAnswerIsReadToItsEnd(t *testing.T) {
	srv := httptest.NewServer(Bare(bytes.Repeat([]byte("plain"), 40000), []byte("gzipped")))
	defer srv.Close()
	addr := srv.Listener.Addr().String()
	for name, r := range map[string]Request{
		"304":      {Addr: addr, Path: "/", Header: map[string]string{"If-None-Match": `"bare"`}, Status: 304},
		"gzip":     {Addr: addr, Path: "/", Header: map[string]string{"Accept-Encoding": "gzip"}, Status: 200},
		"identity": {Addr: addr, Path: "/", Status: 200},
	} {
		counts, err := Generate(t.Context(), r, 4, 20*time.Millisecond)
		if err != nil || counts.Requests < 4 || counts.PerSecond() <= 0 {
			t.Errorf("%s: %+v, %v", name, counts, err)
		}
	}
}

func TestAnotherStatusEndsTheLoad(t *testing.T) {
	srv := httptest.NewServer(Bare(nil, nil))
	defer srv.Close()
	r := Request{Addr: srv.Listener.Addr().String(), Path: "/", Status: 304}
	_, err := Generate(t.Context(), r, 2, time.Minute)
	if err == nil || !strings.Contains(err.Error(), "200 OK") {
		t.Errorf("Generate = %v, want the answer's status", err)
	}
}

func TestConnectionsAreHeldUntilTheEnd(t *testing.T) {
	srv := httptest.NewServer(Bare([]byte("x"), nil))
	defer srv.Close()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- Hold(ctx, Request{Addr: srv.Listener.Addr().String(), Path: "/", Status: 200}, 20, w)
	}()
	line := make([]byte, 100)
	n, err := r.Read(line)
	if err != nil || string(line[:n]) != "20 connections held\n" {
		t.Errorf("Hold says %q, %v", line[:n], err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
