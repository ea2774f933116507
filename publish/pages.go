package publish

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"strings"

	"writethru/feedgen"
	"writethru/posts/followups"
	"writethru/serve"
	"writethru/serve/pages"
)

const typeHTML = "text/html; charset=utf-8"

// front is the front page: what the feed holds.
func (p *Publisher) front() (serve.Resource, error) {
	p.mu.RLock()
	window, age, changed := p.window, p.age, p.index.changed[feed]
	open := map[string]bool{}
	for _, e := range window {
		if s := p.index.entries[e.ID]; s != nil && s.open > 0 {
			open[e.ID] = true
		}
	}
	p.mu.RUnlock()

	page := pages.FrontPage{Publication: p.publication()}
	for _, e := range window {
		item := pages.Item{Headline: e.Title, URL: e.URL, Summary: e.Summary, Published: e.Published, Language: e.Language, Developing: open[e.ID]}
		if e.FollowUp != nil {
			item.Kind, item.Label = e.FollowUp.Kind, e.FollowUp.Label
		}
		page.Items = append(page.Items, item)
	}
	var b bytes.Buffer
	if err := p.theme().Front(&b, page); err != nil {
		return serve.Resource{}, fmt.Errorf("front page: %w", err)
	}
	return serve.Resource{Type: typeHTML, Body: b.Bytes(), Modified: p.modified(changed), MaxAge: age}, nil
}

// NotFound is the page for what is not there.
func (p *Publisher) NotFound() (serve.Resource, error) {
	var b bytes.Buffer
	if err := p.theme().NotFound(&b, p.publication()); err != nil {
		return serve.Resource{}, fmt.Errorf("page for what is not there: %w", err)
	}
	return serve.Resource{Type: typeHTML, Body: b.Bytes()}, nil
}

// storyPage is the story's page: its article and its follow-ups.
func (e *edition) storyPage() (serve.Resource, error) {
	h := e.head
	page := pages.StoryPage{
		Publication: e.p.publication(),
		Path:        storyPath(h.Slug),
		URL:         e.page.String(),
		Headline:    h.Title,
		Description: e.article(feed).Summary,
		Language:    e.language(),
		Published:   h.Published,
		Modified:    h.Modified,
		Feeds:       e.p.feedsAt(storyPath(h.Slug)+"feed.", h.Title),
	}
	for _, a := range h.Authors {
		page.Authors = append(page.Authors, pages.Author{Name: a.Name, URL: a.URL})
	}
	for _, s := range h.Sections(len(e.post.Blocks)) {
		prefix := "fn-"
		if s.N > 0 {
			prefix = fmt.Sprintf("fn-%d-", s.N)
		}
		// Sanitised when it was rendered.
		section := pages.Section{HTML: template.HTML(e.post.Fragment(s.Parts, e.page, prefix))}
		if s.N > 0 {
			section.FollowUp = e.section(s.N)
			section.FollowUp.Anchored = strings.Contains(string(section.HTML), fmt.Sprintf(`id="%s"`, section.FollowUp.Anchor))
		}
		page.Sections = append(page.Sections, section)
	}
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

// section is how the page shows a follow-up.
func (e *edition) section(n int) *pages.FollowUp {
	f := e.head.FollowUps[n-1]
	at := f.Emitted
	if at.IsZero() {
		at = f.Stamped
	}
	label := followups.Label(f.Kind, e.language())
	if f.Count > 1 {
		label = fmt.Sprintf("%s %d", label, f.Count)
	}
	return &pages.FollowUp{Anchor: anchor(f), Kind: string(f.Kind), Label: label, Title: f.Title, Time: at}
}

// theme is how pages look.
func (p *Publisher) theme() *pages.Theme {
	return cmp.Or(p.Settings.Theme, pages.House())
}

// ageStyle is how long the stylesheet may be used without asking: pages name its
// version.
const ageStyle = 30 * day

// style is the stylesheet of all pages.
func (p *Publisher) style() serve.Resource {
	return serve.Resource{Type: "text/css; charset=utf-8", Body: p.theme().Stylesheet(), MaxAge: ageStyle}
}

// publication is what every page says of the whole.
func (p *Publisher) publication() pages.Publication {
	s := p.Settings
	out := pages.Publication{Title: s.Title, Description: s.Description, Language: s.Language, Home: s.at("/"), Promises: true}
	out.Feeds = append(out.Feeds, p.feedsAt(p.feedPath(feed), s.Title)...)
	return out
}

// feedsAt are the addresses of a feed in all formats. path is without the
// format's ending.
func (p *Publisher) feedsAt(path, title string) []pages.Feed {
	var out []pages.Feed
	for _, format := range feedgen.Formats {
		out = append(out, pages.Feed{Title: title, Name: formatName[format], Type: format.MediaType(), URL: p.Settings.at(path + format.Ext())})
	}
	return out
}

// formatName is what people call a format.
var formatName = [...]string{feedgen.RSS: "RSS", feedgen.Atom: "Atom", feedgen.JSON: "JSON Feed"}
