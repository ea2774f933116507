package publish

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"writethru/feedgen"
	"writethru/serve"
	"writethru/serve/pages"
)

const typeHTML = "text/html; charset=utf-8"

// pageAt makes what people see at a path, of those that are there once. It is
// not ok for any other path.
func (p *Publisher) pageAt(ctx context.Context, at string) (r serve.Resource, ok bool, err error) {
	if p.Settings.NoPages {
		return r, false, nil
	}
	switch at {
	case "/":
		r, err = p.front(ctx)
	case "/style.css":
		r = p.style()
	case "/topics/":
		r, err = p.topicsPage()
	case "/archive/":
		r, err = p.archiveFront()
	case "/subscribe/":
		r, err = p.subscribePage()
	default:
		r.Location = p.Settings.at(at + "/")
		return r, slices.Contains(lists, at+"/"), nil
	}
	return r, err == nil, err
}

// lists are the paths of pages that may change with every publication.
var lists = []string{"/", "/topics/", "/archive/", "/subscribe/"}

// front is the front page: what the feed holds, and what is developing.
func (p *Publisher) front(ctx context.Context) (serve.Resource, error) {
	page := pages.FrontPage{Publication: p.publication(), Sections: p.topics().Sections}
	p.mu.RLock()
	age := p.age
	page.Older = p.volumeURL(p.older)
	for _, shown := range p.window {
		i := shown.Item
		s := p.index.stories[shown.story]
		i.Developing = shown.n == 0 && s != nil && s.open > 0
		page.Items = append(page.Items, i)
	}
	developing := p.developing()
	p.mu.RUnlock()
	for _, s := range developing {
		i, err := p.listedOne(ctx, version{entryKey{s.id, 0, feed}, s.rev}, false)
		if err != nil {
			return serve.Resource{}, err
		}
		i.Changed = time.Unix(s.modified, 0).UTC()
		page.Developing = append(page.Developing, i)
	}
	var b bytes.Buffer
	if err := p.theme().Front(&b, page); err != nil {
		return serve.Resource{}, fmt.Errorf("front page: %w", err)
	}
	r := p.listing(&b)
	r.MaxAge = age
	return r, nil
}

// A shown is an entry of the feed, for the front page.
type shown struct {
	pages.Item
	story string
	n     int // of the follow-up; 0: the article
}

// How many developing stories the front page names, and among how many of those
// that changed last it looks for them.
const (
	mostDeveloping  = 8
	amongDeveloping = 500
)

// developing are the stories that owe readers something, newest change first.
// The index has to be locked for reading.
func (p *Publisher) developing() []*story {
	var out []*story
	for _, at := range p.index.recent.newest(amongDeveloping) {
		if at.story.open > 0 && len(out) < mostDeveloping {
			out = append(out, at.story)
		}
	}
	return out
}

// listing is a page that may change with every publication.
func (p *Publisher) listing(page *bytes.Buffer) serve.Resource {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return serve.Resource{Type: typeHTML, Body: page.Bytes(), Modified: p.modified(p.index.changed[feed]), MaxAge: p.age}
}

// NotFound is the page for what is not there.
func (p *Publisher) NotFound() (serve.Resource, error) {
	var b bytes.Buffer
	if err := p.theme().NotFound(&b, p.publication()); err != nil {
		return serve.Resource{}, fmt.Errorf("page for what is not there: %w", err)
	}
	return serve.Resource{Type: typeHTML, Body: b.Bytes()}, nil
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
	out := pages.Publication{Title: s.Title, Description: s.Description, Language: s.Language, Home: s.at("/")}
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
