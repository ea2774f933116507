package feedgen

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A sitemapSchema holds what the schema of sitemaps.org allows in a sitemap or
// an index, and what it requires.
type sitemapSchema struct {
	XMLName  xml.Name
	Pages    []sitemapElement `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	Sitemaps []sitemapElement `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
	Others   []struct{}       `xml:",any"`
}

type sitemapElement struct {
	Loc     []string   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
	Lastmod []string   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
	Others  []struct{} `xml:",any"`
}

// readSitemap returns the pages of a sitemap or index, and what the schema, or
// the limits of the protocol, do not allow.
func readSitemap(b []byte) (pages []Page, err error) {
	if len(b) > 52_428_800 {
		return nil, fmt.Errorf("%d bytes", len(b))
	}
	if err := wellFormedXML(b); err != nil {
		return nil, err
	}
	var doc sitemapSchema
	if err := xml.Unmarshal(b, &doc); err != nil {
		return nil, err
	}
	elements := doc.Pages
	if doc.XMLName.Local == "sitemapindex" {
		elements = doc.Sitemaps
	}
	if n := len(elements); n == 0 || n > 50_000 || n != len(doc.Pages)+len(doc.Sitemaps) || len(doc.Others) > 0 {
		return nil, fmt.Errorf("<%s> of %d and %d other elements", doc.XMLName.Local, n, len(doc.Others))
	}
	for _, e := range elements {
		if len(e.Loc) != 1 || len(e.Lastmod) > 1 || len(e.Others) > 0 {
			return nil, fmt.Errorf("element %+v", e)
		}
		p := Page{URL: e.Loc[0]}
		if !isWebURL(p.URL) || len(p.URL) < 12 || len(p.URL) >= 2048 {
			return nil, fmt.Errorf("loc %q", p.URL)
		}
		if len(e.Lastmod) > 0 {
			if p.Modified, err = time.Parse(time.RFC3339, e.Lastmod[0]); err != nil {
				return nil, err
			}
		}
		pages = append(pages, p)
	}
	return pages, nil
}

// site returns a site of n pages, made one by one.
func site(n int) iter.Seq[Page] {
	return func(yield func(Page) bool) {
		for i := range n {
			p := Page{URL: fmt.Sprintf("https://courier.example/stories/%d/?a=1&b='2'", i), Modified: at.Add(time.Duration(i) * time.Second)}
			if !yield(p) {
				return
			}
		}
	}
}

