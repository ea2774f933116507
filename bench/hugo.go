package main

import (
	"fmt"
	"path/filepath"
	"strconv"

	"writethru/bench/process"
)

// Hugo is set up to do the work that can be compared, and no more: feeds with
// the full text of the 50 newest articles, no pages.
const hugoConfig = `baseURL = "http://127.0.0.1/"
title = "Stories"
disableKinds = ["section", "taxonomy", "sitemap", "robotsTXT", "404"%s]
[outputs]
home = ["rss"]
page = []
term = ["rss"]
[services.rss]
limit = 50
`

const hugoFeed = `{{- $pages := .Pages -}}
{{- if .IsHome -}}{{- $pages = .Site.RegularPages -}}{{- end -}}
{{ printf "<?xml version=\"1.0\" encoding=\"utf-8\"?>" | safeHTML }}
<rss version="2.0"><channel><title>{{ .Site.Title }}</title><link>{{ .Permalink }}</link><description>{{ .Title }}</description>
{{ range first 50 $pages.ByDate.Reverse }}<item><title>{{ .Title }}</title><link>http://127.0.0.1{{ .Path }}/</link><guid>{{ .Path }}</guid>
<pubDate>{{ .Date.UTC.Format "Mon, 02 Jan 2006 15:04:05 GMT" }}</pubDate><description>{{ .Content | transform.XMLEscape | safeHTML }}</description></item>
{{ end }}</channel></rss>
`

// Rows of Hugo.
const (
	hugoHome = "Hugo, home feed"
	hugoTags = "Hugo, home + a feed per tag"
)

// hugo sets up a site for Hugo, with a feed for each tag or without.
func hugo(b *bench, size int, tags bool) (*site, error) {
	s, err := b.newSite("hugo", size, "content", same)
	if err != nil {
		return nil, err
	}
	off := `, "term"`
	s.program, s.row = "Hugo", hugoHome
	if tags {
		off, s.row = "", hugoTags
	}
	if err := s.write("hugo.toml", fmt.Sprintf(hugoConfig, off)); err != nil {
		return nil, err
	}
	if err := s.write("layouts/rss.xml", hugoFeed); err != nil {
		return nil, err
	}
	path, out, kept := b.tools["hugo"].path, filepath.Join(s.dir, "public"), filepath.Join(s.dir, "cache")
	common := []string{"--source", s.dir, "--cacheDir", kept, "--noBuildLock"}
	s.build = process.Command{Path: path, Args: append([]string{"build", "--destination", out}, common...)}
	s.serve = func(port int) process.Command {
		// with fast rendering it would render only what a browser has visited
		args := []string{"server", "--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--disableLiveReload", "--disableFastRender"}
		return process.Command{Path: path, Args: append(args, common...)}
	}
	s.feed = "/index.xml"
	s.state = []string{out, kept, filepath.Join(s.dir, "resources")}
	return s, nil
}
