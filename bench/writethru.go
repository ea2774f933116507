package main

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"writethru/bench/process"
)

// Rows of Writethru.
const (
	ownFeeds = "Writethru, home + a feed per tag, author, section"
	ownAll   = "Writethru, all feeds in three formats + pages"
	ownServe = "Writethru, all feeds and pages"
)

// findWritethru builds the program, if none is named, and asks what it can do.
func (b *bench) findWritethru(ctx context.Context) (err error) {
	if b.writethru == "" {
		if b.writethru, err = buildWritethru(ctx, b.scratch); err != nil {
			return err
		}
	}
	if b.writethru, err = filepath.Abs(b.writethru); err != nil {
		return err
	}
	said, err := process.Output(ctx, process.Command{Path: b.writethru, Args: []string{"version"}}, 10*time.Second)
	if err != nil {
		return err
	}
	b.version = strings.TrimPrefix(strings.TrimSpace(said), "writethru ")
	said, err = process.Output(ctx, process.Command{Path: b.writethru, Args: []string{"build", "--help"}}, 10*time.Second)
	if err != nil {
		return err
	}
	b.feedsAlone = strings.Contains(said, "--only") && strings.Contains(said, "--formats")
	return nil
}

// own sets up a site for Writethru. With feeds alone, its build makes no pages
// and writes RSS only.
func (b *bench) own(size int, feedsAlone bool) (*site, error) {
	s, err := b.newSite("writethru", size, "posts", same)
	if err != nil {
		return nil, err
	}
	data, out := filepath.Join(s.dir, "data"), filepath.Join(s.dir, "public")
	set := func(key, value string) []string { return []string{"--set", key + "=" + value} }
	common := append(set("data", data), s.articles)
	s.program, s.row = "Writethru", ownAll
	build := append([]string{"build", "--out", out}, common...)
	if feedsAlone {
		s.row = ownFeeds
		build = append(build, "--only", "feeds,sections,tags,authors", "--formats", "rss")
		if !b.feedsAlone {
			s.missing = "build --only"
		}
	}
	s.build = process.Command{Path: b.writethru, Args: build}
	s.serve = func(port int) process.Command {
		// A follow-up goes out at once, and there may be any number of them.
		args := []string{"serve", "--listen", "127.0.0.1:" + strconv.Itoa(port)}
		for _, key := range []string{"settle", "grace", "max_per_article", "max_per_hour"} {
			args = append(args, set("follow_ups."+key, "0")...)
		}
		return process.Command{Path: b.writethru, Args: append(args, common...)}
	}
	s.feed, s.ready = "/feed.rss", "/readyz"
	s.state = []string{data, out}
	return s, nil
}

// ownServer sets up a site whose server has everything.
func (b *bench) ownServer(size int) (*site, error) {
	s, err := b.own(size, false)
	if err != nil {
		return nil, err
	}
	s.row = ownServe
	return s, nil
}
