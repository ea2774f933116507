package publish

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"

	"writethru/journal"
	"writethru/posts"
	"writethru/serve"
	"writethru/serve/pages"
)

// storyPage is the story's page: its article and its follow-ups.
func (e *edition) storyPage() (serve.Resource, error) {
	h := e.head
	page := pages.StoryPage{
		Publication: e.p.publication(),
		Path:        storyPath(h.Slug),
		URL:         e.page.String(),
		Headline:    h.Title,
		Standfirst:  e.post.Description,
		Description: e.summary(h.Body(len(e.post.Blocks))),
		Language:    e.language(),
		Published:   h.Published,
		Modified:    h.Modified,
		Rights:      e.post.Rights,
		Feeds:       e.p.feedsAt(storyPath(h.Slug)+"feed.", h.Title),
	}
	if h.Section != "" {
		page.Section = e.p.topic(journal.SectionLabel, h.Section)
	}
	for _, a := range h.Authors {
		page.Authors = append(page.Authors, pages.Author{Name: a.Name, URL: a.URL, Page: e.p.topic(journal.AuthorLabel, a.Name).URL})
	}
	for _, tag := range h.Tags {
		if t := e.p.topic(journal.TagLabel, tag); t.URL != "" {
			page.Tags = append(page.Tags, t)
		}
	}
	if u, ok := posts.Resolve(e.page, e.post.Image); ok {
		page.Image = u
	}
	for _, m := range e.post.Enclosures {
		if u, ok := posts.Resolve(e.page, m.URL); ok {
			page.Media = append(page.Media, pages.Medium{URL: u, Type: m.Type, Size: m.Length})
		}
	}
	for _, s := range h.Sections(len(e.post.Blocks)) {
		page.Sections = append(page.Sections, e.section(s))
	}
	page.ImageInText = page.Image != "" && slices.ContainsFunc(page.Sections, func(s pages.Section) bool {
		return strings.Contains(string(s.HTML), `src="`+html.EscapeString(page.Image)+`"`)
	})
	for _, promise := range openTo(h) {
		page.Promises = append(page.Promises, pages.Promise{Sentence: promise.Sentence, Since: promise.Since})
		page.Developing = true
	}
	var b bytes.Buffer
	if err := e.p.theme().Story(&b, page); err != nil {
		return serve.Resource{}, fmt.Errorf("page of %s: %w", e.story, err)
	}
	return serve.Resource{Type: typeHTML, Body: b.Bytes()}, nil
}

// section is how the page shows a part of the article, or a follow-up.
func (e *edition) section(s journal.Section) pages.Section {
	out := pages.Section{HTML: template.HTML(e.fragment(s.N, s.Parts))} // sanitised when it was rendered
	if s.N > 0 {
		out.FollowUp = e.followed(s.N)
		out.FollowUp.Anchored = strings.Contains(string(out.HTML), fmt.Sprintf(`id="%s"`, out.FollowUp.Anchor))
	}
	return out
}

// followed is what the page says of a follow-up.
func (e *edition) followed(n int) *pages.FollowUp {
	f := e.head.FollowUps[n-1]
	at := f.Emitted
	if at.IsZero() {
		at = f.Stamped
	}
	out := &pages.FollowUp{
		Anchor: anchor(f), Kind: string(f.Kind), Label: e.label(f), Title: f.Title, From: f.From, Time: at,
		Excerpt: posts.Excerpt(f.Text, inTimeline),
	}
	for _, p := range e.head.Promises {
		if p.ID == f.Answers || p.ClosedBy == fmt.Sprintf("follow-up %d", n) {
			out.Answers = append(out.Answers, pages.Promise{Sentence: p.Sentence, Since: p.Since})
		}
	}
	return out
}

// inTimeline is how much of a follow-up's text its timeline shows.
const inTimeline = 140
