//go:build linux

package main

import (
	"fmt"
	"path/filepath"

	"writethru/bench/attack"
	"writethru/bench/process"
)

// hugoSite is where Hugo has what is attacked.
var hugoSite = attack.Site{
	Feed: "/index.xml", Story: "/flood/", Drafts: "/draft/",
	Folders: []string{"/", "/flood/", "/tags/", "/tags/river/", "/hostile/"},
	Shared:  []string{"/", "/index.xml", "/sitemap.xml", "/flood/", "/flood", "/none", "/tags/", "/tags", "/tags/river/index.xml", "/tags/river/", "/hostile/", "/hub"},
	Private: []string{"hugo.toml", "layouts/single.html"},
}

// hugoConfig is Hugo's default configuration, but for where things are.
const hugoConfig = `baseURL = "http://news.example/"
title = "News"
contentDir = "posts"
`

// Hugo has no pages without a theme: this one shows what it must.
const (
	hugoList   = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>{{ range .RegularPages }}<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>{{ .Summary }}{{ end }}</body></html>`
	hugoSingle = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>`
)

// hugoFullFeed is Hugo's own template of feeds, with whole articles.
const hugoFullFeed = `{{ printf "<?xml version=\"1.0\" encoding=\"utf-8\"?>" | safeHTML }}
<rss version="2.0"><channel><title>{{ .Site.Title }}</title><link>{{ .Permalink }}</link><description>{{ .Title }}</description>
{{ range .Site.RegularPages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid>
<pubDate>{{ .PublishDate.Format "Mon, 02 Jan 2006 15:04:05 -0700" | safeHTML }}</pubDate><description>{{ .Content | transform.XMLEscape | safeHTML }}</description></item>
{{ end }}</channel></rss>
`

// hugo sets up a site of Hugo. What it makes somebody has to serve.
func (s *siege) hugo(dir string) (*contender, error) {
	for name, text := range map[string]string{"hugo.toml": hugoConfig, "layouts/list.html": hugoList, "layouts/home.html": hugoList, "layouts/single.html": hugoSingle} {
		if err := write(dir, name, text); err != nil {
			return nil, err
		}
	}
	return &contender{
		name: "Hugo, `build`", dir: dir, site: hugoSite, pages: []string{"/", "/hostile/"},
		entry: func(slug string) string { return "/" + slug + "/" },
		build: func() process.Command {
			return process.Command{Path: s.tools["hugo"].path, Args: []string{"build", "--source", dir, "--destination", filepath.Join(dir, "public"), "--cacheDir", filepath.Join(dir, "cache")}}
		},
	}, nil
}

// hugoNginx is what Hugo makes, behind nginx.
func (s *siege) hugoNginx(dir string) (*contender, error) {
	c, err := s.hugo(dir)
	if err != nil {
		return nil, err
	}
	c.name = "Hugo + nginx"
	c.serve = func(addr string) process.Command { return s.nginx(dir, addr, debianConnections) }
	return c, nil
}

// hugoCaddy is what Hugo makes, behind Caddy.
func (s *siege) hugoCaddy(dir string) (*contender, error) {
	c, err := s.hugo(dir)
	if err != nil {
		return nil, err
	}
	c.name = "Hugo + Caddy"
	c.serve = func(addr string) process.Command { return s.caddy(dir, addr) }
	return c, nil
}

// hugoServer is Hugo's own server.
func (s *siege) hugoServer(dir string) (*contender, error) {
	c, err := s.hugo(dir)
	if err != nil {
		return nil, err
	}
	c.name, c.build = "hugo server", nil
	c.serve = func(addr string) process.Command {
		host, port := split(addr)
		return process.Command{Path: s.tools["hugo"].path, Args: []string{
			"server", "--source", dir, "--bind", host, "--port", port, "--cacheDir", filepath.Join(dir, "cache"), "--disableFastRender", "--baseURL", fmt.Sprintf("http://%s/", addr),
		}}
	}
	return c, nil
}
