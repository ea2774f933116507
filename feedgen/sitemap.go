package feedgen

import (
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"time"
)

// The limits of one document of the sitemap protocol (sitemaps.org, 0.9). A
// URL has to be shorter than the last.
const (
	sitemapMostPages = 50_000
	sitemapMostBytes = 50 << 20
	sitemapMostURL   = 2048
)

// A Page is what a sitemap lists; in a sitemap index it is a sitemap.
type Page struct {
	URL      string
	Modified time.Time // zero: not said
}

// A Sitemap is a document that tells search engines of pages.
type Sitemap struct {
	Bytes    []byte
	Pages    int
	Modified time.Time // of the page that changed last
}

// Sitemaps returns sitemaps of pages, in their order, each as full as the
// protocol allows; none if there are no pages. One is in memory at a time. A
// page with a bad URL or date is told as an error, and left out.
//
// Search engines want the pages of a sitemap on the host of the sitemap.
func Sitemaps(pages iter.Seq[Page]) iter.Seq2[*Sitemap, error] {
	return func(yield func(*Sitemap, error) bool) {
		w := newSitemapWriter("urlset", "url")
		for p := range pages {
			fits, err := w.add(p)
			if err == nil && !fits {
				if !yield(w.sitemap(), nil) {
					return
				}
				w = newSitemapWriter("urlset", "url")
				_, err = w.add(p)
			}
			if err != nil && !yield(nil, fmt.Errorf("sitemap: %w", err)) {
				return
			}
		}
		if w.pages > 0 {
			yield(w.sitemap(), nil)
		}
	}
}

// SitemapIndex returns the document that lists the sitemaps of a site, which
// search engines are told of when there is more than one.
func SitemapIndex(sitemaps []Page) ([]byte, error) {
	if len(sitemaps) == 0 {
		return nil, errors.New("sitemap index: want at least one sitemap")
	}
	w := newSitemapWriter("sitemapindex", "sitemap")
	for _, p := range sitemaps {
		fits, err := w.add(p)
		if err == nil && !fits {
			err = fmt.Errorf("%d sitemaps: there is room for %d", len(sitemaps), w.pages)
		}
		if err != nil {
			return nil, fmt.Errorf("sitemap index: %w", err)
		}
	}
	return w.sitemap().Bytes, nil
}

// A sitemapWriter appends pages to a document. A sitemap and an index differ in
// the names of two elements.
type sitemapWriter struct {
	element  string // around a page
	foot     string
	b        []byte
	pages    int
	modified time.Time
}

func newSitemapWriter(root, element string) *sitemapWriter {
	return &sitemapWriter{
		element: element,
		foot:    "</" + root + ">\n",
		b:       []byte(xml.Header + "<" + root + ` xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n"),
	}
}

// add appends p if there is room for it.
func (w *sitemapWriter) add(p Page) (fits bool, err error) {
	var c checker
	u := c.url("url", p.URL)
	if len(u) >= sitemapMostURL {
		c.fault("url", "%s: want less than %d characters", quote(u), sitemapMostURL)
	}
	b := append(w.b, "<"+w.element+"><loc>"...)
	b = appendEscaped(b, u)
	b = append(b, "</loc>"...)
	if !p.Modified.IsZero() {
		b = append(b, "<lastmod>"...)
		b = c.time("modified", p.Modified).AppendFormat(b, time.RFC3339)
		b = append(b, "</lastmod>"...)
	}
	b = append(b, "</"+w.element+">\n"...)
	if err := errors.Join(c.faults...); err != nil {
		return false, err
	}
	if w.pages == sitemapMostPages || len(b)+len(w.foot) > sitemapMostBytes {
		return false, nil
	}
	w.b = b
	w.pages++
	if p.Modified.After(w.modified) {
		w.modified = p.Modified
	}
	return true, nil
}

// sitemap ends the document.
func (w *sitemapWriter) sitemap() *Sitemap {
	return &Sitemap{Bytes: append(w.b, w.foot...), Pages: w.pages, Modified: w.modified}
}
