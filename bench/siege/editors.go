//go:build linux

package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
)

// A deed is something that an editor does to the folder of articles, and what
// subscribers should see of it.
type deed struct {
	name string
	want string
	do   func(*newsroom, context.Context) (string, error)
}

// deeds are done one after the other, on the same site.
var deeds = []deed{
	{"an article becomes bad (broken front matter) in the same moment as another one is corrected", "the bad one stays as it was, the other is new", (*newsroom).bad},
	{"a title is changed", "the entry has the new title, nobody sees it as new", (*newsroom).retitled},
	{"an article is deleted, and restored", "it is gone, then the same entry, not as new", (*newsroom).restored},
	{"an article's file is renamed", "nobody sees it as new", (*newsroom).renamed},
	{"a follow-up is appended to a read article", "subscribers see it as new, once", (*newsroom).followedUp},
	{"a typo in that follow-up is mended", "nobody sees it as new", (*newsroom).mended},
}

// A newsroom is a site that an editor works on, and a subscriber who remembers
// what was seen: an id that was not there before is an unread entry.
type newsroom struct {
	*server
	seen map[string]bool
}

const (
	alpha = "---\ntitle: %s\ndate: 2026-11-10T10:00:00Z\n---\nThe records of the county are out of reach. The clerk's office has been asked for comment.\n"
	beta  = "---\ntitle: Beta\ndate: 2026-11-11T10:00:00Z\n---\nRain fell on the %s bank of the river.\n"
)

