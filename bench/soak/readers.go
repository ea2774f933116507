package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// A poller is a feed reader that looks again and again.
type poller struct {
	path   string
	client *http.Client
	header http.Header
	p      *publisher
	found  *findings
}

// pollers are feed readers of all kinds.
func pollers(p *publisher, found *findings) []*poller {
	var h2c http.Protocols
	h2c.SetUnencryptedHTTP2(true)
	one := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4}}
	two := &http.Client{Transport: &http.Transport{DisableCompression: true, Protocols: &h2c}}
	var all []*poller
	for i, path := range []string{
		"/feed.rss", "/feed.atom", "/feed.json", "/stories.rss", "/stories.atom", "/stories.json",
		"/updates.rss", "/updates.atom", "/updates.json", "/feed.rss", "/feed.atom", "/feed.rss",
	} {
		r := &poller{path: path, client: one, header: http.Header{"Accept-Encoding": {"gzip"}}, p: p, found: found}
		switch i % 4 {
		case 1:
			r.client = two
		case 2:
			r.header.Set("A-IM", "feed")
		case 3:
			r.header.Set("Accept-Encoding", "identity")
		}
		all = append(all, r)
	}
	return all
}

// watch polls until ctx is done.
func (r *poller) watch(ctx context.Context, each time.Duration) {
	for ctx.Err() == nil {
		pause(ctx, time.Duration((0.5+rand.Float64())*float64(each)))
		a, ok := r.p.visit(ctx, r.client, r.p.url(r.path), r.header)
		if !ok {
			continue
		}
		r.found.count(fmt.Sprintf("polls answered with %d", a.status))
		switch a.status {
		case http.StatusNotModified:
			continue
		case http.StatusOK, http.StatusIMUsed:
			r.header.Set("If-None-Match", a.header.Get("ETag"))
		}
		if err := whole(a); err != nil {
			r.found.add("GET %s: %v", r.path, err)
		}
	}
}

// whole says whether an answer is a feed to its end.
func whole(a answer) error {
	if a.status != http.StatusOK && a.status != http.StatusIMUsed {
		return fmt.Errorf("status %d", a.status)
	}
	if a.header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(a.body))
		if err != nil {
			return err
		}
		if a.body, err = io.ReadAll(z); err != nil {
			return err
		}
	}
	text := string(bytes.TrimSpace(a.body))
	for _, end := range []string{"</rss>", "</feed>", "}"} {
		if strings.HasSuffix(text, end) {
			return nil
		}
	}
	return fmt.Errorf("%d bytes that end in %q, want a whole feed", len(text), text[max(0, len(text)-40):])
}

var link = regexp.MustCompile(`href="([^"#]+)`)

// browse lets one person after the other come, follow some links and go.
func browse(ctx context.Context, p *publisher, each time.Duration, found *findings) {
	for ctx.Err() == nil {
		transport := &http.Transport{}
		client := &http.Client{Transport: transport}
		at := p.url("/")
		for range 1 + rand.IntN(8) {
			pause(ctx, time.Duration((0.5+rand.Float64())*float64(each)))
			a, ok := p.visit(ctx, client, at, nil)
			if !ok {
				break
			}
			found.count("pages")
			switch a.status {
			case http.StatusOK:
			case http.StatusNotFound, http.StatusGone: // of what was deleted since the link was read
				found.count("pages that were gone")
			default:
				found.add("GET %s: status %d", at, a.status)
			}
			next := follow(at, a.body)
			if next == "" {
				break
			}
			at = next
		}
		transport.CloseIdleConnections()
	}
}

// follow picks a link of a page that leads to the same host.
func follow(at string, page []byte) string {
	base, err := url.Parse(at)
	if err != nil {
		return ""
	}
	var all []string
	for _, m := range link.FindAllSubmatch(page, -1) {
		to, err := base.Parse(string(m[1]))
		if err == nil && to.Host == base.Host && strings.HasPrefix(to.Scheme, "http") && !strings.HasPrefix(to.Path, "/hub") {
			all = append(all, to.String())
		}
	}
	if len(all) == 0 {
		return ""
	}
	return all[rand.IntN(len(all))]
}
