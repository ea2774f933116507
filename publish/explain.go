package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"writethru/journal"
	"writethru/posts"
	"writethru/posts/followups"
)

// An Explanation says what is made of an article as it is now, and why.
type Explanation struct {
	Article string
	Story   string // its id in the journal; empty: it has not been seen yet
	Faults  []posts.Fault
	Blocks  []ExplainedBlock
	Changes []journal.Change // what publishing the article now would record
	Head    journal.Head     // what its story would be
	Due     map[int]string   // by number: what becomes of each follow-up that is not out
}

// An ExplainedBlock is a block and what it is taken for.
type ExplainedBlock struct {
	File  string
	Line  int
	Kind  string // of the element
	Text  string
	Fresh bool   // the last recorded version did not have it
	What  string // what it is taken for
	Rule  string // why
}

// Explain says what would become of an article, without recording anything.
// store may be nil: then every article is seen for the first time. name is the
// article's, relative to the posts folder.
func Explain(ctx context.Context, set Settings, fsys fs.FS, store journal.Store, name string, now time.Time) (*Explanation, error) {
	article, ok := posts.Article(fsys, name)
	if !ok {
		return nil, fmt.Errorf("%s: want an article: .md, .html or .txt, not hidden", name)
	}
	files, err := posts.Load(fsys, article)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", article, err)
	}
	x := &Explanation{Article: article, Due: map[int]string{}}
	post, faults := posts.Parser{Language: set.Language}.Parse(files)
	x.Faults = faults
	if post == nil {
		return x, nil
	}
	last, err := storyOf(ctx, store, set, article)
	if err != nil {
		return nil, err
	}
	v := set.version(post.Key, post)
	v.Now = now
	var before []followups.Before
	if last != nil {
		x.Story, v.Story = last.Story, last.Story
		before = journal.Before(last.Head, v)
		x.Head, x.Changes = journal.Next(last.Head, v)
	} else {
		x.Head, x.Changes = journal.Begin(v, post.ID, post.Slug), []journal.Change{journal.Added}
	}
	found := followups.Recognise(post, before, v.Recognition())
	x.blocks(post, before, found)
	x.absorbed(found.Addition, set.FollowUps)
	for _, f := range x.Head.FollowUps {
		if f.State == journal.Pending && !f.Removed {
			x.Due[f.N] = due(x.Head, f, set.FollowUps)
		}
	}
	return x, nil
}

// storyOf finds the last revision of the story that an article has, or nil.
func storyOf(ctx context.Context, store journal.Store, set Settings, article string) (*journal.Revision, error) {
	if store == nil {
		return nil, nil
	}
	for r, err := range store.Heads(ctx) {
		if errors.Is(err, journal.ErrDamaged) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("journal: %w", err)
		}
		if r.Head.Name == article {
			r, err := completed(ctx, store, set, r)
			return &r, err
		}
	}
	return nil, nil
}

// blocks lists the post's blocks with what was found of them.
func (x *Explanation) blocks(post *posts.Post, before []followups.Before, found followups.Findings) {
	for i, b := range post.Blocks {
		x.Blocks = append(x.Blocks, ExplainedBlock{
			File: b.File, Line: b.Line, Kind: b.Kind.String(), Text: b.Text,
			Fresh: before != nil && before[i].Fresh(),
		})
	}
	for _, f := range found.Blocks {
		x.Blocks[f.Block].What, x.Blocks[f.Block].Rule = f.What, f.Rule
	}
}

// absorbed says of an addition that is no follow-up why it is none.
func (x *Explanation) absorbed(a *followups.FollowUp, set FollowUps) {
	if a == nil {
		return
	}
	for _, p := range a.Parts {
		if slices.ContainsFunc(x.Head.FollowUps, func(f journal.FollowUp) bool {
			return slices.ContainsFunc(f.Parts, func(q posts.Part) bool { return q.Block == p.Block })
		}) {
			continue
		}
		b := &x.Blocks[p.Block]
		b.What, b.Rule = "body", fmt.Sprintf("new text without a marker: part of the article, as that is not public for more than %s, "+
			"or it stands in the place of other text, or unmarked is ignore (it is %s)", set.Grace, set.Unmarked)
	}
}

// due says what becomes of a pending follow-up.
func due(h journal.Head, f journal.FollowUp, set FollowUps) string {
	switch {
	case f.Text == "":
		return "waits for its text"
	case journal.Settle(h, f.N, set.policy()).FollowUps[f.N-1].State == journal.Absorbed:
		return fmt.Sprintf("is too short for an unmarked follow-up (min_words %d): it becomes part of the article", set.MinWords)
	case set.Settle > 0:
		return fmt.Sprintf("goes out when the article has been quiet for %s", set.Settle)
	}
	return "goes out now"
}
