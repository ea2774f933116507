package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"writethru/internal/natscluster"
	"writethru/internal/stamp"
	"writethru/journal"
	"writethru/journal/jetstream"
	"writethru/posts"
	"writethru/serve"
	"writethru/watch"
)

var (
	replicaRounds = flag.Int("replicas.rounds", 25, "how often an editor changes articles in TestReplicasPublishAsOne")
	replicaSeeds  = flag.Int("replicas.seeds", 2, "in how many histories")
)

// Three publishers share a folder of articles and a journal on a cluster, and all
// see every change. While an editor goes on, publishers are killed and come back,
// and machines of the cluster stop, freeze, are cut off and get slow. Every
// follow-up is emitted once, no two entries have the same second or place, and in
// the end all give the same bytes. The long form:
//
//	go test ./publish -run TestReplicasPublishAsOne -replicas.rounds 500 -replicas.seeds 4 -timeout 2h
func TestReplicasPublishAsOne(t *testing.T) {
	for seed := range *replicaSeeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			c := newCourier(t, rand.New(rand.NewPCG(uint64(seed), 4)))
			c.publish(-1)
			for round := range *replicaRounds {
				c.round(round)
			}
			c.finish()
		})
	}
}

// A courier is a newspaper with three publishers.
type courier struct {
	t        *testing.T
	rand     *rand.Rand
	cluster  *natscluster.Cluster
	dir      string
	articles []*courierArticle
	replicas []*replica
	clock    time.Time
	words    int
	heal     func() // ends what is wrong with a machine of the cluster; nil: nothing is
}

type courierArticle struct {
	name string
	text string
	told []string // a word of each of its follow-ups
}

// A replica is one publisher.
type replica struct {
	store *jetstream.Store
	site  *serve.Site
	p     *Publisher
	known map[string]stamp.Stamp
	away  bool // it has no folder of articles
}

func newCourier(t *testing.T, r *rand.Rand) *courier {
	c := &courier{t: t, rand: r, cluster: natscluster.Start(t, 3), dir: t.TempDir(), clock: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	for range 5 {
		c.begin()
	}
	for n := range 3 {
		c.replicas = append(c.replicas, c.open(n == 2))
	}
	t.Cleanup(func() {
		for _, r := range c.replicas {
			r.close()
		}
	})
	return c
}

// open starts a publisher. One that does not come up is started again, as whoever
// watches over processes does.
func (c *courier) open(away bool) *replica {
	c.t.Helper()
	for tries := 1; ; tries++ {
		r, err := c.tryOpen(away)
		if err == nil {
			return r
		}
		if tries == publishTries {
			c.t.Fatal(err)
		}
		c.t.Logf("start %d: %v", tries, err)
	}
}

func (c *courier) tryOpen(away bool) (*replica, error) {
	store, err := jetstream.Open(c.t.Context(), c.cluster.URL("courier"), jetstream.Options{})
	if err != nil {
		return nil, err
	}
	now := c.clock
	r := &replica{store: store, site: &serve.Site{Now: func() time.Time { return now }}, away: away}
	r.p = &Publisher{Settings: Defaults(), Posts: os.DirFS(c.dir), Store: store, Site: r.site, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return c.clock }, Shared: true}
	r.p.Settings.Title, r.p.Settings.Authority = "The Courier", "news.example"
	r.p.Settings.WarnAfter = 20 * time.Second
	r.p.Settings.FollowUps.MaxPerArticle, r.p.Settings.FollowUps.MaxPerHour = 0, 0
	r.p.Again = func(names ...string) {
		for _, name := range names {
			delete(r.known, name)
		}
	}
	if err := r.p.Load(c.t.Context()); err != nil {
		r.close()
		return nil, err
	}
	r.known = maps.Collect(r.p.Known)
	return r, nil
}

func (r *replica) close() {
	r.site.Close()
	r.store.Close()
}

// sentence gives words that no other sentence has.
func (c *courier) sentence() string {
	c.words++
	var b strings.Builder
	for i := range 12 {
		fmt.Fprintf(&b, " w%dx%d", c.words, i)
	}
	return b.String()[1:] + "."
}

