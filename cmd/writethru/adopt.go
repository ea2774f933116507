package main

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"

	"writethru/cmd/writethru/moving"
	"writethru/internal/fetch"
)

// adopt gives the articles of a folder the ids that the old feed has for them.
// A dry run works on a copy.
func (cmd *importCmd) adopt(p *program, feed *moving.Feed, scratch string, done *moved) (config, error) {
	c, err := p.load("")
	if err != nil {
		return c, err
	}
	if !p.hasConfig() {
		c.Feed.Limit = feed.Polled
	}
	articles, err := articlesIn(c)
	if err != nil {
		return c, hint(fmt.Errorf("posts: %w", err), "name the folder with --set posts=DIR, or the configuration with --config")
	}
	if scratch != "" {
		if err := os.CopyFS(scratch, os.DirFS(c.Posts)); err != nil {
			return c, err
		}
		c.Posts = scratch
	}
	pairs, articlesLeft, entriesLeft := moving.Match(articles, feed.Entries)
	by := map[string]int{}
	for i, pair := range pairs {
		p.progress.tell("writing ids", i, len(pairs))
		by[pair.By]++
		changed, err := give(c, pair)
		if changed {
			done.Written = append(done.Written, pair.Post.Name)
		}
		if err != nil {
			done.Faults[pair.Post.Name] = err.Error()
		}
	}
	p.progress.tell("writing ids", len(pairs), len(pairs))
	for _, e := range entriesLeft {
		done.Without = append(done.Without, fmt.Sprintf("entry %s (%s): no article", cmp.Or(e.Title, e.ID), e.URL))
	}
	oldest := feed.Oldest()
	for _, post := range articlesLeft {
		switch {
		case post.Draft:
		case post.Published.Before(oldest) && !post.Published.IsZero():
			done.Older++
		default:
			done.Without = append(done.Without, fmt.Sprintf("%s: no entry", post.Name))
		}
	}
	if !cmd.JSON {
		tellAdopted(p, by, len(pairs), cmd.DryRun, done)
	}
	return c, nil
}

// give writes the id of an entry into its article, and its address where
// nothing else says it.
func give(c config, pair moving.Pair) (changed bool, err error) {
	post, e := pair.Post, pair.Entry
	var add []moving.Field
	switch {
	case post.ID == "" && e.ID != "":
		add = append(add, moving.Field{Name: "id", Value: e.ID})
	case post.ID != e.ID:
		return false, fmt.Errorf("its id is %q, in the feed it is %q", post.ID, e.ID)
	}
	var unsaid error
	if c.ArticleURL == "" && e.URL != "" && post.URL != e.URL {
		switch {
		case post.URL == "":
			add = append(add, moving.Field{Name: "canonical_url", Value: e.URL})
		case !fetch.IsWeb(post.URL):
			unsaid = fmt.Errorf("its address is %s: set article_url to %s", post.URL, site(e.URL))
		default:
			unsaid = fmt.Errorf("its address is %s, in the feed it is %s", post.URL, e.URL)
		}
	}
	if len(add) == 0 {
		return false, unsaid
	}
	file, err := filepath.EvalSymlinks(filepath.Join(c.Posts, filepath.FromSlash(post.Name)))
	if err != nil {
		return false, err
	}
	old, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return false, err
	}
	with, err := moving.WithFields(post.Name, old, add)
	if err != nil {
		return false, err
	}
	mode := info.Mode().Perm()
	return true, cmp.Or(renameio.WriteFile(file, with, mode, renameio.WithStaticPermissions(mode)), unsaid)
}

// site is the template of addresses that front matter gives without a host.
func site(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "https://…/{path}"
	}
	return u.Scheme + "://" + u.Host + "/{path}"
}

func tellAdopted(p *program, by map[string]int, pairs int, dry bool, done *moved) {
	var how []string
	for name, n := range by {
		how = append(how, fmt.Sprintf("%d by %s", n, name))
	}
	slices.Sort(how)
	verb := "wrote into"
	if dry {
		verb = "would write into"
	}
	fmt.Fprintf(p.stdout, "%s found (%s); %s %s\n", count(pairs, "article"), strings.Join(how, ", "), verb, count(len(done.Written), "file"))
	if done.Older > 0 {
		fmt.Fprintf(p.stdout, "%s older than the feed\n", count(done.Older, "article"))
	}
	for _, line := range done.Without {
		fmt.Fprintln(p.stdout, line)
	}
}
