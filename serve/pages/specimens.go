package pages

import (
	"html/template"
	"io"
	"time"
)

// A Specimen is a page with something in each of its fields.
type Specimen struct {
	Name  string
	write func(*Theme, io.Writer) error
}

// Write makes the page in a theme.
func (s Specimen) Write(t *Theme, w io.Writer) error { return s.write(t, w) }

// Specimens are all pages, each as it is made of much, of little and of nothing:
// what a template must be able to show.
func Specimens() []Specimen {
	at := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	home := "https://news.example/"
	feeds := []Feed{{Title: "News", Name: "RSS", Type: "application/rss+xml", URL: home + "feed.rss"}}
	of := Publication{Title: "News", Description: "Of the day.", Language: "en", Home: home, Feeds: feeds}
	section := Link{Name: "Council", URL: home + "sections/council/"}
	topics := []Topic{{Kind: "section", Name: "Council", URL: section.URL, Stories: 2}}
	items := []Item{
		{Headline: "A bridge", URL: home + "stories/bridge/#update-1", Summary: "It is open.", Published: at, Language: "en", Kind: "update", Label: "Update", Title: "Open"},
		{Headline: "A bridge", URL: home + "stories/bridge/", Summary: "It is closed.", Published: at, Developing: true, Section: section, Changed: at},
		{},
	}
	promises := []Promise{{Sentence: "We will update this story.", Since: at}}
	update := FollowUp{Anchor: "update-1", Kind: "update", Label: "Update", Title: "Open", From: "the mayor", Excerpt: "It is open.", Time: at, Answers: promises}
	story := StoryPage{
		Publication: of, Path: "/stories/bridge/", URL: home + "stories/bridge/", Headline: "A bridge", Standfirst: "Closed.", Description: "Closed.", Language: "fr",
		Authors: []Author{{Name: "Staff", URL: home, Page: home + "authors/staff/"}, {Name: "Others"}}, Section: section, Tags: []Link{section},
		Published: at, Modified: at.Add(time.Hour), Developing: true, Image: home + "a.png", Rights: "CC BY",
		Media:    []Medium{{URL: home + "a.mp3", Type: "audio/mpeg", Size: 1e6}, {URL: home + "a.mp4", Type: "video/mp4"}, {URL: home + "a.pdf", Type: "application/pdf"}},
		Sections: []Section{{HTML: "<p>It is closed.</p>"}},
		Promises: promises, Feeds: feeds,
	}
	for range 9 {
		story.Sections = append(story.Sections, Section{HTML: template.HTML("<p>It is open.</p>"), FollowUp: &update})
	}
	all := TopicsPage{Publication: of, Sections: topics, Tags: topics, Authors: topics}
	return []Specimen{
		{"front", func(t *Theme, w io.Writer) error {
			return t.Front(w, FrontPage{Publication: of, Items: items, Developing: items, Sections: topics, Older: home})
		}},
		{"front", func(t *Theme, w io.Writer) error { return t.Front(w, FrontPage{}) }},
		{"story", func(t *Theme, w io.Writer) error { return t.Story(w, story) }},
		{"story", func(t *Theme, w io.Writer) error { return t.Story(w, StoryPage{}) }},
		{"topic", func(t *Theme, w io.Writer) error {
			return t.Topic(w, TopicPage{Publication: of, Path: "/tags/council/", Topic: topics[0], Changed: at, Items: items, Feeds: feeds, FollowUps: 1, Older: home, Newer: home})
		}},
		{"topic", func(t *Theme, w io.Writer) error {
			return t.Topic(w, TopicPage{Publication: of, Path: "/tags/council/1/", Topic: topics[0], Items: items, Page: 1})
		}},
		{"topics", func(t *Theme, w io.Writer) error { return t.Topics(w, all) }},
		{"topics", func(t *Theme, w io.Writer) error { return t.Topics(w, TopicsPage{}) }},
		{"archive", func(t *Theme, w io.Writer) error {
			return t.Archive(w, ArchivePage{Publication: of, Path: "/archive/2/", Page: 2, Items: items, Older: home, Newer: home})
		}},
		{"archive", func(t *Theme, w io.Writer) error {
			return t.Archive(w, ArchivePage{Publication: of, Path: "/archive/", Contents: []Volume{{URL: home, From: at, To: at, Entries: 2}}})
		}},
		{"subscribe", func(t *Theme, w io.Writer) error {
			return t.Subscribe(w, SubscribePage{Publication: of, Offers: []Offer{{ID: "feed", Title: "News", Feeds: feeds, Entries: 2, Changed: at}}, Topics: all, OPML: home})
		}},
		{"promises", func(t *Theme, w io.Writer) error { return t.Promises(w, promisesSpecimen(of, at)) }},
		{"promises", func(t *Theme, w io.Writer) error {
			return t.Promises(w, PromisesPage{Publication: of, Path: "/promises"})
		}},
		{"desk", func(t *Theme, w io.Writer) error { return t.Desk(w, deskSpecimen(of, at)) }},
		{"desk", func(t *Theme, w io.Writer) error { return t.Desk(w, DeskPage{Publication: of}) }},
		{"decide", func(t *Theme, w io.Writer) error {
			return t.Decide(w, DecidePage{Publication: of, Do: "release", ID: "bridge#1", Proof: "0", Item: deskSpecimen(of, at).Held[0]})
		}},
		{"audience", func(t *Theme, w io.Writer) error {
			return t.Audience(w, AudiencePage{
				Publication: of, Text: "Who reads the feeds.", Facts: []Fact{{"Subscribers", "1,204", "by name"}, {"Polls", "9", ""}},
				Plots:  []Plot{{"By day", `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="By day" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>`}},
				Tables: []Table{{ID: "services", Title: "Services", Columns: []Column{{Name: "Service"}, {"Subscribers", true}}, Rows: [][]string{{"Feedly", "9"}}, Note: "By name."}},
			})
		}},
		{"audience", func(t *Theme, w io.Writer) error { return t.Audience(w, AudiencePage{}) }},
		{"notfound", func(t *Theme, w io.Writer) error { return t.NotFound(w, of) }},
	}
}
