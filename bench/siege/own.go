//go:build linux

package main

import (
	"path/filepath"

	"writethru/bench/attack"
	"writethru/bench/process"
)

// ownSite is where Writethru has what is attacked.
var ownSite = attack.Site{
	Feed: "/feed.rss", Story: "/stories/flood/", Drafts: "/stories/draft/",
	Folders: []string{"/", "/stories/", "/stories/flood/", "/tags/", "/archive/"},
	Shared:  []string{"/", "/feed.rss", "/feed.atom", "/feed.json", "/feeds.opml", "/sitemap.xml", "/stories/flood/", "/stories/flood", "/none", "/tags/river/feed.atom", "/livez", "/hub"},
	Private: []string{"writethru.yaml", ".writethru/journal.db"},
}

// own is Writethru's server on a folder, as it comes, with more settings.
func (s *siege) own(dir string, set ...string) (*contender, error) {
	c := &contender{
		name: "Writethru", own: true, dir: dir, site: ownSite, ready: "/readyz", pages: []string{"/", "/stories/hostile/"},
		entry: func(slug string) string { return "/stories/" + slug + "/" },
	}
	c.serve = func(addr string) process.Command {
		args := []string{"serve", "--listen", addr}
		for _, kv := range set {
			args = append(args, "--set", kv)
		}
		return process.Command{Path: s.writethru, Args: append(args, dir), Dir: dir}
	}
	return c, write(dir, "writethru.yaml", "title: News\nbase_url: http://news.example\n")
}

// ownFiles are the files that Writethru makes once.
func (s *siege) ownFiles(dir string) (*contender, error) {
	c, err := s.own(dir)
	if err != nil {
		return nil, err
	}
	c.name = "Writethru, `build`"
	c.build = func() process.Command {
		return process.Command{Path: s.writethru, Args: []string{"build", "--out", filepath.Join(dir, "public"), dir}, Dir: dir}
	}
	return c, nil
}
