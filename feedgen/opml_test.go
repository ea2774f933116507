package feedgen

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func courierFeeds() *SubscriptionList {
	return &SubscriptionList{
		Title:    "The Courier & Herald",
		Owner:    Person{Name: "The Courier", Email: "desk@courier.example", URL: "https://courier.example/"},
		Modified: at,
		Groups: []SubscriptionGroup{
			{Feeds: []Subscription{{
				Title: "The Courier", URL: "https://courier.example/feed.atom", Home: "https://courier.example/",
				Description: "News from <Bridge Street>", Language: "en",
			}}},
			{Title: "Sections", Feeds: []Subscription{
				{Title: "City & Region", URL: "https://courier.example/sections/city/feed.atom", Home: "https://courier.example/sections/city/"},
				{Title: "Sport", URL: "https://courier.example/sections/sport/feed.atom"},
			}},
			{Title: "Tags"},
		},
	}
}

func TestOPML(t *testing.T) {
	got, err := OPML(courierFeeds())
	if err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>The Courier &amp; Herald</title>
    <dateModified>Sat, 21 Nov 2026 20:45:00 +0000</dateModified>
    <ownerName>The Courier</ownerName>
    <ownerEmail>desk@courier.example</ownerEmail>
    <ownerId>https://courier.example/</ownerId>
    <docs>http://opml.org/spec2.opml</docs>
  </head>
  <body>
    <outline text="The Courier" title="The Courier" type="rss" xmlUrl="https://courier.example/feed.atom" htmlUrl="https://courier.example/" description="News from &lt;Bridge Street&gt;" language="en"></outline>
    <outline text="Sections" title="Sections">
      <outline text="City &amp; Region" title="City &amp; Region" type="rss" xmlUrl="https://courier.example/sections/city/feed.atom" htmlUrl="https://courier.example/sections/city/"></outline>
      <outline text="Sport" title="Sport" type="rss" xmlUrl="https://courier.example/sections/sport/feed.atom"></outline>
    </outline>
  </body>
</opml>
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("OPML (-want +got):\n%s", diff)
	}
}

func TestOPMLRejects(t *testing.T) {
	for _, tt := range []struct {
		change func(l *SubscriptionList)
		want   string
	}{
		{func(l *SubscriptionList) { l.Title = "" }, "title: "},
		{func(l *SubscriptionList) { l.Groups = nil }, "at least one feed"},
		{func(l *SubscriptionList) { l.Groups = l.Groups[2:] }, "at least one feed"},
		{func(l *SubscriptionList) { l.Groups[0].Feeds[0].Title = "\n" }, "feed title: "},
		{func(l *SubscriptionList) { l.Groups[0].Feeds[0].URL = "/feed.atom" }, "feed url: "},
		{func(l *SubscriptionList) { l.Groups[1].Feeds[0].Home = "city" }, "feed home: "},
		{func(l *SubscriptionList) { l.Modified = at.AddDate(9000, 0, 0) }, "modified: "},
	} {
		l := courierFeeds()
		tt.change(l)
		if _, err := OPML(l); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("OPML of a list with a bad %serror %v", tt.want, err)
		}
	}
}

// TestOPMLTakesAnyText: whatever the text, a strict reader finds the feeds in
// their groups as they were meant.
func TestOPMLTakesAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &SubscriptionList{Title: "x" + anyText(t, "title"), Owner: Person{Name: anyText(t, "owner")}}
		var want []string
		for range rapid.IntRange(1, 3).Draw(t, "groups") {
			g := SubscriptionGroup{Title: anyText(t, "group")}
			for range rapid.IntRange(1, 3).Draw(t, "feeds") {
				s := Subscription{
					Title: "x" + anyText(t, "feed"), URL: "https://courier.example/" + anyPath(t),
					Description: anyText(t, "description"), Language: anyText(t, "language"),
				}
				g.Feeds = append(g.Feeds, s)
				u, err := webURL(s.URL)
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, fmt.Sprintf("%q", []string{line(g.Title), line(s.Title), u, line(s.Description), language(s.Language)}))
			}
			l.Groups = append(l.Groups, g)
		}
		b, err := OPML(l)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, readOPML(t, b)); diff != "" {
			t.Errorf("read back (-want +got):\n%s", diff)
		}
	})
}

// readOPML returns the feeds of a list, each with the title of its group.
func readOPML(t *rapid.T, b []byte) (feeds []string) {
	doc := parseOPML(t, b)
	read := func(group string, o opmlOutline) {
		if o.Type != "rss" || o.Text != o.Title {
			t.Errorf("%+v is no feed", o)
		}
		feeds = append(feeds, fmt.Sprintf("%q", []string{group, o.Title, o.XMLURL, o.Description, o.Language}))
	}
	for _, o := range doc.Outlines {
		if o.Type != "" {
			read("", o)
		}
		for _, inner := range o.Outlines {
			read(o.Title, inner)
		}
	}
	return feeds
}

// parseOPML reads a list as strictly as can be.
func parseOPML(t interface{ Fatal(args ...any) }, b []byte) (doc opmlDocument) {
	if err := wellFormedXML(b); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func BenchmarkOPML(b *testing.B) {
	l := courierFeeds()
	for i := range 1000 {
		l.Groups[2].Feeds = append(l.Groups[2].Feeds, Subscription{
			Title: fmt.Sprintf("Tag %d", i), URL: fmt.Sprintf("https://courier.example/tags/%d/feed.atom", i),
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := OPML(l); err != nil {
			b.Fatal(err)
		}
	}
}
