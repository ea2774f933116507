package publish

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/journal"
	"writethru/posts"
	"writethru/posts/followups"
)

// An article is a file's content on its way into the journal.
type article struct {
	name     string
	undated  time.Time // the date of an article that names none
	imported bool      // it was there before the journal
	files    []posts.File
	hash     string
	source   []byte // the files, packed
	post     *posts.Post
	known    *journal.Revision // of the story that has this name; nil if there is none
	head     journal.Head      // what the story is to be, when known or quite new
	what     []journal.Change
	err      error // fs.ErrNotExist, posts.ErrTorn, or what else kept it from being read
	bad      []posts.Fault
}

// readAll reads, parses and compares articles, on all processors, once prepare
// has said of each what its file does not say.
func (p *Publisher) readAll(ctx context.Context, names []string, prepare func(*article)) ([]article, error) {
	out := make([]article, len(names))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		g.Go(func() (err error) {
			a := article{name: name}
			prepare(&a)
			out[i], err = p.read(ctx, a)
			return err
		})
	}
	return out, g.Wait()
}

// read reads one article and compares it with the story of its name. The error
// is the journal's; what is wrong with the article is in the article.
func (p *Publisher) read(ctx context.Context, a article) (article, error) {
	if a.files, a.err = posts.Load(p.Posts, a.name); a.err != nil {
		return a, nil //nolint:nilerr // it is the article's
	}
	a.hash = journal.Hash(a.files)
	if s := p.index.names[a.name]; s != nil {
		if s.hash == a.hash && !s.withdrawn {
			return a, nil // touched, not changed
		}
		r, err := p.Store.Head(ctx, s.id)
		if err != nil {
			return a, fmt.Errorf("journal: %s: %w", s.id, err)
		}
		a.known = &r
	}
	if a.post, a.bad = p.parser.Parse(a.files); a.post == nil {
		return a, nil
	}
	if a.source, a.err = journal.Pack(a.files); a.err != nil {
		return a, nil //nolint:nilerr // it is the article's
	}
	if a.known != nil {
		a.head, a.what = journal.Next(a.known.Head, p.version(a, a.known.Story))
	} else {
		a.head = journal.Begin(p.version(a, a.post.Key), "", "")
	}
	return a, nil
}

// version is what the journal compares with a story's last revision.
func (p *Publisher) version(a article, id string) journal.Version {
	return journal.Version{
		Story: id, Post: a.post, Now: p.now(), Undated: a.undated, Imported: a.imported, Policy: p.Settings.FollowUps.policy(),
		Options: followups.Options{Language: p.Settings.Language, Languages: p.Settings.FollowUps.Languages},
	}
}
