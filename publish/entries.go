package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"time"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/posts"
	"writethru/posts/followups"
)

// A profile says which entries a feed holds, and how articles stand in it.
type profile uint8

const (
	// feed holds articles and follow-ups. An article is there without the
	// follow-ups that came to it: not one byte of an entry that was delivered
	// changes when its story is followed up.
	feed profile = iota
	// stories holds articles alone, whole, updated in place: for partners that
	// take a changed date of modification as news and a new id as another article.
	stories
	// updates holds follow-ups alone.
	updates
)

var profiles = [...]profile{feed, stories, updates}

// An entryKey names an entry as it stands in a profile. Follow-ups are the
// same in all profiles and stand under feed.
type entryKey struct {
	story   string
	n       int // of the follow-up; 0: the article
	profile profile
}

// An edition is a story together with its article as recorded: what entries
// and pages are made from.
type edition struct {
	p     *Publisher
	story string
	rev   int
	head  *journal.Head
	post  *posts.Post
	page  *url.URL // the article's address

	entries   map[entryKey]*feedgen.Entry // made already
	fragments map[int]fragment            // of the article and its follow-ups, made last
}

// A fragment is the HTML of some of an article.
type fragment struct {
	parts []posts.Part
	html  string
}

// fragment is the HTML of parts of the article, or of its n-th follow-up. What
// stands in an entry often stands on the page too, and is made once.
func (e *edition) fragment(n int, parts []posts.Part) string {
	same := func(a, b posts.Part) bool { return a.Block == b.Block && slices.Equal(a.Spans, b.Spans) }
	if f, ok := e.fragments[n]; ok && slices.EqualFunc(f.parts, parts, same) {
		return f.html
	}
	prefix := "fn-"
	if n > 0 {
		prefix = fmt.Sprintf("fn-%d-", n)
	}
	f := fragment{parts, e.post.Fragment(parts, e.page, prefix)}
	e.fragments[n] = f
	return f.html
}

// edition reads a story and its article from the journal, which holds the last
// good version whatever the file says now. complete makes the head of a story
// that was recorded unread: journal.Legible does for feeds, journal.Complete for all.
func (p *Publisher) edition(ctx context.Context, id string, complete func(journal.Head, journal.Version) journal.Head) (*edition, error) {
	r, post, err := p.told(ctx, id)
	if errors.Is(err, journal.ErrNotFound) {
		r, post, err = p.told(ctx, id) // the source was replaced between the two looks
	}
	if err != nil {
		return nil, err
	}
	if r.Head.Unread {
		r.Head = complete(r.Head, p.Settings.version(id, post))
	}
	return &edition{
		p: p, story: id, rev: r.Rev, head: &r.Head, post: post, page: p.address(&r.Head),
		entries: map[entryKey]*feedgen.Entry{}, fragments: map[int]fragment{},
	}, nil
}

// told returns the newest revision of a story and its article as recorded.
func (p *Publisher) told(ctx context.Context, id string) (journal.Revision, *posts.Post, error) {
	r, err := p.newestGood(ctx, id)
	if err != nil {
		return r, nil, fmt.Errorf("journal: %s: %w", id, err)
	}
	post, err := p.recorded(ctx, r)
	return r, post, err
}

// article is the story's entry in a profile.
func (e *edition) article(in profile) *feedgen.Entry {
	h := e.head
	parts := h.Body(len(e.post.Blocks))
	updated := h.Updated
	if in == stories {
		parts = h.Whole(len(e.post.Blocks))
		updated = h.Modified
	}
	out := &feedgen.Entry{
		ID:        h.ID,
		URL:       e.page.String(),
		Title:     h.Title,
		Summary:   e.summary(parts),
		Content:   e.fragment(0, parts),
		Published: h.Published,
		Updated:   later(updated, h.Published),
		Authors:   persons(h.Authors),
		Tags:      h.Tags,
		Language:  e.foreign(),
		Rights:    e.post.Rights,
		Replies:   &feedgen.Replies{URL: e.p.Settings.at(storyPath(h.Slug) + "feed.atom")},
	}
	if u, ok := posts.Resolve(e.page, e.post.Image); ok {
		out.Image = u
	}
	for _, m := range e.post.Enclosures {
		if u, ok := posts.Resolve(e.page, m.URL); ok {
			out.Enclosures = append(out.Enclosures, feedgen.Enclosure{URL: u, Type: m.Type, Length: m.Length})
		}
	}
	if in == stories {
		for _, f := range h.FollowUps {
			if f.State == journal.Out && !f.Removed {
				out.Replies.Count++
				out.Replies.Updated = later(out.Replies.Updated, f.Emitted)
			}
		}
	}
	return out
}

// summary says what the article is about: in its author's words, or its first.
func (e *edition) summary(parts []posts.Part) string {
	if e.post.Description != "" {
		return e.post.Description
	}
	return posts.Excerpt(e.post.PlainText(parts), 280)
}

// followUp is the entry of the story's n-th follow-up.
func (e *edition) followUp(n int) *feedgen.Entry {
	h, f := e.head, e.head.FollowUps[n-1]
	at := *e.page
	at.Fragment = anchor(f)
	content := e.fragment(n, f.Parts)
	if f.Title != "" {
		content = "<p><strong>" + html.EscapeString(f.Title) + "</strong></p>" + content
	}
	return &feedgen.Entry{
		ID:        f.ID,
		URL:       at.String(),
		Title:     followups.Title(f.Kind, f.Count, h.Title, e.language()),
		Summary:   posts.Excerpt(f.Text, 280),
		Content:   content + e.context(f),
		Published: f.Emitted,
		Updated:   f.Emitted,
		Authors:   persons(h.Authors),
		Tags:      h.Tags,
		Language:  e.foreign(),
		Rights:    e.post.Rights,
		FollowUp: &feedgen.FollowUp{
			Kind:  string(f.Kind),
			Label: followups.Label(f.Kind, e.language()),
			N:     n,
			Of:    h.ID,
			OfURL: e.page.String(),
		},
	}
}

// context is the line that says what a follow-up belongs to: which article,
// first published when, and the promise it answers.
func (e *edition) context(f journal.FollowUp) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<p><em>%s → <a href="%s">%s</a>, <time datetime="%s">%s</time>.`,
		html.EscapeString(followups.Label(f.Kind, e.language())), html.EscapeString(e.page.String()), html.EscapeString(e.head.Title),
		e.head.Published.Format("2006-01-02T15:04:05Z"), e.head.Published.Format("2006-01-02"))
	for _, p := range e.head.Promises {
		if p.ID == f.Answers && f.Answers != "" {
			fmt.Fprintf(&b, " “%s”", html.EscapeString(p.Sentence))
		}
	}
	b.WriteString("</em></p>")
	return b.String()
}

// language is that of the story.
func (e *edition) language() string { return cmp.Or(e.head.Language, e.p.Settings.Language) }

// foreign is the story's language where it is not the publication's.
func (e *edition) foreign() string {
	if strings.EqualFold(e.head.Language, e.p.Settings.Language) {
		return ""
	}
	return e.head.Language
}

// anchor is where a follow-up is on its article's page.
func anchor(f journal.FollowUp) string {
	if f.Anchor != "" {
		return f.Anchor
	}
	return fmt.Sprintf("update-%d", f.N)
}

func persons(authors []posts.Author) []feedgen.Person {
	var out []feedgen.Person
	for _, a := range authors {
		out = append(out, feedgen.Person(a))
	}
	return out
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
