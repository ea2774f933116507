package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"writethru/cmd/writethru/moving"
	"writethru/internal/fetch"
	"writethru/internal/folder"
	"writethru/posts"
)

type importCmd struct {
	Feed         string `arg:"" optional:"" help:"Address or file of the old feed."`
	IDsFrom      string `name:"ids-from" placeholder:"FEED" help:"Write no articles: give those that are there the ids that this feed has for them."`
	Git          string `placeholder:"DIR" help:"Read no feed: fill an empty journal from the history of this folder of articles in git."`
	DryRun       bool   `help:"Change nothing, and say what would be done."`
	Pages        int    `default:"1000" help:"Read so many pages of the feed at most."`
	AllowPrivate bool   `help:"Fetch from this machine and from private networks too."`
	JSON         bool   `name:"json" help:"Print JSON."`
}

func (*importCmd) Help() string {
	return `Examples:
  writethru import https://old.example/feed/              all entries as articles in ./posts
  writethru import --dry-run export.xml                   what would be written, and what subscribers would see
  writethru import --ids-from https://old.example/atom.xml   for a folder of Hugo, Jekyll, Zola or Eleventy
  writethru import --git content                          what was appended in the past, as follow-ups of that time`
}

// A moved is what an import did, for programs that read along.
type moved struct {
	Feed    string            `json:"feed"`
	Pages   int               `json:"pages"`
	Entries int               `json:"entries"`
	Written []string          `json:"written"`           // files
	Faults  map[string]string `json:"faults,omitempty"`  // what is lost, by file
	Without []string          `json:"without,omitempty"` // entries without an article, or articles without an entry
	Older   int               `json:"older,omitempty"`   // articles without an entry that are older than the feed
	Readers []verdict         `json:"readers"`
}

