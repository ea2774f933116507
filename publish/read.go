package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/internal/stamp"
	"writethru/journal"
	"writethru/posts"
)

// readAtFounding is how many articles of a folder that is seen for the first
// time are read whole at once: more than feeds show. Of the others an outline
// is enough until somebody asks for them, or there is time.
const readAtFounding = 4 * atOnce

// An article is a file's content on its way into the journal.
type article struct {
	name     string
	seen     stamp.Stamp // of its file, when that was complete; zero: unknown
	undated  time.Time   // the date of an article that names none
	imported bool        // it was there before the journal
	outline  bool        // only its outline is read, if that will do
	files    []string    // their names
	hash     string
	source   []byte // the files, packed
	post     *posts.Post
	rev      int               // of the story that had this name when it was read; 0: there was none
	known    *journal.Revision // of the story that has this name; nil if there is none
	head     journal.Head      // what the story is to be, when known or quite new
	what     []journal.Change
	err      error // fs.ErrNotExist, posts.ErrTorn, or what else kept it from being read
	bad      []posts.Fault
}

// readAll reads, parses and compares articles, on all processors, and gives
// them in groups of atOnce: the next group is read while one is worked on.
// prepare says of each article what its file does not say, and may be called
// from any goroutine.
func (p *Publisher) readAll(ctx context.Context, names []string, prepare func(int, *article)) iter.Seq2[[]article, error] {
	type group struct {
		read []article
		err  error
	}
	return func(yield func([]article, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		groups := make(chan group, 1)
		var reading sync.WaitGroup
		defer reading.Wait()
		defer cancel()
		reading.Go(func() {
			defer close(groups)
			for at := 0; at < len(names); at += atOnce {
				var next group
				next.read, next.err = p.readGroup(ctx, names[at:min(at+atOnce, len(names))], func(i int, a *article) { prepare(at+i, a) })
				select {
				case groups <- next:
				case <-ctx.Done():
					return
				}
			}
		})
		for g := range groups {
			if !yield(g.read, g.err) {
				return
			}
		}
	}
}

func (p *Publisher) readGroup(ctx context.Context, names []string, prepare func(int, *article)) ([]article, error) {
	out := make([]article, len(names))
	for i, name := range names {
		out[i].name = name
		prepare(i, &out[i])
	}
	var taken atomic.Int64
	var g errgroup.Group
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		g.Go(func() error {
			from := posts.Loader{FS: p.Posts}
			for i := int(taken.Add(1)) - 1; i < len(names); i = int(taken.Add(1)) - 1 {
				if err := p.read(ctx, &from, &out[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return out, g.Wait()
}

// readAgain reads articles once more, to compare them with what their stories
// are by now.
func (p *Publisher) readAgain(ctx context.Context, read []article) error {
	names := make([]string, len(read))
	for i, a := range read {
		names[i] = a.name
	}
	again, err := p.readGroup(ctx, names, func(i int, a *article) {
		a.seen, a.undated, a.imported, a.outline = read[i].seen, read[i].undated, read[i].imported, read[i].outline
	})
	if err == nil {
		copy(read, again)
	}
	return err
}

// changedSince reports whether an article's file is another one than was seen to
// be complete: what was read of it may be half of what its author writes.
func (p *Publisher) changedSince(a *article) bool {
	if a.seen == (stamp.Stamp{}) {
		return false
	}
	info, err := fs.Stat(p.Posts, a.name)
	return err != nil || stamp.Of(info) != a.seen
}

// read reads one article and compares it with the story of its name. The error
// is the journal's; what is wrong with the article is in the article.
func (p *Publisher) read(ctx context.Context, from *posts.Loader, a *article) error {
	p.figures.articles.Add(1)
	s := p.named(a.name)
	if s != nil {
		a.rev = s.rev
	}
	var files []posts.File
	if files, a.err = from.Load(a.name); a.err != nil {
		return nil //nolint:nilerr // it is the article's
	}
	for _, f := range files {
		a.files = append(a.files, f.Name)
	}
	a.hash = journal.Hash(files)
	if s != nil {
		if s.hash == digestOf(a.hash) && !s.withdrawn {
			return nil // touched, not changed
		}
		if p.changedSince(a) {
			a.err = posts.ErrTorn
			return nil
		}
		r, err := p.newest(ctx, s.id)
		if errors.Is(err, journal.ErrDamaged) {
			a.err = errHeld
			return nil // it is told, and the others go on
		}
		if err != nil {
			return err
		}
		a.known, a.outline = &r, false
	}
	if a.outline {
		a.post, a.bad, a.outline = p.parser.Outline(files)
	}
	if !a.outline {
		a.post, a.bad = p.parser.Parse(files)
	}
	if a.post == nil {
		return nil
	}
	if a.source, a.err = journal.Pack(files); a.err != nil {
		return nil //nolint:nilerr // it is the article's
	}
	switch v := p.version(a, a.post.Key); {
	case a.known != nil:
		v.Story = a.known.Story
		a.head, a.what = journal.Next(a.known.Head, v)
	case a.outline:
		a.head = journal.Outline(v)
	default:
		a.head = journal.Begin(v, "", "")
	}
	a.post.DropTrees() // it waits for its group, and is rendered from what is recorded
	return nil
}

// named returns the story whose article has a name.
func (p *Publisher) named(name string) *story {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.index.names[name]
}

// version is what the journal compares with a story's last revision.
func (p *Publisher) version(a *article, id string) journal.Version {
	v := p.Settings.version(id, a.post)
	v.Now, v.Undated, v.Imported = p.now(), a.undated, a.imported
	return v
}

// newest returns the newest revision of a story, looked at as a whole. Where it
// is damaged the story is held.
func (p *Publisher) newest(ctx context.Context, id string) (journal.Revision, error) {
	r, err := p.Store.Head(ctx, id)
	if errors.Is(err, journal.ErrDamaged) {
		p.hold(ctx, id, err)
	}
	if err != nil {
		return r, fmt.Errorf("journal: %s: %w", id, err)
	}
	return completed(ctx, p.Store, p.Settings, r)
}

// completed returns a revision with all that its article says: what was recorded
// unread is looked at now.
func completed(ctx context.Context, store journal.Store, set Settings, r journal.Revision) (journal.Revision, error) {
	if !r.Head.Unread {
		return r, nil
	}
	post, err := recorded(ctx, store, set, r)
	if err == nil {
		r.Head = journal.Complete(r.Head, set.version(r.Story, post))
	}
	return r, err
}

// recorded reads a story's article as the journal has it.
func recorded(ctx context.Context, store journal.Store, set Settings, r journal.Revision) (*posts.Post, error) {
	src, err := store.Source(ctx, r.Story, r.Hash)
	if err != nil {
		return nil, fmt.Errorf("journal: source of %s: %w", r.Story, err)
	}
	files, err := journal.Unpack(src)
	if err != nil {
		return nil, fmt.Errorf("journal: source of %s: %w", r.Story, err)
	}
	post, bad := posts.Parser{Language: set.Language}.Parse(files)
	if post == nil {
		return nil, fmt.Errorf("recorded version of %s: %w", r.Story, bad[0])
	}
	return post, nil
}