// editors has an editor do what editors do.
func (s *siege) editors(ctx context.Context) (table, error) {
	t := table{header: []string{"an editor's deed", "what subscribers should see"}}
	own := func(dir string) (*contender, error) { return s.own(dir, "follow_ups.settle=1s") }
	makers := []func(dir string) (*contender, error){own}
	if s.has("hugo", "nginx") {
		makers = append(makers, s.hugoNginx, s.hugoServer)
	}
	for _, d := range deeds {
		t.row(d.name, d.want)
	}
	for _, make := range makers {
		dir, err := s.folder("editors")
		if err != nil {
			return t, err
		}
		c, err := make(dir)
		if err != nil {
			return t, err
		}
		n := &newsroom{seen: map[string]bool{}}
		if err := n.save(dir, "alpha.md", fmt.Sprintf(alpha, "Alpha")); err != nil {
			return t, err
		}
		if err := n.save(dir, "beta.md", fmt.Sprintf(beta, "left")); err != nil {
			return t, err
		}
		if n.server, err = s.start(ctx, c); err != nil {
			return t, err
		}
		t.header = append(t.header, c.name)
		err = n.work(ctx, func(i int, said string) {
			t.rows[i] = append(t.rows[i], said)
			if c.own && !strings.HasPrefix(said, "yes") {
				s.fell("%s: %s", deeds[i].name, said)
			}
		})
		n.stop()
		if err != nil {
			return t, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return t, nil
}

func (n *newsroom) work(ctx context.Context, say func(i int, said string)) error {
	if _, err := n.until(ctx, func(items []*gofeed.Item) bool { return len(items) == 2 }); err != nil {
		return err
	}
	n.news(ctx)
	for i, d := range deeds {
		said, err := d.do(n, ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		say(i, said)
	}
	return nil
}

func (*newsroom) save(dir, name, text string) error {
	file := filepath.Join(dir, "posts", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	aside := filepath.Join(dir, "saving")
	if err := os.WriteFile(aside, []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(aside, file)
}

// items are the entries of the feed as it is.
func (n *newsroom) items(ctx context.Context) ([]*gofeed.Item, error) {
	status, body, err := n.fetch(ctx, n.site.Feed)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("the feed has status %d", status)
	}
	feed, err := gofeed.NewParser().ParseString(body)
	if err != nil {
		return nil, err
	}
	return feed.Items, nil
}

// enough is how long a change may take to reach the feed; what has not come then
// does not come.
const enough = 8 * time.Second

// until waits for the feed to be as wanted, and says whether it became so.
func (n *newsroom) until(ctx context.Context, wanted func([]*gofeed.Item) bool) (bool, error) {
	for start := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		items, err := n.items(ctx)
		if err == nil && wanted(items) {
			return true, nil
		}
		if time.Since(start) > enough || ctx.Err() != nil {
			return false, ctx.Err()
		}
	}
}

// news is how many entries a subscriber sees as new since the last time.
func (n *newsroom) news(ctx context.Context) int {
	items, err := n.items(ctx)
	if err != nil {
		return 0
	}
	count := 0
	for _, item := range items {
		if !n.seen[item.GUID] {
			n.seen[item.GUID] = true
			count++
		}
	}
	return count
}

// told says what a subscriber saw.
func told(ok bool, what string, news, want int) string {
	switch {
	case !ok:
		return "no: " + what
	case news != want:
		return fmt.Sprintf("no: %d seen as new", news)
	}
	return "yes"
}

func text(item *gofeed.Item) string { return item.Title + item.Description + item.Content }

func has(items []*gofeed.Item, words string) bool {
	for _, item := range items {
		if strings.Contains(text(item), words) {
			return true
		}
	}
	return false
}

func (n *newsroom) bad(ctx context.Context) (string, error) {
	err := n.save(n.dir, "alpha.md", "---\ntitle: \"Alpha\ndate: [2026\n---\nHalf of a file.\n")
	if err != nil {
		return "", err
	}
	if err := n.save(n.dir, "beta.md", fmt.Sprintf(beta, "right")); err != nil {
		return "", err
	}
	failed := n.publish(ctx)
	corrected, err := n.until(ctx, func(items []*gofeed.Item) bool { return has(items, "right bank") })
	if err != nil {
		return "", err
	}
	items, err := n.items(ctx)
	if err != nil {
		return "no: " + err.Error(), nil //nolint:nilerr // that is what readers get
	}
	kept := has(items, "Alpha")
	status, page, err := n.fetch(ctx, n.entry("alpha"))
	if err != nil {
		return "", err
	}
	shown := status == http.StatusOK && strings.Contains(page, "records of the county")
	if err := n.save(n.dir, "alpha.md", fmt.Sprintf(alpha, "Alpha")); err != nil {
		return "", err
	}
	if err := n.publish(ctx); err != nil {
		return "", err
	}
	back, err := n.until(ctx, func(items []*gofeed.Item) bool { return has(items, "Alpha") && has(items, "right bank") })
	if err != nil {
		return "", err
	}
	news := n.news(ctx)
	var lacks []string
	for _, l := range []struct {
		ok   bool
		what string
	}{{kept, "the bad article's entry is lost"}, {shown, fmt.Sprintf("its page has status %d", status)}, {corrected, "the other article is not updated until the bad one is mended"}, {back, "nothing is updated even then"}} {
		if !l.ok {
			lacks = append(lacks, l.what)
		}
	}
	said := told(len(lacks) == 0, strings.Join(lacks, ", "), news, 0)
	if failed != nil {
		said += "; the build fails, and what was there is served on"
	}
	return said, nil
}

func (n *newsroom) retitled(ctx context.Context) (string, error) {
	if err := n.put(ctx, "alpha.md", fmt.Sprintf(alpha, "Renamed")); err != nil {
		return "", err
	}
	ok, err := n.until(ctx, func(items []*gofeed.Item) bool { return has(items, "Renamed") })
	return told(ok, "the title stays", n.news(ctx), 0), err
}

func (n *newsroom) put(ctx context.Context, name, text string) error {
	if err := n.save(n.dir, name, text); err != nil {
		return err
	}
	return n.publish(ctx)
}

func (n *newsroom) restored(ctx context.Context) (string, error) {
	items, err := n.items(ctx)
	if err != nil {
		return "", err
	}
	var before gofeed.Item
	for _, item := range items {
		if has([]*gofeed.Item{item}, "Beta") {
			before = *item
		}
	}
	if err := os.Remove(filepath.Join(n.posts(), "beta.md")); err != nil {
		return "", err
	}
	if err := n.publish(ctx); err != nil {
		return "", err
	}
	gone, err := n.until(ctx, func(items []*gofeed.Item) bool { return !has(items, "Beta") })
	if err != nil {
		return "", err
	}
	status, _, err := n.fetch(ctx, n.entry("beta"))
	if err != nil {
		return "", err
	}
	if err := n.put(ctx, "beta.md", fmt.Sprintf(beta, "right")); err != nil {
		return "", err
	}
	same, err := n.until(ctx, func(items []*gofeed.Item) bool {
		for _, item := range items {
			if item.GUID == before.GUID && item.Published == before.Published {
				return true
			}
		}
		return false
	})
	said := told(same, "another id or date", n.news(ctx), 0)
	if !gone {
		said = told(false, "it stays in the feed", 0, 0)
	}
	if status == http.StatusOK {
		said += ", but its page was served on while it was deleted"
	}
	return said, err
}

func (n *newsroom) renamed(ctx context.Context) (string, error) {
	if err := os.Rename(filepath.Join(n.posts(), "beta.md"), filepath.Join(n.posts(), "river.md")); err != nil {
		return "", err
	}
	if err := n.publish(ctx); err != nil {
		return "", err
	}
	status := 0
	for start := time.Now(); time.Since(start) < enough/4; time.Sleep(100 * time.Millisecond) {
		var err error
		if status, _, err = n.fetch(ctx, n.entry("beta")); err != nil {
			return "", err
		}
	}
	said := told(true, "", n.news(ctx), 0)
	if status == http.StatusNotFound {
		said += "; the old address is 404"
	}
	return said, nil
}

const followUp = "\n**Update, Nov. 21:** The clerk's office said that no records are %s.\n"

func (n *newsroom) followedUp(ctx context.Context) (string, error) {
	if err := n.put(ctx, "alpha.md", fmt.Sprintf(alpha, "Renamed")+fmt.Sprintf(followUp, "lsot")); err != nil {
		return "", err
	}
	ok, err := n.until(ctx, func(items []*gofeed.Item) bool { return has(items, "lsot") })
	if err != nil {
		return "", err
	}
	news := n.news(ctx)
	if ok && news == 0 {
		return "no: it is in the entry that they have read, and nobody sees it", nil
	}
	return told(ok, "it is not in the feed", news, 1), nil
}

func (n *newsroom) mended(ctx context.Context) (string, error) {
	if err := n.put(ctx, "alpha.md", fmt.Sprintf(alpha, "Renamed")+fmt.Sprintf(followUp, "lost")); err != nil {
		return "", err
	}
	ok, err := n.until(ctx, func(items []*gofeed.Item) bool { return has(items, "lost") })
	return told(ok, "the typo stays", n.news(ctx), 0), err
}
