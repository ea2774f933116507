package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"writethru/cmd/writethru/moving"
	"writethru/feedgen"
	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/publish"
	"writethru/watch"
)

type rebuildCmd struct {
	Feeds        []string `arg:"" name:"feed" help:"Addresses or files of the feeds and archive pages as they were published last, the newest first."`
	DryRun       bool     `help:"Change nothing, and say what subscribers would see."`
	AcceptNew    bool     `help:"Go on although subscribers see something new, as articles that were written since."`
	AllowPrivate bool     `help:"Fetch from this machine and from private networks too."`
}

func (*rebuildCmd) Help() string {
	return `What is good of the old journal is kept. What it has lost comes from the articles and from the feeds, with the ids and dates that
subscribers know. The old files are moved aside, into the folder before-rebuild of the data folder. Stop what publishes from it
first, and save its feeds before that; a dry run needs neither.

From an address, the archive is read along. Of files, name the archive pages too.

Examples:
  writethru journal rebuild --allow-private http://localhost:8080/feed.atom
  writethru journal rebuild public/feed.atom public/archive/*.atom
  writethru journal rebuild --dry-run saved/feed.rss`
}

// Run rebuilds the journal beside the old one, proves that subscribers see
// nothing new, and puts it in the old one's place.
func (r *rebuildCmd) Run(ctx context.Context, p *program) error {
	c, err := p.load("")
	if err != nil {
		return err
	}
	if inCluster(c.Store) {
		return hint(errors.New("this journal is in a cluster, which keeps copies of it"), "rebuild into a folder with --set store=sqlite:DIR, and bring it there with writethru journal copy")
	}
	data := c.dataDir()
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	feeds, err := r.read(ctx, p)
	if err != nil {
		return hintPrivate(err)
	}
	if !r.DryRun {
		lock, err := sqlite.Lock(data)
		if err != nil {
			return hint(err, "save its feeds and archive pages, stop it, and name the files")
		}
		defer func() { _ = lock.Close() }() // the kernel gives it back
	}
	fresh := filepath.Join(data, "rebuilding")
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(fresh) }() // it is moved, or of no use
	verdicts, err := r.rebuild(ctx, p, c, fresh, feeds)
	if err != nil {
		return err
	}
	proof := tellProof(p.stdout, feeds[0], c, verdicts)
	if proof != nil && !r.AcceptNew {
		return hint(proof, "name the newest feed first, and its archive pages; if these are new articles: --accept-new")
	}
	if r.DryRun {
		return nil
	}
	aside, err := replaceJournal(data, fresh, p.now())
	if err == nil {
		_, err = fmt.Fprintf(p.stdout, "the journal is made anew; what was there is in %s\n", aside)
	}
	return err
}

// read reads the feeds.
func (r *rebuildCmd) read(ctx context.Context, p *program) ([]*moving.Feed, error) {
	client := p.client(r.AllowPrivate)
	defer client.Close()
	var feeds []*moving.Feed
	for _, address := range r.Feeds {
		walk := moving.Walk{Get: getter(client)}
		f, err := walk.Read(ctx, address)
		if err != nil {
			return nil, err
		}
		feeds = append(feeds, f)
	}
	return feeds, nil
}

