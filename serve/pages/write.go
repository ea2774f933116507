package pages

import (
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Front writes the front page.
func (t *Theme) Front(w io.Writer, p FrontPage) error {
	return t.write(w, "front", Frame{
		Publication: p.Publication, Class: "front", Description: p.Description, Path: "/", Canonical: p.Home, Alternates: p.Feeds,
		Card: &Card{Type: "website", Title: p.Title, Description: p.Description, URL: p.Home},
		Data: site(p.Publication), Page: p,
	})
}

// Story writes a story's page.
func (t *Theme) Story(w io.Writer, p StoryPage) error {
	return t.write(w, "story", Frame{
		Publication: p.Publication, Name: p.Headline, Description: p.Description, Language: p.Language, Path: p.Path, Canonical: p.URL,
		Alternates: slices.Concat(p.Publication.Feeds, p.Feeds),
		Card:       p.card(), Data: p.data(), Page: p,
	})
}

// Topic writes the page of a section, a tag or an author.
func (t *Theme) Topic(w io.Writer, p TopicPage) error {
	f := Frame{
		Publication: p.Publication, Name: p.Topic.Name, Path: p.Path, Canonical: p.Home + p.Path[1:],
		Alternates: slices.Concat(p.Publication.Feeds, p.Feeds), Page: p,
	}
	f.Card = &Card{Type: "website", Title: p.Topic.Name, URL: f.Canonical}
	f.Data = trail(p.Publication, Link{p.Topic.Name, p.Topic.URL})
	return t.write(w, "topic", f)
}

// Topics writes the page of all sections, tags and authors.
func (t *Theme) Topics(w io.Writer, p TopicsPage) error {
	return t.list(w, "topics", "/topics/", wordsIn(p.Language).Topics, p.Publication, p)
}

// Archive writes a page of the archive, or its front.
func (t *Theme) Archive(w io.Writer, p ArchivePage) error {
	return t.list(w, "archive", p.Path, wordsIn(p.Language).Archive, p.Publication, p)
}

// Subscribe writes the page of all feeds.
func (t *Theme) Subscribe(w io.Writer, p SubscribePage) error {
	return t.list(w, "subscribe", "/subscribe/", wordsIn(p.Language).Subscribe, p.Publication, p)
}

// list writes a page that has nothing of its own to say to programs.
func (t *Theme) list(w io.Writer, of, path, name string, p Publication, page any) error {
	return t.write(w, of, Frame{
		Publication: p, Name: name, Path: path, Canonical: p.Home + path[1:], Alternates: p.Feeds, Page: page,
	})
}

// NotFound writes the page for a path that is not there.
func (t *Theme) NotFound(w io.Writer, p Publication) error {
	return t.write(w, "notfound", Frame{Publication: p, Name: wordsIn(p.Language).NotFound, Alternates: p.Feeds})
}

// Updated reports whether the story changed in a way worth telling.
func (p StoryPage) Updated() bool { return p.Modified.After(p.Published) }

// FollowUps gives the story's follow-ups in the order of the text.
func (p StoryPage) FollowUps() []FollowUp {
	var all []FollowUp
	for _, s := range p.Sections {
		if s.FollowUp != nil {
			all = append(all, *s.FollowUp)
		}
	}
	return all
}

// fitted makes what may be wider than the page scroll by itself, for the keyboard
// too, and says what feeds say in old words, which readers know, in new ones. In
// sanitised HTML these strings are nothing else.
var fitted = strings.NewReplacer(
	"<table", `<div class="scroll" tabindex="0"><table`, "</table>", "</table></div>",
	"<pre", `<pre tabindex="0"`,
	`<td align="left"`, `<td style="text-align:left"`, `<th align="left"`, `<th style="text-align:left"`,
	`<td align="center"`, `<td style="text-align:center"`, `<th align="center"`, `<th style="text-align:center"`,
	`<td align="right"`, `<td style="text-align:right"`, `<th align="right"`, `<th style="text-align:right"`,
)

// Body is what the page shows of a section.
func (s Section) Body() template.HTML {
	return template.HTML(fitted.Replace(string(s.HTML))) //nolint:gosec // it was sanitised, and still is
}

// A Timeline is the follow-ups of a story: those that came last, and before
// them the others, which a page may hide at first.
type Timeline struct{ Earlier, Last []FollowUp }

// Timeline gives the story's follow-ups. Up to eight are shown; of more, five.
func (p StoryPage) Timeline() Timeline {
	all := p.FollowUps()
	n := 0
	if len(all) > 8 {
		n = len(all) - 5
	}
	return Timeline{all[:n], all[n:]}
}

// Kind is "audio", "video", or "" for what is only there to be downloaded.
func (m Medium) Kind() string {
	if len(m.Type) > 6 && (m.Type[:6] == "audio/" || m.Type[:6] == "video/") {
		return m.Type[:5]
	}
	return ""
}

// Megabytes is the size in a form for people; empty where it is unknown.
func (m Medium) Megabytes() string {
	if m.Size == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(m.Size)/1e6, 'f', 1, 64)
}