// Run reads the feed, brings it into the folder, and proves that subscribers
// see nothing new.
func (cmd *importCmd) Run(ctx context.Context, p *program) error {
	sources := 0
	for _, s := range []string{cmd.Feed, cmd.IDsFrom, cmd.Git} {
		if s != "" {
			sources++
		}
	}
	if sources != 1 {
		return hint(errors.New("want one feed, or one folder in git"), "writethru import FEED, writethru import --ids-from FEED, or writethru import --git DIR")
	}
	if cmd.Git != "" {
		return cmd.replay(ctx, p)
	}
	client := p.client(cmd.AllowPrivate)
	defer client.Close()
	feed, err := cmd.read(ctx, p, client)
	if err != nil {
		return hintPrivate(err)
	}
	done := moved{Feed: feed.Address, Pages: feed.Pages, Entries: len(feed.Entries), Written: []string{}, Faults: map[string]string{}}
	if !cmd.JSON {
		fmt.Fprintf(p.stdout, "%s: %s in %s\n", feed.Address, counted(len(feed.Entries)), count(feed.Pages, "page"))
	}
	scratch := ""
	if cmd.DryRun {
		if scratch, err = os.MkdirTemp("", "writethru-import-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(scratch) }() // the system clears it some day
	}
	bring := cmd.write
	if cmd.IDsFrom != "" {
		bring = cmd.adopt
	}
	c, err := bring(p, feed, scratch, &done)
	if err != nil {
		return err
	}
	done.Readers, err = p.prove(ctx, feed, c, done.Faults)
	if err != nil {
		return err
	}
	out := p.stdout
	if cmd.JSON {
		if err := json.NewEncoder(p.stdout).Encode(done); err != nil {
			return err
		}
		out = io.Discard
	}
	for _, name := range slices.Sorted(maps.Keys(done.Faults)) {
		fmt.Fprintf(out, "%s: %s\n", name, done.Faults[name])
	}
	if err := tellProof(out, feed, c, done.Readers); err != nil {
		return err
	}
	return done.lost()
}

// lost returns an error if articles of the move can't be published.
func (m *moved) lost() error {
	n := 0
	for _, name := range m.Written {
		if strings.HasPrefix(m.Faults[name], "not published") {
			n++
		}
	}
	if n > 0 {
		return fmt.Errorf("%s can't be published", count(n, "article"))
	}
	return nil
}

// getter gets documents from addresses and files.
func getter(client *fetch.Client) func(context.Context, string) (*fetch.Answer, error) {
	return func(ctx context.Context, address string) (*fetch.Answer, error) {
		if fetch.IsWeb(address) {
			return client.Get(ctx, address, nil)
		}
		b, err := readFeed(address)
		return &fetch.Answer{URL: address, Status: http.StatusOK, Body: b}, err
	}
}

// read reads the old feed with all its pages.
func (cmd *importCmd) read(ctx context.Context, p *program, client *fetch.Client) (*moving.Feed, error) {
	walk := moving.Walk{
		Pages: cmd.Pages,
		Told:  func(pages, _ int) { p.progress.tell("reading pages", pages, -1) },
		Get:   getter(client),
	}
	feed, err := walk.Read(ctx, cmp.Or(cmd.Feed, cmd.IDsFrom))
	p.progress.end()
	if err != nil {
		return nil, err
	}
	if len(feed.Entries) == 0 {
		return nil, fmt.Errorf("%s: the feed has no entries", feed.Address)
	}
	return feed, nil
}

// write writes the entries as articles. A dry run writes them into a scratch
// folder.
func (cmd *importCmd) write(p *program, feed *moving.Feed, scratch string, done *moved) (config, error) {
	c, err := cmd.settle(p, feed)
	if err != nil {
		return c, err
	}
	known := map[string]string{}
	if existing, err := articlesIn(c); err == nil {
		for _, post := range existing {
			known[post.ID] = post.Name
		}
		delete(known, "")
	}
	into := c.Posts
	c.Posts = cmp.Or(scratch, c.Posts)
	written, err := moving.Write(c.Posts, feed, known, func(n, of int) { p.progress.tell("writing articles", n, of) })
	if err != nil {
		return c, err
	}
	for _, w := range written {
		if w.New {
			done.Written = append(done.Written, w.Name)
		}
		if w.Fault != nil {
			done.Faults[w.Name] = w.Fault.Error()
		}
	}
	if cmd.JSON {
		return c, nil
	}
	verb := "wrote"
	if cmd.DryRun {
		verb = "would write"
		for _, name := range done.Written {
			fmt.Fprintf(p.stdout, "  %s\n", filepath.Join(into, name))
		}
	}
	fmt.Fprintf(p.stdout, "%s %s to %s; %d were there\n", verb, count(len(done.Written), "article"), into, len(written)-len(done.Written))
	return c, nil
}

// articlesIn reads the articles of the publication's folder.
func articlesIn(c config) ([]*posts.Post, error) {
	dir, err := folder.Open(c.Posts)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return moving.Articles(dir, posts.Parser{Language: c.Language})
}

// settle returns the configuration. Where there is none, one is written that
// continues the old feed: its name, its site, and as many entries as it had.
func (cmd *importCmd) settle(p *program, feed *moving.Feed) (config, error) {
	c, err := p.load("")
	if err != nil || p.hasConfig() {
		return c, err
	}
	text, err := configOf(feed)
	if err != nil {
		return c, err
	}
	if cmd.DryRun {
		c.Feed.Limit = feed.Polled
		if feed.Title != "" {
			c.Title = feed.Title
		}
		return c, nil
	}
	if err := os.WriteFile(configName, text, 0o644); err != nil {
		return c, err
	}
	if !cmd.JSON {
		fmt.Fprintf(p.stdout, "wrote %s\n", configName)
	}
	if err := os.MkdirAll("posts", 0o755); err != nil {
		return c, err
	}
	return p.load("")
}

// hasConfig reports whether somebody has configured the publication.
func (p *program) hasConfig() bool {
	file, _, err := place{config: p.cli.Config}.find()
	return err != nil || file != "" || slices.ContainsFunc(p.environ, func(kv string) bool { return strings.HasPrefix(kv, "WRITETHRU_CONFIG=") })
}

// configOf is the configuration that continues an old feed.
func configOf(feed *moving.Feed) ([]byte, error) {
	type limit struct {
		Limit int `yaml:"limit"`
	}
	c := struct {
		Title       string `yaml:"title,omitempty"`
		Description string `yaml:"description,omitempty"`
		BaseURL     string `yaml:"base_url,omitempty"`
		Authority   string `yaml:"authority,omitempty"`
		Language    string `yaml:"language,omitempty"`
		Posts       string `yaml:"posts"`
		Feed        limit  `yaml:"feed"`
	}{Title: feed.Title, Description: feed.Description, Language: feed.Language, Posts: "posts", Feed: limit{min(max(feed.Polled, 1), 1000)}}
	if u, err := url.Parse(feed.Home); err == nil && u.Host != "" {
		c.BaseURL, c.Authority = u.Scheme+"://"+u.Host, u.Hostname()
	}
	return yaml.Marshal(c)
}
