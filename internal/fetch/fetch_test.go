package fetch_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"writethru/internal/fetch"
)

// web is a server for tests, which is in a private network by nature.
func web(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, "%s accepts %s", r.UserAgent(), r.Header.Get("Accept-Encoding"))
	})
	mux.HandleFunc("/packed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		z.Write(bytes.Repeat([]byte("news "), 1<<18))
		z.Close()
	})
	mux.HandleFunc("/old", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/older", http.StatusMovedPermanently)
	})
	mux.HandleFunc("/older", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "feed", http.StatusFound)
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/loop", http.StatusFound)
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func client(t *testing.T, o fetch.Options) *fetch.Client {
	t.Helper()
	o.UserAgent = "Tester/1"
	c := fetch.New(o)
	t.Cleanup(c.Close)
	return c
}

func TestGetFollowsAndRemembersRedirects(t *testing.T) {
	s := web(t)
	a, err := client(t, fetch.Options{AllowPrivate: true}).Get(t.Context(), s.URL+"/old", nil)
	if err != nil {
		t.Fatal(err)
	}
	if a.URL != s.URL+"/feed" || a.Status != 200 || string(a.Body) != "Tester/1 accepts gzip" {
		t.Errorf("answer %+v with %q", a, a.Body)
	}
	if got, want := fmt.Sprint(a.Hops), fmt.Sprintf("[{301 %s/older} {302 %s/feed}]", s.URL, s.URL); got != want {
		t.Errorf("hops %s, want %s", got, want)
	}
}

func TestGetAsksConditionally(t *testing.T) {
	a, err := client(t, fetch.Options{AllowPrivate: true}).Get(t.Context(), web(t).URL+"/feed", http.Header{"If-None-Match": {`"1"`}})
	if err != nil || a.Status != http.StatusNotModified || len(a.Body) != 0 {
		t.Errorf("answer %+v, error %v, want 304", a, err)
	}
}

func TestGetUnpacksWithinBounds(t *testing.T) {
	s := web(t)
	a, err := client(t, fetch.Options{AllowPrivate: true}).Get(t.Context(), s.URL+"/packed", nil)
	if err != nil || len(a.Body) != 5<<18 {
		t.Errorf("%d bytes, error %v, want %d", len(a.Body), err, 5<<18)
	}
	_, err = client(t, fetch.Options{AllowPrivate: true, MaxBytes: 1 << 20}).Get(t.Context(), s.URL+"/packed", nil)
	if !errors.Is(err, fetch.ErrTooLarge) {
		t.Errorf("error %v, want %v", err, fetch.ErrTooLarge)
	}
}

func TestGetRefuses(t *testing.T) {
	s := web(t)
	for _, tt := range []struct {
		url     string
		private bool
		want    string
	}{
		{s.URL + "/feed", false, "private network"},
		{strings.Replace(s.URL, "127.0.0.1", "localhost", 1) + "/feed", false, "private network"},
		{"http://169.254.169.254/latest/", false, "private network"},
		{"http://[::1]:1/", false, "private network"},
		{s.URL + "/loop", true, "more than 10 redirects"},
		{s.URL + "/file", true, "want an address"},
		{"ftp://news.example/feed", true, "want an address"},
		{"http://", true, "want an address"},
	} {
		_, err := client(t, fetch.Options{AllowPrivate: tt.private}).Get(t.Context(), tt.url, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Get(%s): error %v, want %q", tt.url, err, tt.want)
		}
	}
}

func TestGetEndsInTime(t *testing.T) {
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer silent.Close()
	_, err := client(t, fetch.Options{AllowPrivate: true, Timeout: 50 * time.Millisecond}).Get(t.Context(), silent.URL, nil)
	if err == nil || !strings.Contains(err.Error(), "deadline") {
		t.Errorf("error %v, want one of the deadline", err)
	}
}
