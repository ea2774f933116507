package publish

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/posts"
)

// freshID returns an id for a new story: its article's key, or the key with a
// number when another story has it.
func (p *Publisher) freshID(in *intake, key string) string {
	return numbered(key, func(id string) bool { return p.index.stories[id] != nil || in.begun[id] })
}

// name gives a head the slug that its article asks for, made unique. The slug
// before it goes on leading to the story. A slug that only follows from the
// file's name stays when the file is renamed, so that links stay good, unless
// the article is shown by another site, which follows the name.
func (p *Publisher) name(in *intake, story string, h *journal.Head, post *posts.Post) {
	wish := post.Slug
	if h.Slug != "" && !post.SlugGiven && p.Settings.ArticleURL == "" {
		return
	}
	if h.Slug == wish || strings.HasPrefix(h.Slug, wish+"-") && isNumber(h.Slug[len(wish)+1:]) {
		return
	}
	taken := func(slug string) bool {
		if s := p.index.slugs[slug]; s != nil && s.id != story {
			return true
		}
		return in.slugs[slug]
	}
	slug := numbered(wish, taken)
	if h.Slug != "" {
		h.OldSlugs = append(slices.DeleteFunc(slices.Clone(h.OldSlugs), func(s string) bool { return s == slug }), h.Slug)
	}
	h.Slug = slug
	in.slugs[slug] = true
}

// numbered returns s, or s-2, s-3 … until it is not taken.
func numbered(s string, taken func(string) bool) string {
	out := s
	for n := 2; taken(out); n++ {
		out = fmt.Sprintf("%s-%d", s, n)
	}
	return out
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// mint makes the id of an article's entry, once: what is minted is written to
// the journal before anybody sees it, and never made again.
func (p *Publisher) mint(firstSeen time.Time, story string) string {
	return feedgen.TagURI(p.Settings.Authority, firstSeen, story)
}

// mintFollowUp makes the id of a follow-up's entry, once.
func (p *Publisher) mintFollowUp(emitted time.Time, story string, n int) string {
	return feedgen.TagURI(p.Settings.Authority, emitted, fmt.Sprintf("%s/update/%d", story, n))
}

// address is the URL of a story's article.
func (p *Publisher) address(h *journal.Head) *url.URL {
	if u := absolute(h.URL); u != nil {
		return u
	}
	at := p.Settings.at(storyPath(h.Slug))
	if t := p.Settings.ArticleURL; t != "" {
		at = strings.NewReplacer(
			"{slug}", url.PathEscape(h.Slug), "{section}", url.PathEscape(h.Section), "{path}", strings.TrimPrefix(h.URL, "/"),
			"{year}", h.Published.Format("2006"), "{month}", h.Published.Format("01"), "{day}", h.Published.Format("02"),
		).Replace(t)
	}
	u, err := url.Parse(at)
	if err != nil {
		panic(err) // base URL and template are checked when they are read; what is filled in is escaped
	}
	return u
}

// absolute returns an address if it is one that needs no other to be found.
func absolute(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || !u.IsAbs() || u.Host == "" {
		return nil
	}
	return u
}

// storyPath is where a story's page and feeds are.
func storyPath(slug string) string { return "/stories/" + slug + "/" }

// vanished are the stories whose files are gone: an article with a new name
// may be one of them.
type vanished struct {
	stories map[string]*story
	heads   map[string]*journal.Revision // read when first needed; nil: it can't be read
}

const (
	// alike is how similar a renamed article must be to what it was.
	alike = 0.6
	// grown is how much of its text it must have kept otherwise: follow-ups may
	// be more than the article was.
	grown = 0.9
)

// vanished collects the stories of files that are gone, now or before.
func (p *Publisher) vanished(names []string) *vanished {
	v := &vanished{stories: map[string]*story{}, heads: map[string]*journal.Revision{}}
	for _, name := range names {
		v.add(p.index.names[name])
	}
	for id, s := range p.index.gone {
		v.stories[id] = s
	}
	return v
}

// add adds a story, if there is one.
func (v *vanished) add(s *story) {
	if s != nil {
		v.stories[s.id] = s
	}
}

func (v *vanished) has(id string) bool { return v.stories[id] != nil }

// find returns the last revision of the story that an article of a new name
// continues: one with the same id in the front matter, else the most similar of
// those with the same title or date. Another title and date in the same words
// are another article.
func (v *vanished) find(ctx context.Context, p *Publisher, a *article) (journal.Revision, bool) {
	if s := p.index.entries[a.post.ID]; a.post.ID != "" && s != nil && v.has(s.id) {
		if r := v.head(ctx, p, s.id); r != nil {
			return v.take(s.id), true
		}
	}
	title, published := xxhash.Sum64String(a.head.Title), a.head.Published.Unix()
	best, most := "", 0.0
	for id, s := range v.stories {
		if s.title != title && s.published != published {
			continue
		}
		r := v.head(ctx, p, id)
		if r == nil {
			continue
		}
		before, now := r.Head.Blocks, a.head.Blocks
		same := journal.Same(before, now)
		if same < alike && journal.Kept(before, now) < grown {
			continue
		}
		if same > most || same == most && id < best {
			best, most = id, same
		}
	}
	if best == "" {
		return journal.Revision{}, false
	}
	return v.take(best), true
}

// head returns a story's last revision, or nil if it can't be read.
func (v *vanished) head(ctx context.Context, p *Publisher, id string) *journal.Revision {
	if r, ok := v.heads[id]; ok {
		return r
	}
	r, err := p.newest(ctx, id)
	if errors.Is(err, journal.ErrDamaged) {
		r, err = p.newestGood(ctx, id)
	}
	if err != nil {
		p.Log.Error("journal record can't be read", "story", id, "error", err, "advice", "run writethru journal verify, and look at the disk")
		v.heads[id] = nil
		return nil
	}
	v.heads[id] = &r
	return &r
}

// take returns a story's last revision, which was read; it is nobody else's
// from now on.
func (v *vanished) take(id string) journal.Revision {
	r := v.heads[id]
	delete(v.stories, id)
	return *r
}