func TestSitemap(t *testing.T) {
	pages := slices.Values([]Page{
		{URL: "https://courier.example/"},
		{URL: "https://courier.example/stories/flut/ä?a=1&b=2", Modified: at},
	})
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://courier.example/</loc></url>
<url><loc>https://courier.example/stories/flut/%C3%A4?a=1&amp;b=2</loc><lastmod>2026-11-21T20:45:00Z</lastmod></url>
</urlset>
`
	for s, err := range Sitemaps(pages) {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(s.Bytes)); diff != "" || s.Pages != 2 || !s.Modified.Equal(at) {
			t.Errorf("%d pages, modified %s (-want +got):\n%s", s.Pages, s.Modified, diff)
		}
	}
	for range Sitemaps(site(0)) {
		t.Error("a sitemap of no pages")
	}
}

func TestSitemapIndex(t *testing.T) {
	got, err := SitemapIndex([]Page{{URL: "https://courier.example/sitemap-1.xml", Modified: at}})
	if err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://courier.example/sitemap-1.xml</loc><lastmod>2026-11-21T20:45:00Z</lastmod></sitemap>
</sitemapindex>
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("SitemapIndex (-want +got):\n%s", diff)
	}
	for _, sitemaps := range [][]Page{nil, {{URL: "/sitemap-1.xml"}}, slices.Collect(site(50_001))} {
		if _, err := SitemapIndex(sitemaps); err == nil {
			t.Errorf("SitemapIndex of %d sitemaps: no error", len(sitemaps))
		}
	}
}

// TestSitemapsSplit: a sitemap holds 50,000 pages, and the next one the rest.
func TestSitemapsSplit(t *testing.T) {
	var got []int
	for s, err := range Sitemaps(site(50_001)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s.Pages)
		if n := bytes.Count(s.Bytes, []byte("<url>")); n != s.Pages || !bytes.HasSuffix(s.Bytes, []byte("</urlset>\n")) {
			t.Errorf("%d pages in a sitemap of %d", n, s.Pages)
		}
	}
	if want := []int{50_000, 1}; !slices.Equal(got, want) {
		t.Errorf("sitemaps of %v pages, want %v", got, want)
	}
}

// TestSitemapEndsAt50MB: the last page fits if its last byte does.
func TestSitemapEndsAt50MB(t *testing.T) {
	page := Page{URL: "https://courier.example/"}
	const element = "<url><loc>https://courier.example/</loc></url>\n"
	for room, want := range map[int]bool{len(element): true, len(element) - 1: false} {
		w := newSitemapWriter("urlset", "url")
		w.b = append(w.b, make([]byte, 52_428_800-len(w.b)-len("</urlset>\n")-room)...)
		if fits, err := w.add(page); fits != want || err != nil {
			t.Errorf("%d bytes left: fits %t, %v, want %t", room, fits, err, want)
		}
	}
}

// TestSitemapsLeaveOutBadPages: what cannot be listed is told, and stops
// nothing else.
func TestSitemapsLeaveOutBadPages(t *testing.T) {
	pages := slices.Values([]Page{
		{URL: "https://courier.example/1"},
		{URL: "/2"},
		{URL: "https://courier.example/" + strings.Repeat("3", 2024)},
		{URL: "https://courier.example/4", Modified: at.AddDate(9000, 0, 0)},
		{URL: "https://courier.example/" + strings.Repeat("5", 2023)},
	})
	faults := 0
	for s, err := range Sitemaps(pages) {
		if err != nil {
			faults++
		} else if _, err := readSitemap(s.Bytes); err != nil || s.Pages != 2 {
			t.Errorf("%d pages, %v", s.Pages, err)
		}
	}
	if faults != 3 {
		t.Errorf("%d faults, want 3", faults)
	}
}

// TestSitemapsTakeLittleMemory: pages are never in memory all at once.
func TestSitemapsTakeLittleMemory(t *testing.T) {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	sitemaps := 0
	for s, err := range Sitemaps(site(250_000)) {
		if err != nil {
			t.Fatal(err)
		}
		sitemaps++
		runtime.GC()
		runtime.ReadMemStats(&now)
		if grown := int64(now.HeapAlloc) - int64(before.HeapAlloc); grown > 4*int64(len(s.Bytes)) {
			t.Errorf("sitemap %d: %d bytes of heap for one of %d", sitemaps, grown, len(s.Bytes))
		}
	}
	if sitemaps != 5 {
		t.Errorf("%d sitemaps, want 5", sitemaps)
	}
}

// TestSitemapTakesAnyPath: whatever is in a URL, it reads back.
func TestSitemapTakesAnyPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want, pages []Page
		for range rapid.IntRange(1, 5).Draw(t, "pages") {
			p := Page{URL: "https://courier.example/" + anyPath(t), Modified: anyTime(t, "modified")}
			pages = append(pages, p)
			u, err := webURL(p.URL)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, Page{URL: u, Modified: p.Modified.UTC().Truncate(time.Second)})
		}
		for s, err := range Sitemaps(slices.Values(pages)) {
			if err != nil {
				t.Fatal(err)
			}
			got, err := readSitemap(s.Bytes)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		}
	})
}

func BenchmarkSitemaps(b *testing.B) {
	var pages []Page
	for i := range 50_000 {
		pages = append(pages, Page{URL: fmt.Sprintf("https://courier.example/stories/%d/", i), Modified: at})
	}
	b.ReportAllocs()
	for b.Loop() {
		for s, err := range Sitemaps(slices.Values(pages)) {
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(s.Bytes)))
		}
	}
}
