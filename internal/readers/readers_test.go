package readers_test

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"writethru/internal/readers"
)

// An entry of a test's feed.
type entry struct {
	id, link, title, text string
	published, modified   time.Time
	extra                 string // further elements, as XML
}

// A format writes a test's feed.
type format struct {
	name  string
	write func(entries ...entry) []byte
}

var formats = []format{{"rss", rss}, {"atom", atom}, {"json", jsonFeed}}

func rss(entries ...entry) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
		` xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Courier</title>`)
	for _, e := range entries {
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><link>%s</link><title>%s</title><pubDate>%s</pubDate>`+
			`<dcterms:modified>%s</dcterms:modified><description>%s</description>%s</item>`,
			e.id, html.EscapeString(e.link), html.EscapeString(e.title), e.published.Format(time.RFC1123Z),
			e.modified.Format(time.RFC3339), html.EscapeString(e.text), e.extra)
	}
	b.WriteString(`</channel></rss>`)
	return []byte(b.String())
}

func atom(entries ...entry) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Courier</title>`)
	for _, e := range entries {
		fmt.Fprintf(&b, `<entry>%s<id>%s</id><link href="%s"/><title>%s</title><published>%s</published><updated>%s</updated>`+
			`<content type="html">%s</content></entry>`,
			e.extra, e.id, html.EscapeString(e.link), html.EscapeString(e.title), e.published.Format(time.RFC3339),
			e.modified.Format(time.RFC3339), html.EscapeString(e.text))
	}
	b.WriteString(`</feed>`)
	return []byte(b.String())
}

func jsonFeed(entries ...entry) []byte {
	items := []map[string]string{}
	for _, e := range entries {
		items = append(items, map[string]string{
			"id": e.id, "url": e.link, "title": e.title, "content_html": e.text,
			"date_published": e.published.Format(time.RFC3339), "date_modified": e.modified.Format(time.RFC3339),
		})
	}
	doc, err := json.Marshal(map[string]any{"version": "https://jsonfeed.org/version/1.1", "items": items})
	if err != nil {
		panic(err) // strings always marshal
	}
	return doc
}

const feedURL = "https://courier.example/feed"

var start = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// article is a story as first published.
func article() entry {
	return entry{
		id: "tag:courier.example,2026-11-21:flood", link: "https://courier.example/flood/", title: "River rises overnight",
		text: "<p>The river rose.</p>", published: start, modified: start,
	}
}

// update is a follow-up to it, an hour later.
func update() entry {
	a := article()
	a.id += "/update/1"
	a.link += "#update-1"
	a.title = "Update: " + a.title
	a.text = "<p>The bridge is open again.</p>"
	a.published, a.modified = start.Add(time.Hour), start.Add(time.Hour)
	return a
}

// fetch returns what surfaces, as "how id" each.
func fetch(t *testing.T, r *readers.Reader, url string, doc []byte, now time.Time) []string {
	t.Helper()
	shown, err := r.Fetch(url, doc, now)
	if err != nil {
		t.Fatal(err)
	}
	var surfaced []string
	for _, s := range shown {
		surfaced = append(surfaced, string(s.How)+" "+strings.TrimPrefix(s.ID, "tag:courier.example,2026-11-21:"))
	}
	return surfaced
}

// expect fetches and compares what surfaces.
func expect(t *testing.T, r *readers.Reader, doc []byte, now time.Time, want ...string) {
	t.Helper()
	got := fetch(t, r, feedURL, doc, now)
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("%s shows %q, want %q", r.Name, got, want)
	}
}

func TestAnEntryThatChanges(t *testing.T) {
	const silent = ""
	tests := []struct {
		reader      func() *readers.Reader
		changedText string // same id, other text
		movedDate   string // same id, other published and modified dates
		movedURLID  string // the same where the id is a URL, in Atom
	}{
		{readers.Miniflux, silent, silent, silent},
		{readers.FreshRSS, silent, silent, silent},
		{readers.FreshRSSMarkingUpdated, "again", silent, silent},
		{readers.NetNewsWire, silent, silent, silent},
		{readers.Newsboat, silent, silent, silent},
		{readers.TinyTinyRSS, silent, silent, silent},
		{readers.Thunderbird, silent, silent, silent},
		{readers.Liferea, silent, silent, silent},
		{readers.QuiteRSS, silent, "again", "again"},
		{readers.Yarr, silent, silent, "again"},
		{readers.CommaFeed, silent, silent, silent},
		{readers.NextcloudNews, silent, silent, silent},
		{readers.RSSGuard, silent, silent, silent},
		{readers.Akregator, silent, silent, silent},
		{readers.Feeder, silent, silent, silent},
		{readers.Feedbin, silent, silent, silent},
		{readers.Selfoss, silent, silent, silent},
		{readers.Stringer, silent, silent, silent},
		{readers.Lemon24, silent, silent, silent},
		{readers.RSS2Email, "again", silent, silent},
		{readers.Feed2IMAP, "again", "again", "again"},
		{readers.Partner, silent, "updated", "updated"},
	}
	later := start.Add(2 * time.Hour)
	for _, tt := range tests {
		for _, f := range formats {
			t.Run(tt.reader().Name+"/"+f.name, func(t *testing.T) {
				check := func(how string, before, after entry) {
					t.Helper()
					r := tt.reader()
					id := strings.TrimPrefix(before.id, "tag:courier.example,2026-11-21:")
					expect(t, r, f.write(before), start, "unread "+id)
					var want []string
					if how != silent {
						want = []string{how + " " + id}
					}
					expect(t, r, f.write(after), later, want...)
					expect(t, r, f.write(after), later.Add(time.Hour))
				}
				changed := article()
				changed.text = "<p>The river rose by two feet.</p>"
				check(tt.changedText, article(), changed)

				moved := article()
				moved.published, moved.modified = later, later
				check(tt.movedDate, article(), moved)

				if f.name == "atom" {
					before, after := article(), moved
					before.id, after.id = before.link, before.link
					check(tt.movedURLID, before, after)
				}
			})
		}
	}
}

func TestAFollowUpSurfacesOnceInEveryReader(t *testing.T) {
	for _, f := range formats {
		for _, r := range append(readers.All(), readers.Partner(), readers.FreshRSSMarkingUpdated(),
			readers.FreshRSSReadingSameTitle(), readers.FeederDroppingDuplicates()) {
			t.Run(r.Name+"/"+f.name, func(t *testing.T) {
				expect(t, r, f.write(article()), start, "unread flood")
				expect(t, r, f.write(update(), article()), start.Add(time.Hour), "unread flood/update/1")
				expect(t, r, f.write(update(), article()), start.Add(2*time.Hour))
			})
		}
	}
}

func TestFetchRejectsWhatIsNoFeed(t *testing.T) {
	for _, doc := range []string{"", "<html></html>", "<rss><channel>", "{", `<rss version="2.0"/>`} {
		if _, err := readers.Miniflux().Fetch(feedURL, []byte(doc), start); err == nil {
			t.Errorf("Fetch(%q) gives no error", doc)
		}
	}
}

func Example() {
	r := readers.Newsboat()
	for _, doc := range [][]byte{rss(article()), rss(update(), article())} {
		shown, err := r.Fetch(feedURL, doc, start)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, s := range shown {
			fmt.Println(s.How, s.Title)
		}
	}
	// Output:
	// unread River rises overnight
	// unread Update: River rises overnight
}
