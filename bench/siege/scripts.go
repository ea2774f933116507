//go:build linux

package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/mmcdole/gofeed"

	"writethru/bench/attack"
)

// publishers are the ways to make feeds of the hostile articles.
func (s *siege) publishers() ([]*contender, error) {
	dir, err := s.hostileFolder("own")
	if err != nil {
		return nil, err
	}
	own, err := s.own(dir)
	if err != nil {
		return nil, err
	}
	all := []*contender{own}
	if !s.has("hugo", "nginx") {
		return all, nil
	}
	const unsafe = "\n[markup.goldmark.renderer]\nunsafe = true\n"
	for _, way := range []struct{ name, config, feed string }{
		{"Hugo, as it comes: a feed of summaries", hugoConfig, ""},
		{"Hugo, a feed of whole articles", hugoConfig, hugoFullFeed},
		{"Hugo, `unsafe = true`, a feed of whole articles", hugoConfig + unsafe, hugoFullFeed},
	} {
		dir, err := s.hostileFolder("hugo")
		if err != nil {
			return nil, err
		}
		c, err := s.hugoNginx(dir)
		if err != nil {
			return nil, err
		}
		c.name = way.name
		if err := write(dir, "hugo.toml", way.config); err != nil {
			return nil, err
		}
		if way.feed != "" {
			if err := write(dir, "layouts/rss.xml", way.feed); err != nil {
				return nil, err
			}
		}
		all = append(all, c)
	}
	return all, nil
}

// scripts looks for what a browser would run in feeds and pages that are made of
// articles full of scripts, and in what a reader with Miniflux is shown of them.
func (s *siege) scripts(ctx context.Context) (table, error) {
	t := table{header: []string{"", "in the feed", "links in the feed that lead elsewhere than to http(s)", "on pages", "pages forbid scripts (CSP)", "left when Miniflux has read the feed"}}
	all, err := s.publishers()
	if err != nil {
		return t, err
	}
	var miniflux *server
	if s.hasMiniflux() {
		c, err := s.miniflux()
		if err != nil {
			return t, err
		}
		if miniflux, err = s.start(ctx, c); err != nil {
			return t, err
		}
		defer miniflux.stop()
	}
	err = s.each(ctx, all, func(v *server) error {
		_, body, err := v.fetch(ctx, v.site.Feed)
		if err != nil {
			return err
		}
		feed, err := gofeed.NewParser().ParseString(body)
		if err != nil {
			return err
		}
		var inFeed, onPages []string
		astray := 0
		for _, item := range feed.Items {
			inFeed = append(inFeed, attack.Active(item.Description+item.Content, false)...)
			if !attack.Leads(item.Link) {
				astray++
			}
		}
		forbids := "yes"
		for _, path := range v.pages {
			_, page, err := v.fetch(ctx, path)
			if err != nil {
				return err
			}
			onPages = append(onPages, attack.Active(page, true)...)
			if policy, err := v.policy(ctx, path); err != nil {
				return err
			} else if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") {
				forbids = "no"
			}
		}
		left := "not tried"
		if miniflux != nil {
			entries, err := miniflux.read(ctx, "http://"+v.site.Addr+v.site.Feed)
			if err != nil {
				return err
			}
			var active []string
			for _, e := range entries {
				active = append(active, attack.Active(e.Content, false)...)
			}
			left = fmt.Sprintf("%d, in %d entries", len(active), len(entries))
			for _, what := range active {
				t.note("What Miniflux leaves of %s: `%s`", v.name, shorten(what))
			}
		}
		if v.own && (len(inFeed) > 0 || len(onPages) > 0 || astray > 0 || forbids != "yes") {
			s.fell("scripts: in the feed %q, on pages %q, %d links, policy: %s", inFeed, onPages, astray, forbids)
		}
		t.row(v.name, fmt.Sprintf("%d, in %d entries", len(inFeed), len(feed.Items)), figure(astray), figure(len(onPages)), forbids, left)
		return nil
	})
	return t, err
}

// policy is the content security policy of a page.
func (v *server) policy(ctx context.Context, path string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, "http://"+v.site.Addr+path, nil)
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	return resp.Header.Get("Content-Security-Policy"), resp.Body.Close()
}
