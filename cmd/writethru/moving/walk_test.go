package moving_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"writethru/cmd/writethru/moving"
	"writethru/internal/fetch"
)

// pages answers as a site that has these documents.
func pages(docs map[string]string) func(context.Context, string) (*fetch.Answer, error) {
	return func(_ context.Context, address string) (*fetch.Answer, error) {
		doc, ok := docs[address]
		if !ok {
			return &fetch.Answer{URL: address, Status: http.StatusNotFound, Header: http.Header{}}, nil
		}
		return &fetch.Answer{URL: address, Status: http.StatusOK, Header: http.Header{}, Body: []byte(doc)}, nil
	}
}

func rss(head string, ids ...string) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>` + head)
	for _, id := range ids {
		fmt.Fprintf(&b, "<item><guid>%s</guid><title>%s</title><pubDate>Fri, 20 Nov 2026 09:30:00 GMT</pubDate></item>", id, id)
	}
	return b.String() + "</channel></rss>"
}

func TestWalkEnds(t *testing.T) {
	const site = "https://old.example/feed"
	wordpress := "<generator>https://wordpress.org/?v=6</generator>"
	for _, tt := range []struct {
		name  string
		docs  map[string]string
		pages int    // at most
		want  string // ids
	}{
		{"one page", map[string]string{site: rss("", "1", "2")}, 0, "1 2"},
		{"at a loop", map[string]string{site: rss(`<atom:link rel="next" href="feed"/>`, "1")}, 0, "1"},
		{"at the last archive", map[string]string{
			site:                      rss(`<atom:link rel="prev-archive" href="/a/2"/>`, "3"),
			"https://old.example/a/2": rss(`<atom:link rel="prev-archive" href="1"/><atom:link rel="current" href="/feed"/>`, "2", "3"),
			"https://old.example/a/1": rss("", "1"),
		}, 0, "3 2 1"},
		{"where WordPress has no more", map[string]string{site: rss(wordpress, "3"), site + "?paged=2": rss(wordpress, "2")}, 0, "3 2"},
		{"where WordPress repeats itself", map[string]string{
			site: rss(wordpress, "3"), site + "?paged=2": rss(wordpress, "3"), site + "?paged=3": rss(wordpress, "1"),
		}, 0, "3"},
		{"after as many pages as one likes", map[string]string{
			site: rss(wordpress, "3"), site + "?paged=2": rss(wordpress, "2"), site + "?paged=3": rss(wordpress, "1"),
		}, 2, "3 2"},
	} {
		f, err := moving.Walk{Get: pages(tt.docs), Pages: tt.pages}.Read(t.Context(), site)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var ids []string
		for _, e := range f.Entries {
			ids = append(ids, e.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("%s: entries %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestWalkReadsOldEncodings(t *testing.T) {
	doc := strings.Replace(rss("", "1"), "<title>T", "<title>Caf\xe9", 1)
	f, err := moving.Walk{Get: pages(map[string]string{"f": `<?xml version="1.0" encoding="iso-8859-1"?>` + doc})}.Read(t.Context(), "f")
	if err != nil || f.Title != "Café" || !strings.Contains(string(f.Document), "Café") || strings.Contains(string(f.Document), "8859") {
		t.Errorf("title %q, document %q, error %v", f.Title, f.Document, err)
	}
}

func TestAnEntryIsItsArticle(t *testing.T) {
	for _, e := range []moving.Entry{
		{ID: "1", Title: "A: b # c", URL: "https://old.example/a"},
		{ID: "4711 at https://old.example", Title: "A", Content: "<p>a</p>"},
		{ID: "- 1", Title: "'quoted' \"twice\"", Content: "---\n<p>a</p>\n---"},
		{ID: "{{ 1 }}", Title: "{% raw %}", Content: "{{< update >}}<p>a</p>"},
		{ID: "tag:old.example,2026:é", Title: "2026-11-20", Content: "<html><body><p>a</p></body></html>"},
	} {
		b, err := e.Article()
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Verify(e.Name(), b); err != nil {
			t.Errorf("%+v: %v\n%s", e, err, b)
		}
	}
	lossy := moving.Entry{ID: "a  b", Title: "T", Content: "<p>a</p>"}
	b, err := lossy.Article()
	if err != nil {
		t.Fatal(err)
	}
	if err := lossy.Verify("a.html", b); err == nil || !strings.Contains(err.Error(), `id "a  b" becomes "a b"`) {
		t.Errorf("error %v, want that the id is lost", err)
	}
}
