package load

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
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

func TestSubscribersConfirmAndCount(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- Subscribe(ctx, 2, w) }()
	var addresses []string
	if err := json.NewDecoder(r).Decode(&addresses); err != nil || len(addresses) != 2 {
		t.Fatalf("addresses %v, %v", addresses, err)
	}
	defer http.DefaultClient.CloseIdleConnections()
	send := func(method, url, body string) string {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, "http://"+url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if got := send("GET", addresses[1]+"/7?hub.challenge=words&hub.mode=subscribe", ""); got != "words" {
		t.Errorf("the challenge is answered with %q", got)
	}
	send("POST", addresses[0]+"/7", "<rss/>")
	if got, want := send("GET", addresses[0]+TallyPath, ""), `{"confirmed":1,"delivered":1,"bytes":6}`+"\n"; got != want {
		t.Errorf("the tally is %s, want %s", got, want)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
