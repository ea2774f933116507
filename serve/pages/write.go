package pages

import (
	"cmp"
	"embed"
	"html"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"
)

//go:embed layout.html front.html story.html notfound.html style.css
var files embed.FS

var (
	front    = parse("front.html")
	story    = parse("story.html")
	notFound = parse("notfound.html")
)

func parse(name string) *template.Template {
	return template.Must(template.New(name).Funcs(template.FuncMap{
		"day":     func(t time.Time) string { return t.Format("2006-01-02") },
		"minute":  func(t time.Time) string { return t.Format("2006-01-02 15:04 MST") },
		"machine": func(t time.Time) string { return t.Format(time.RFC3339) },
		"style":   style,
		"dir":     direction,

		"mediatype": mediaType,
	}).ParseFS(files, "layout.html", name))
}

// style is trusted: it is part of the program.
func style() (template.CSS, error) {
	css, err := files.ReadFile("style.css")
	return template.CSS(css), err
}

// mediaType gives a type attribute in which "+" stays as it is: readers that
// look for feeds with a pattern in place of a parser don't know it as "&#43;".
func mediaType(t string) template.HTMLAttr {
	return template.HTMLAttr(`type="` + html.EscapeString(t) + `"`)
}

// A page is what layout.html is given.
type page struct {
	Publication
	Name        string // of this page; empty on the front page
	Description string
	Language    string
	Canonical   string
	Alternates  []Feed
	Page        any // FrontPage, StoryPage or nil
}

// Front writes the front page.
func Front(w io.Writer, p FrontPage) error {
	return front.ExecuteTemplate(w, "layout", page{
		Publication: p.Publication,
		Description: p.Description,
		Language:    language(p.Language),
		Canonical:   p.Home,
		Alternates:  p.Feeds,
		Page:        p,
	})
}

// Story writes a story's page.
func Story(w io.Writer, p StoryPage) error {
	return story.ExecuteTemplate(w, "layout", page{
		Publication: p.Publication,
		Name:        p.Headline,
		Description: p.Description,
		Language:    language(p.Language, p.Publication.Language),
		Canonical:   p.URL,
		Alternates:  slices.Concat(p.Publication.Feeds, p.Feeds),
		Page:        p,
	})
}

// NotFound writes the page for a path that is not there.
func NotFound(w io.Writer, p Publication) error {
	return notFound.ExecuteTemplate(w, "layout", page{
		Publication: p,
		Name:        "Not found",
		Language:    language(p.Language),
		Alternates:  p.Feeds,
	})
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

func language(wishes ...string) string {
	return cmp.Or(cmp.Or(wishes...), "en")
}

// direction gives the value of the dir attribute for a language.
func direction(lang string) string {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch primary {
	case "ar", "he", "fa", "ur":
		return "rtl"
	}
	return "ltr"
}