func (c *courier) begin() {
	n := len(c.articles) + 1
	a := &courierArticle{name: fmt.Sprintf("story-%d.md", n), text: fmt.Sprintf("---\ntitle: The same title\ndate: %s\nslug: same\n---\n\n%s\n\nThe Courier has asked company%d for comment.\n", c.clock.Format(time.RFC3339), c.sentence(), n)}
	c.articles = append(c.articles, a)
	c.write(a)
}

func (c *courier) write(a *courierArticle) {
	if err := os.WriteFile(filepath.Join(c.dir, a.name), []byte(a.text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// round lets the editor do some things, and all publishers publish at once.
func (c *courier) round(n int) {
	c.t.Helper()
	published := len(c.articles) // what comes with an article is no follow-up
	for range 1 + c.rand.IntN(3) {
		a := c.articles[c.rand.IntN(published)]
		switch c.rand.IntN(6) {
		case 0:
			c.begin()
			continue
		case 1:
			a.text = strings.Replace(a.text, "x0 ", "y0 ", 1)
		default:
			s := c.sentence()
			a.text += "\n**Update:** " + s + "\n"
			a.told = append(a.told, strings.Fields(s)[1])
		}
		c.write(a)
	}
	c.clock = c.clock.Add(time.Duration(1+c.rand.IntN(20)) * time.Second)
	if n%8 == 4 {
		c.disturb(c.rand.IntN(3), c.rand.IntN(4))
	}
	victim := -1
	if n%5 == 3 {
		victim = c.rand.IntN(len(c.replicas))
	}
	c.publish(victim)
	if c.heal != nil && c.rand.IntN(2) == 0 { // else it lasts
		c.heal()
		c.heal = nil
	}
	if victim >= 0 {
		killed := c.replicas[victim]
		killed.close()
		c.replicas = slices.Delete(c.replicas, victim, victim+1) // until another one is there
		c.replicas = slices.Insert(c.replicas, victim, c.open(killed.away))
	}
}

// disturb does something to one machine of the cluster. The others are well: what
// is recorded must be on two.
func (c *courier) disturb(machine, how int) {
	if c.heal != nil {
		return
	}
	c.heal = func() { c.cluster.Heal(machine) }
	switch how {
	case 0:
		c.cluster.Stop(machine)
		c.heal = func() { c.cluster.Start(machine) }
	case 1:
		c.cluster.Cut(machine)
	case 2:
		c.cluster.Freeze(machine)
	default:
		c.cluster.Slow(machine, 20*time.Millisecond)
	}
}

// publishTries is how often a publisher that is not killed may try, to publish or
// to start: what is wrong
// with one machine of the cluster ends by itself long before.
const publishTries = 10

// publish has all replicas publish at the same time, and try again what failed, as
// Run does. One is killed meanwhile.
func (c *courier) publish(victim int) {
	c.t.Helper()
	after := time.Duration(c.rand.IntN(20)) * time.Millisecond
	var wg sync.WaitGroup
	for i, r := range c.replicas {
		ctx := c.t.Context()
		if i == victim {
			killed, cancel := context.WithTimeout(ctx, after)
			defer cancel()
			ctx = killed
		}
		wg.Go(func() {
			err := r.publish(ctx, c.dir)
			for tries := 1; err != nil && i != victim && tries < publishTries; tries++ {
				c.t.Logf("replica %d: try %d: %v", i, tries, err)
				err = r.publish(ctx, c.dir)
			}
			if err != nil && i != victim {
				c.t.Errorf("replica %d: %v", i, err)
			}
		})
	}
	wg.Wait()
}

// publish does what Run does with what a watcher, the journal and the clock say.
func (r *replica) publish(ctx context.Context, dir string) error {
	if err := r.p.catchUp(ctx); err != nil {
		return err
	}
	if !r.away {
		b, err := watch.Scan(ctx, watch.Options{Root: dir, Quiet: 1, Match: posts.Match, Known: maps.All(r.known)})
		if err != nil {
			return err
		}
		maps.Copy(r.known, b.Changed)
		if err := r.p.Take(ctx, b); err != nil {
			r.p.Again(slices.Collect(maps.Keys(b.Changed))...)
			return err
		}
	}
	return r.p.Tick(ctx)
}

// finish lets time pass until every follow-up is out, and compares.
func (c *courier) finish() {
	c.t.Helper()
	if c.heal != nil {
		c.heal()
	}
	for range 20 {
		c.clock = c.clock.Add(30 * time.Second)
		c.publish(-1)
	}
	for i, r := range c.replicas {
		if err := r.p.catchUp(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
		for _, path := range []string{"/feed.rss", "/feed.atom", "/feed.json", "/stories.rss", "/stories.atom", "/stories.json", "/updates.rss", "/updates.atom", "/updates.json"} {
			first, _ := c.replicas[0].site.Lookup(path)
			other, _ := r.site.Lookup(path)
			if !bytes.Equal(first.Body, other.Body) || !first.Modified.Equal(other.Modified) {
				c.t.Errorf("replica %d gives other bytes for %s than the first (%v, %v)", i, path, other.Modified, first.Modified)
			}
		}
		for _, path := range []string{"/promises", "/promises/feed.atom"} {
			first, _, firstErr := c.replicas[0].p.Missing(c.t.Context(), path)
			other, _, otherErr := r.p.Missing(c.t.Context(), path)
			if err := errors.Join(firstErr, otherErr); err != nil || !bytes.Equal(first.Body, other.Body) || !first.Modified.Equal(other.Modified) {
				c.t.Errorf("replica %d gives other bytes for %s than the first (%v, %v), %v", i, path, other.Modified, first.Modified, err)
			}
		}
	}
	c.check()
}

// check reads the journal: what every replica has shown came from it.
func (c *courier) check() {
	c.t.Helper()
	store := c.replicas[0].store
	emitted := map[string]int{} // by that word
	ids, seconds, places, slugs := map[string]bool{}, map[time.Time]bool{}, map[int]bool{}, map[string]bool{}
	twice := func(what string, was bool) {
		if was {
			c.t.Errorf("%s is given twice", what)
		}
	}
	names := map[string]bool{}
	for r, err := range store.Heads(c.t.Context()) {
		if err != nil {
			c.t.Fatal(err)
		}
		if r.Story == ownStory {
			continue
		}
		twice("the file "+r.Head.Name, names[r.Head.Name])
		twice("the slug "+r.Head.Slug, slugs[r.Head.Slug])
		twice("the id "+r.Head.ID, ids[r.Head.ID])
		names[r.Head.Name], slugs[r.Head.Slug], ids[r.Head.ID] = true, true, true
		for _, f := range r.Head.FollowUps {
			if f.State != journal.Out {
				c.t.Errorf("%s: follow-up %d is %s", r.Story, f.N, f.State)
				continue
			}
			emitted[strings.Fields(f.Text)[1]]++
			twice(fmt.Sprint("the second ", f.Emitted), seconds[f.Emitted])
			twice(fmt.Sprint("the place ", f.Nth), places[f.Nth])
			twice("the id "+f.ID, ids[f.ID])
			seconds[f.Emitted], places[f.Nth], ids[f.ID] = true, true, true
		}
	}
	want := 0
	for _, a := range c.articles {
		for _, s := range a.told {
			want++
			if n := emitted[s]; n != 1 {
				c.t.Errorf("%s: a follow-up is emitted %d times: %s", a.name, n, s)
			}
		}
	}
	if len(emitted) != want || len(names) != len(c.articles) {
		c.t.Errorf("%d follow-ups of %d articles are emitted, want %d of %d", len(emitted), len(names), want, len(c.articles))
	}
	var doc struct{ Items []struct{ ID string } }
	feed, _ := c.replicas[0].site.Lookup("/updates.json")
	if err := json.Unmarshal(feed.Body, &doc); err != nil || len(doc.Items) != min(want, Defaults().FeedLimit) {
		c.t.Errorf("the feed has %d updates, %v, want %d", len(doc.Items), err, min(want, Defaults().FeedLimit))
	}
	kinds := map[journal.Change]int{}
	for r, err := range store.Since(c.t.Context(), 0) {
		if err != nil {
			c.t.Fatal(err)
		}
		kinds[r.Kind]++
	}
	if n := kinds[journal.Overdue]; n == 0 || n > len(c.articles) {
		c.t.Errorf("promises of %d stories were overdue %d times, want at most once for each", len(c.articles), n)
	}
	if kinds[journal.Added] != len(c.articles) || kinds[journal.Configured] != 1 {
		c.t.Errorf("the journal has %v, want %d articles added and the settings once", kinds, len(c.articles))
	}
	c.t.Logf("%d articles, %d follow-ups: %v", len(c.articles), want, slices.Sorted(maps.Keys(kinds)))
}
