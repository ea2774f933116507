package moving

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"writethru/internal/fetch"
)

// A Walk reads a feed with all its older pages.
type Walk struct {
	Get   func(ctx context.Context, address string) (*fetch.Answer, error)
	Pages int                      // at most; 0: all
	Told  func(pages, entries int) // how far it is; nil: nobody wants to know
}

// Read reads the feed at an address. Where a page can't be read, the error
// comes with what was read before it.
func (w Walk) Read(ctx context.Context, address string) (*Feed, error) {
	f := &Feed{Address: address}
	defer f.date()
	seen, ids := map[string]bool{}, map[string]bool{}
	paged := false // pages are guessed, and end where there are none
	for at := address; at != "" && !seen[at] && (w.Pages == 0 || f.Pages < w.Pages); {
		seen[at] = true
		a, err := w.patiently(ctx, at)
		if err != nil {
			return f, err
		}
		if paged && a.Status >= 400 {
			return f, nil
		}
		if a.Status != http.StatusOK {
			return f, fmt.Errorf("%s: status %d %s", at, a.Status, http.StatusText(a.Status))
		}
		d, doc, err := decode(a)
		if err != nil {
			return f, fmt.Errorf("%s: %w", at, err)
		}
		f.Pages++
		if f.Pages == 1 {
			f.describe(d)
			f.Document, f.Polled = doc, len(d.feed.Items)
		}
		news := f.add(d.entries(), ids)
		if w.Told != nil {
			w.Told(f.Pages, len(f.Entries))
		}
		if at = absolute(a.URL, d.older); at == "" && (news > 0 || !paged) && isWordPress(d) {
			paged = true
			at = page(address, f.Pages+1)
		}
	}
	return f, nil
}

// date dates entries without a date by their neighbours: as news of today they
// would come up as new, and push others out of the feed.
func (f *Feed) date() {
	near := func(i, neighbour int, by time.Duration) {
		if neighbour < 0 || neighbour >= len(f.Entries) || f.Entries[neighbour].Published.IsZero() {
			return
		}
		if e := &f.Entries[i]; e.Published.IsZero() {
			e.Published, e.Guessed = f.Entries[neighbour].Published.Add(by), true
		}
	}
	for i := range f.Entries {
		near(i, i-1, -time.Second)
	}
	for i := len(f.Entries) - 1; i >= 0; i-- {
		near(i, i+1, time.Second)
	}
}

// add adds the entries that are new: the first version counts, as pages go
// back in time.
func (f *Feed) add(entries []Entry, ids map[string]bool) (news int) {
	for _, e := range entries {
		key := cmp.Or(e.ID, e.URL, e.Title)
		if ids[key] {
			continue
		}
		ids[key] = true
		f.Entries = append(f.Entries, e)
		news++
	}
	return news
}

var encoding = regexp.MustCompile(`^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*["']([^"']*)["']`)

// decode reads a document in whatever encoding it is, and returns it in UTF-8.
func decode(a *fetch.Answer) (document, []byte, error) {
	b := bytes.TrimPrefix(a.Body, []byte("\uFEFF"))
	label := ""
	if m := encoding.FindSubmatch(b); m != nil {
		label = string(m[2])
	} else if _, after, ok := strings.Cut(strings.ToLower(a.Header.Get("Content-Type")), "charset="); ok {
		label = strings.Trim(after, `" `)
	}
	if label != "" && !strings.EqualFold(label, "utf-8") {
		enc, _ := charset.Lookup(label)
		if enc == nil {
			return document{}, nil, fmt.Errorf("unknown encoding %q", label)
		}
		var err error
		if b, err = enc.NewDecoder().Bytes(b); err != nil {
			return document{}, nil, err
		}
	}
	b = encoding.ReplaceAll(b, []byte("$1"))
	d, err := read(b)
	return d, b, err
}

// absolute resolves what a page says of another one. A file's pages are its
// own: it leads nowhere.
func absolute(base, ref string) string {
	if ref == "" || !fetch.IsWeb(base) {
		return ""
	}
	b, err := url.Parse(base)
	if err != nil {
		return ""
	}
	u, err := b.Parse(ref)
	if err != nil {
		return ""
	}
	return u.String()
}

func isWordPress(d document) bool {
	return strings.Contains(strings.ToLower(d.feed.Generator), "wordpress")
}

// page is the n-th page of a feed of WordPress.
func page(address string, n int) string {
	u, err := url.Parse(address)
	if err != nil || !fetch.IsWeb(address) {
		return ""
	}
	q := u.Query()
	q.Set("paged", strconv.Itoa(n))
	u.RawQuery = q.Encode()
	return u.String()
}
