package pages

import (
	"encoding/json"
	"html/template"
	"strings"
	"time"
)

// A thing is one of schema.org, as JSON-LD has it.
type thing map[string]any

// jsonLD is safe in a script element: the encoder writes <, > and & as escapes,
// so no text can end the element.
func jsonLD(things ...thing) template.JS {
	var v any = thing{"@context": "https://schema.org", "@graph": things}
	if len(things) == 1 {
		things[0]["@context"] = "https://schema.org"
		v = things[0]
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, numbers, and lists and maps of them
	}
	return template.JS(b) //nolint:gosec // see above
}

// site describes the whole.
func site(p Publication) template.JS {
	t := thing{"@type": "WebSite", "name": p.Title, "url": p.Home, "inLanguage": language(p.Language)}
	if p.Description != "" {
		t["description"] = p.Description
	}
	return jsonLD(t)
}

// trail is where a page is below the front page.
func trail(p Publication, links ...Link) template.JS { return jsonLD(breadcrumbs(p, links...)) }

func breadcrumbs(p Publication, links ...Link) thing {
	list := []thing{{"@type": "ListItem", "position": 1, "name": p.Title, "item": p.Home}}
	for _, l := range links {
		list = append(list, thing{"@type": "ListItem", "position": len(list) + 1, "name": l.Name, "item": l.URL})
	}
	return thing{"@type": "BreadcrumbList", "itemListElement": list}
}

// card is what others show of the story.
func (p StoryPage) card() *Card {
	c := &Card{
		Type: "article", Title: p.Headline, Description: p.Description, URL: p.URL, Image: p.Image,
		Published: p.Published, Modified: p.Published, Section: p.Section.Name,
	}
	if p.Updated() {
		c.Modified = p.Modified
	}
	for _, t := range p.Tags {
		c.Tags = append(c.Tags, t.Name)
	}
	return c
}

// data describes the story: a news article, or, once it was followed up, a
// posting that goes on, with each follow-up as an update of its own.
func (p StoryPage) data() template.JS {
	publisher := thing{"@type": "Organization", "name": p.Title, "url": p.Home}
	card := p.card()
	t := thing{
		"@type": "NewsArticle", "headline": p.Headline, "url": p.URL, "mainEntityOfPage": p.URL, "publisher": publisher,
		"datePublished": iso(p.Published), "dateModified": iso(card.Modified), "inLanguage": language(p.Language, p.Publication.Language),
	}
	set := func(key, value string) {
		if value != "" {
			t[key] = value
		}
	}
	set("description", p.Description)
	set("image", p.Image)
	set("articleSection", p.Section.Name)
	set("copyrightNotice", p.Rights)
	if len(card.Tags) > 0 {
		t["keywords"] = card.Tags
	}
	var authors []thing
	for _, a := range p.Authors {
		author := thing{"@type": "Person", "name": a.Name}
		if strings.HasPrefix(a.URL, "http://") || strings.HasPrefix(a.URL, "https://") {
			author["url"] = a.URL
		}
		authors = append(authors, author)
	}
	if len(authors) > 0 {
		t["author"] = authors
	}
	var updates, corrections []thing
	for _, f := range p.FollowUps() {
		at := p.URL + "#" + f.Anchor
		headline := f.Label
		if f.Title != "" {
			headline += ": " + f.Title
		}
		u := thing{"@type": "BlogPosting", "@id": at, "url": at, "headline": headline, "articleBody": f.Excerpt, "publisher": publisher}
		if !f.Time.IsZero() {
			u["datePublished"] = iso(f.Time)
		}
		updates = append(updates, u)
		if f.Kind == "correction" || f.Kind == "retraction" {
			c := thing{"@type": "CorrectionComment", "url": at, "text": f.Excerpt}
			if !f.Time.IsZero() {
				c["datePublished"] = iso(f.Time)
			}
			corrections = append(corrections, c)
		}
	}
	if len(corrections) > 0 {
		t["correction"] = corrections
	}
	if len(updates) > 0 {
		t["@type"] = "LiveBlogPosting"
		t["coverageStartTime"] = iso(p.Published)
		t["liveBlogUpdate"] = updates
	}
	var at []Link
	if p.Section.URL != "" {
		at = append(at, p.Section)
	}
	return jsonLD(t, breadcrumbs(p.Publication, append(at, Link{p.Headline, p.URL})...))
}

func iso(t time.Time) string { return machine(t) }