// rebuild makes a journal in the folder fresh, and lets all readers read first
// the feed that was published and then the one that comes of it.
func (r *rebuildCmd) rebuild(ctx context.Context, p *program, c config, fresh string, feeds []*moving.Feed) ([]verdict, error) {
	old := c.dataDir()
	articles, err := articlesIn(c)
	if err != nil {
		return nil, hint(fmt.Errorf("posts: %w", err), "the articles are needed to rebuild the journal: name their folder with --set posts=DIR")
	}
	known, strangers := moving.Recall(c.Authority, c.BaseURL, articles, feeds)
	remembered := map[string]publish.Remembered{}
	told := 0
	for name, k := range known {
		r := publish.Remembered{ID: k.ID, Story: k.Story, Slug: k.Slug, Published: k.Published, Updated: k.Updated, Text: k.Text, Nth: k.Nth}
		for _, t := range k.Told {
			r.Told = append(r.Told, journal.Told(t))
		}
		remembered[name] = r
		told += len(k.Told)
	}
	if err := p.salvage(ctx, old, fresh); err != nil {
		return nil, err
	}
	c.Data, c.Store = fresh, ""
	first := *p // the publication is as old as its feed says
	first.now = func() time.Time { return founded(c.Authority, feeds, p.now()) }
	d, err := first.open(ctx, c)
	if err != nil {
		return nil, err
	}
	defer d.close()
	d.publisher.Now = p.now
	scan, err := watch.Scan(ctx, watchOptions(c))
	if err != nil {
		return nil, err
	}
	if err := d.publisher.Rebuild(ctx, scan, remembered); err != nil {
		return nil, err
	}
	fmt.Fprintf(p.stdout, "%s of the feeds found, with %s\n", count(len(known), "article"), count(told, "follow-up"))
	for _, e := range strangers {
		fmt.Fprintf(p.stdout, "entry %s (%s): no article\n", cmp.Or(e.Title, e.ID), e.URL)
	}
	return p.compare(d, feeds[0])
}

// compare compares the feed that subscribers have with the one that they get.
func (p *program) compare(d *desk, f *moving.Feed) ([]verdict, error) {
	format, ok := feedgen.ParseFormat(f.Format)
	if !ok {
		return nil, fmt.Errorf("%s: there is no format %q", f.Address, f.Format)
	}
	r, ok := d.site.Lookup("/feed." + format.Ext())
	if !ok {
		return nil, errors.New("there is no feed")
	}
	return p.verdicts(f.Address, f.Document, r.Body)
}

// salvage begins a journal in the folder fresh with what is good of the old one.
func (p *program) salvage(ctx context.Context, old, fresh string) error {
	to, err := sqlite.Open(ctx, fresh, sqlite.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = to.Close() }() // all that was recorded is durable
	from, err := sqlite.Open(ctx, old, sqlite.Options{Mode: sqlite.Read})
	if errors.Is(err, journal.ErrNotFound) {
		return nil
	}
	if err != nil {
		fmt.Fprintf(p.stdout, "nothing of the old journal can be read: %v\n", err)
		return nil
	}
	defer func() { _ = from.Close() }() // nothing was written
	lost, err := journal.Salvage(ctx, from, to)
	if err != nil {
		return err
	}
	st, err := to.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "good in the old journal: %d revisions of %d stories\n", st.Revisions, st.Stories)
	for _, story := range lost {
		fmt.Fprintf(p.stdout, "%s: its last revision is lost\n", story)
	}
	return nil
}

// founded is when the publication began: its Atom feed's id says so.
func founded(authority string, feeds []*moving.Feed, now time.Time) time.Time {
	for _, f := range feeds {
		rest, ours := strings.CutPrefix(f.ID, "tag:"+authority+",")
		day, _, _ := strings.Cut(rest, ":")
		if t, err := time.Parse(time.DateOnly, day); ours && err == nil {
			return t
		}
	}
	return now
}

// replaceJournal moves the files of the old journal aside, and those of the new
// one into their place.
func replaceJournal(data, fresh string, now time.Time) (aside string, err error) {
	aside = filepath.Join(data, "before-rebuild", now.UTC().Format("2006-01-02T15-04-05"))
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return "", err
	}
	files := []string{"-wal", "-shm", "-wal.damaged", ""}
	for i, end := range files {
		files[i] = sqlite.FileName + end
	}
	for _, name := range append([]string{"snapshot"}, files...) {
		if err := os.Rename(filepath.Join(data, name), filepath.Join(aside, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	slices.Reverse(files)
	for _, name := range files {
		if err := os.Rename(filepath.Join(fresh, name), filepath.Join(data, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}
