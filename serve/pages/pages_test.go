package pages_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"html/template"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"writethru/serve/pages"
)

var house = pages.House()

var update = flag.Bool("update", false, "rewrite the golden pages")

func at(hour, minute int) time.Time { return time.Date(2026, 11, 21, hour, minute, 0, 0, time.UTC) }

func feeds(title, prefix string) []pages.Feed {
	return []pages.Feed{
		{Title: title, Name: "RSS", Type: "application/rss+xml", URL: prefix + "feed.rss"},
		{Title: title, Name: "Atom", Type: "application/atom+xml", URL: prefix + "feed.atom"},
		{Title: title, Name: "JSON Feed", Type: "application/feed+json", URL: prefix + "feed.json"},
	}
}

var courier = pages.Publication{
	Title:       "The Courier & Sons",
	Description: "News of the county.",
	Language:    "en-GB",
	Home:        "https://courier.example/",
	Feeds:       feeds("The Courier & Sons", "https://courier.example/"),
}

var front = pages.FrontPage{Publication: courier, Items: []pages.Item{
	{Headline: "Council <votes> on flood plan", URL: "https://courier.example/stories/flood/#update-2", Summary: "The mayor's office said: 5 < 6.", Published: at(15, 45), Kind: "update", Label: "Update 2"},
	{Headline: "Der Deich hält", URL: "https://courier.example/stories/deich/", Published: at(9, 0), Language: "de", Developing: true},
}}

var story = pages.StoryPage{
	Publication: courier,
	URL:         "https://courier.example/stories/flood/",
	Headline:    "Council votes on flood plan",
	Description: `A "plan" for the river.`,
	Authors:     []pages.Author{{Name: "Ann Lee", URL: "https://courier.example/ann"}, {Name: "Bo Diaz"}},
	Published:   at(9, 30),
	Modified:    at(15, 45),
	Developing:  true,
	Sections: []pages.Section{
		{HTML: "<p>The council met. We have asked the clerk for comment.</p>"},
		{HTML: "<p>The clerk's office said <em>yes</em>.</p>", FollowUp: &pages.FollowUp{Anchor: "update-1", Kind: "update", Label: "Update", Title: "The clerk answers", Time: at(12, 0)}},
		{HTML: `<p id="erratum">The vote was 5–4.</p>`, FollowUp: &pages.FollowUp{Anchor: "erratum", Anchored: true, Kind: "correction", Label: "Correction"}},
		{HTML: "<p>The council meets again in May.</p>"},
	},
	Promises: []pages.Promise{{Sentence: "We will update this story when the minutes are out.", Since: at(9, 30)}},
	Feeds:    feeds("Council votes on flood plan", "https://courier.example/stories/flood/"),
}

var arabic = pages.StoryPage{
	Publication: courier,
	URL:         "https://courier.example/stories/nahr/",
	Headline:    "النهر يرتفع",
	Language:    "ar-EG",
	Published:   at(8, 0),
	Sections:    []pages.Section{{HTML: "<p>ارتفع منسوب النهر.</p>"}},
}

func written(t *testing.T) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"front":    func(b *bytes.Buffer) error { return house.Front(b, front) },
		"empty":    func(b *bytes.Buffer) error { return house.Front(b, pages.FrontPage{}) },
		"story":    func(b *bytes.Buffer) error { return house.Story(b, story) },
		"arabic":   func(b *bytes.Buffer) error { return house.Story(b, arabic) },
		"notfound": func(b *bytes.Buffer) error { return house.NotFound(b, courier) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = b.Bytes()
	}
	return all
}

// The golden pages lack the theme's digest, which is not what they claim.
func TestPagesAreWrittenAsRecorded(t *testing.T) {
	for name, got := range written(t) {
		page := strings.ReplaceAll(string(got), house.Digest(), "DIGEST")
		file := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), page); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestSamePageGivesSameBytes(t *testing.T) {
	first, second := written(t), written(t)
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s: the second writing differs from the first", name)
		}
	}
}

func TestIDsAreUniqueAndEveryFragmentLeadsSomewhere(t *testing.T) {
	for name, page := range written(t) {
		doc, err := html.Parse(bytes.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		ids := make(map[string]int)
		var refs []string
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				switch {
				case a.Key == "id":
					ids[a.Val]++
				case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
					refs = append(refs, strings.TrimPrefix(a.Val, "#"))
				}
			}
			if n.Data == "script" && !slices.Contains(n.Attr, html.Attribute{Key: "type", Val: "application/ld+json"}) {
				t.Errorf("%s: a script that runs", name)
			}
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: id %q stands %d times", name, id, n)
			}
		}
		for _, ref := range refs {
			if ids[ref] == 0 {
				t.Errorf("%s: nothing has the id %q that is pointed to", name, ref)
			}
		}
	}
}

func TestDirectionFollowsTheStorysLanguage(t *testing.T) {
	for lang, want := range map[string]string{"": "ltr", "en": "ltr", "ar": "rtl", "AR-eg": "rtl", "he": "rtl", "fa-IR": "rtl", "ur": "rtl", "arn": "ltr"} {
		var b bytes.Buffer
		if err := house.Story(&b, pages.StoryPage{Language: lang}); err != nil {
			t.Fatal(err)
		}
		line, _, _ := strings.Cut(strings.TrimPrefix(b.String(), "<!DOCTYPE html>\n"), "\n")
		if !strings.HasSuffix(line, `dir="`+want+`">`) {
			t.Errorf("page in %q begins with %s, want dir=%q", lang, line, want)
		}
	}
}

func TestTextIsNeverTakenForMarkup(t *testing.T) {
	const evil = `"><script>alert(1)</script>`
	var b bytes.Buffer
	p := pages.StoryPage{Publication: pages.Publication{Title: evil, Description: evil, Language: evil}, URL: "javascript:alert(1)", Headline: evil, Description: evil,
		Authors:  []pages.Author{{Name: evil, URL: "javascript:alert(1)"}},
		Sections: []pages.Section{{HTML: template.HTML("<p>ok</p>"), FollowUp: &pages.FollowUp{Anchor: evil, Kind: evil, Label: evil, Title: evil}}},
		Promises: []pages.Promise{{Sentence: evil}}, Feeds: []pages.Feed{{Title: evil, Name: evil, Type: evil, URL: "javascript:alert(1)"}}}
	if err := house.Story(&b, p); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data == "script" && (n.FirstChild == nil || !json.Valid([]byte(n.FirstChild.Data))) {
			t.Errorf("text became a script: %v", n.FirstChild)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Val, "javascript:") && (a.Key == "href" || a.Key == "src") {
				t.Errorf("<%s %s=%q>: a link that runs", n.Data, a.Key, a.Val)
			}
		}
	}
}
