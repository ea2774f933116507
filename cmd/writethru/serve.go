package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"writethru/cmd/writethru/metrics"
	"writethru/internal/folder"
	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/posts"
	"writethru/publish"
	"writethru/serve"
	"writethru/watch"
)

type serveCmd struct {
	Posts  string `arg:"" optional:"" help:"The folder of articles, or a folder with a writethru.yaml. Default: the configuration's posts, then ./posts."`
	Listen string `placeholder:"HOST:PORT" help:"Serve here. Default: localhost:8080."`
}

func (*serveCmd) Help() string {
	return `Examples:
  writethru serve                   articles in ./posts, feeds on http://localhost:8080/
  writethru serve examples/courier  a folder with a writethru.yaml
  writethru serve --set base_url=https://news.example --listen :80 /srv/articles`
}

// Run serves until it is told to stop.
func (s *serveCmd) Run(ctx context.Context, p *program) error {
	if s.Listen != "" {
		p.cli.Set = with(p.cli.Set, "listen", s.Listen)
	}
	c, err := p.load(s.Posts)
	if err != nil {
		return err
	}
	d, err := p.open(ctx, c)
	if err != nil {
		if ctx.Err() != nil {
			return nil // told to stop before it had begun
		}
		return err
	}
	defer d.close()
	parts, err := p.assemble(ctx, c, d)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return hint(fmt.Errorf("listen: %w", err), "choose another address with --listen")
	}
	var scrapes net.Listener
	if at := c.Metrics.Listen; at != "" {
		if scrapes, err = net.Listen("tcp", at); err != nil {
			_ = ln.Close() // nobody has come yet
			return hint(fmt.Errorf("metrics: listen: %w", err), "choose another address: metrics.listen")
		}
	}
	p.greet(c, ln.Addr())
	return p.run(ctx, parts, ln, scrapes)
}

// greet tells where everything is.
func (p *program) greet(c config, at net.Addr) {
	fmt.Fprintf(p.stdout, "%s: articles in %s, listening on %s\n", c.Title, c.Posts, at)
	for _, line := range [][2]string{
		{"/", "front page"},
		{"/feed.rss", "articles and follow-ups (also /feed.atom, /feed.json)"},
		{"/stories.rss", "articles only, updated in place (also .atom, .json)"},
		{"/updates.rss", "follow-ups only (also .atom, .json)"},
	} {
		fmt.Fprintf(p.stdout, "  %-44s %s\n", c.BaseURL+line[0], line[1])
	}
}

// A desk is an open publication.
type desk struct {
	articles  *folder.Folder
	store     *metrics.Journal
	site      *serve.Site
	publisher *publish.Publisher
}

// open opens a publication, so that what its journal holds can be served.
func (p *program) open(ctx context.Context, c config) (*desk, error) {
	settings := c.settings(version())
	var err error
	if settings.Theme, err = c.theme(); err != nil {
		return nil, err
	}
	articles, err := folder.Open(c.Posts)
	if errors.Is(err, fs.ErrNotExist) && c.published() {
		p.log.Warn("no posts folder: what the journal holds is served", "posts", c.Posts, "advice", "mount it, or leave it at that: this process serves and reads nothing")
		articles, err = folder.Await(c.Posts), nil
	}
	if err != nil {
		return nil, hint(fmt.Errorf("posts: %w", err), "name a folder of articles: writethru serve FOLDER")
	}
	store, err := p.journal(ctx, c.journalURL(), sqlite.Publish)
	if err != nil {
		articles.Close()
		if errors.Is(err, journal.ErrLocked) {
			return nil, hint(err, "stop it first, or choose another data folder")
		}
		return nil, err
	}
	counted := metrics.Counted(store, p.now)
	d := &desk{articles: articles, store: counted, site: &serve.Site{Now: p.now}}
	d.publisher = &publish.Publisher{
		Settings: settings,
		Posts:    articles,
		Store:    counted,
		Site:     d.site,
		Log:      p.log,
		Now:      p.now,
		Shared:   inCluster(c.Store),
		Snapshot: p.snapshot(c),
		Progress: p.progress.tell,
	}
	if err := d.publisher.Load(ctx); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// snapshot is the file that spares the next start the reading of the journal,
// in the data folder. Without one a start takes longer, and that is all.
func (p *program) snapshot(c config) string {
	if err := os.MkdirAll(c.dataDir(), 0o700); err != nil {
		p.log.Warn("no data folder: every start reads the whole journal", "data", c.dataDir(), "error", err, "advice", "let the program's user write there")
		return ""
	}
	return filepath.Join(c.dataDir(), "snapshot")
}

func (d *desk) close() {
	d.site.Close()
	d.store.Close()
	d.articles.Close()
}

func watchOptions(c config) watch.Options {
	return watch.Options{
		Root:    c.Posts,
		Match:   posts.Match,
		Quiet:   time.Duration(c.Watch.Quiet),
		Longest: time.Duration(c.Watch.Longest),
		Rescan:  time.Duration(c.Watch.Rescan),
		Poll:    time.Duration(c.Watch.Poll),
	}
}

// with returns m with one more key.
func with(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}
