package readers_test

import (
	"strings"
	"testing"
	"time"

	"writethru/internal/readers"
)

const day = 24 * time.Hour

func TestMinifluxAndYarrPreferDCDate(t *testing.T) {
	for _, r := range []*readers.Reader{readers.Miniflux(), readers.Yarr()} {
		a := article()
		a.extra = "<dc:date>2026-01-02T03:04:05Z</dc:date>"
		shown, err := r.Fetch(feedURL, rss(a), start)
		if err != nil || len(shown) != 1 {
			t.Fatalf("%s shows %v, %v; want one entry", r.Name, shown, err)
		}
		if want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC); !shown[0].Published.Equal(want) {
			t.Errorf("%s: published %v, want that of dc:date, %v", r.Name, shown[0].Published, want)
		}
	}
}

func TestMinifluxTellsRepeatedGUIDsApartByURL(t *testing.T) {
	u := update()
	u.id = article().id
	r := readers.Miniflux()
	got := fetch(t, r, feedURL, rss(article(), u), start)
	if len(got) != 2 {
		t.Errorf("%s shows %q, want both entries", r.Name, got)
	}
}

func TestFreshRSSPrefersAnAtomIDInsideRSS(t *testing.T) {
	a, b := article(), article()
	a.extra, b.extra = "<atom:id>urn:one</atom:id>", "<atom:id>urn:two</atom:id>"
	r := readers.FreshRSS()
	expect(t, r, rss(a), start, "unread urn:one")
	expect(t, r, rss(b), start, "unread urn:two")
}

func TestFreshRSSDistrustsAFeedWithRepeatedIDs(t *testing.T) {
	u := update()
	u.id = article().id
	r := readers.FreshRSS()
	expect(t, r, rss(article()), start, "unread flood")
	// From here on link and date are the key: everything looks new once.
	expect(t, r, rss(u, article()), start, "again flood", "again flood")
	moved := article()
	moved.published = start.Add(time.Hour)
	expect(t, r, rss(moved), start, "again flood")
}

func TestFreshRSSMayReadEqualTitlesAtBirth(t *testing.T) {
	u := update()
	u.title = article().title
	r := readers.FreshRSSReadingSameTitle()
	expect(t, r, rss(article()), start, "unread flood")
	expect(t, r, rss(u, article()), start)
}

func TestOldEntriesAreBornRead(t *testing.T) {
	tests := []struct {
		reader func() *readers.Reader
		age    time.Duration
		want   bool // it surfaces
	}{
		{readers.NetNewsWire, 182 * day, true},
		{readers.NetNewsWire, 184 * day, false},
		{readers.Feedbin, 29 * day, true},
		{readers.Feedbin, 32 * day, false},
		{readers.Stringer, 2 * day, true},
		{readers.Stringer, 4 * day, false},
		{readers.Miniflux, 400 * day, true},
	}
	for _, tt := range tests {
		r := tt.reader()
		got := len(fetch(t, r, feedURL, rss(article()), start.Add(tt.age))) == 1
		if got != tt.want {
			t.Errorf("%s shows an entry that is %v old: %t, want %t", r.Name, tt.age, got, tt.want)
		}
	}
}

func TestNetNewsWireDropsDatesADayAhead(t *testing.T) {
	for ahead, kept := range map[time.Duration]bool{23 * time.Hour: true, 25 * time.Hour: false} {
		r := readers.NetNewsWire()
		shown, err := r.Fetch(feedURL, rss(article()), start.Add(-ahead))
		if err != nil || len(shown) != 1 {
			t.Fatalf("%s shows %v, %v; want one entry", r.Name, shown, err)
		}
		if got := !shown[0].Published.IsZero(); got != kept {
			t.Errorf("%s keeps a date %v ahead: %t, want %t", r.Name, ahead, got, kept)
		}
	}
}

func TestTheSameIDInTwoFeeds(t *testing.T) {
	const other = "https://courier.example/updates"
	tests := []struct {
		reader  func() *readers.Reader
		again   bool // it surfaces a second time
		atFirst bool // it stays listed under the first feed
	}{
		{readers.Newsboat, false, false},
		{readers.TinyTinyRSS, false, false},
		{readers.Thunderbird, false, false},
		{readers.Liferea, false, true},
		{readers.Miniflux, true, true},
	}
	for _, tt := range tests {
		r := tt.reader()
		fetch(t, r, feedURL, rss(article()), start)
		if got := len(fetch(t, r, other, rss(article()), start)) == 1; got != tt.again {
			t.Errorf("%s shows the copy in another feed: %t, want %t", r.Name, got, tt.again)
		}
		if got := r.Feed(article().id); !tt.atFirst && got != other {
			t.Errorf("%s lists the entry under %s, want the feed that was fetched last", r.Name, got)
		}
	}
	if got := readers.Newsboat().Feed("unknown"); got != "" {
		t.Errorf("Feed of an unknown id = %q, want none", got)
	}
}

func TestTinyTinyRSSTakesTheFirstDescendants(t *testing.T) {
	u := update()
	u.extra = "<source><id>" + article().id + "</id><title>River rises overnight</title></source>"
	r := readers.TinyTinyRSS()
	expect(t, r, atom(article()), start, "unread flood")
	expect(t, r, atom(u, article()), start) // taken for the article, so lost
}

func TestTinyTinyRSSMayReadSimilarTitles(t *testing.T) {
	tests := []struct {
		title string
		later time.Duration
		want  bool
	}{
		{"River rises overnight again", time.Hour, false},
		{"Mill reopens after forty years", time.Hour, true},
		{"River rises overnight again", 2 * day, true},
	}
	for _, tt := range tests {
		u := update()
		u.title = tt.title
		r := readers.TinyTinyRSSReadingSimilar()
		fetch(t, r, feedURL, rss(article()), start)
		if got := len(fetch(t, r, feedURL, rss(u, article()), start.Add(tt.later))) == 1; got != tt.want {
			t.Errorf("%s shows %q %v later: %t, want %t", r.Name, tt.title, tt.later, got, tt.want)
		}
	}
}

func TestThunderbirdThreadsByMessageID(t *testing.T) {
	tests := []struct {
		id, ref string
		doc     func(...entry) []byte
		want    string
	}{
		{"tag:courier.example,2026:flood/update/1", "tag:courier.example,2026:flood", atom, "tag:courier.example,2026:flood"},
		{"tag:courier.example,2026:flood/update/1", "tag:desk@courier.example,2026:flood", atom, ""},
		{"a b", "tag:courier.example,2026:flood", atom, ""},
		{"tag:courier.example,2026:flood/update/1", "tag:courier.example,2026:flood", rss, ""},
	}
	for _, tt := range tests {
		u := update()
		u.id = tt.id
		u.extra = `<thr:in-reply-to xmlns:thr="http://purl.org/syndication/thread/1.0" ref="` + tt.ref + `"/>`
		r := readers.Thunderbird()
		shown, err := r.Fetch(feedURL, tt.doc(u), start)
		if err != nil || len(shown) != 1 {
			t.Fatalf("%s shows %v, %v; want one entry", r.Name, shown, err)
		}
		if shown[0].ReplyTo != tt.want {
			t.Errorf("%s threads %q under %q, want %q", r.Name, tt.id, shown[0].ReplyTo, tt.want)
		}
	}
}

func TestQuiteRSSDropsTheSameDateAndTitle(t *testing.T) {
	u := update()
	u.title, u.published = article().title, article().published
	r := readers.QuiteRSS()
	expect(t, r, rss(article()), start, "unread flood")
	expect(t, r, rss(u, article()), start)
	u.title = "Update: " + u.title
	expect(t, r, rss(u, article()), start, "unread flood/update/1")
}

func TestCommaFeedSkipsADocumentWhoseNewestDateStandsStill(t *testing.T) {
	u := update()
	u.published = article().published
	r := readers.CommaFeed()
	expect(t, r, rss(article()), start, "unread flood")
	expect(t, r, rss(u, article()), start)
	u.published = start.Add(time.Second)
	expect(t, r, rss(u, article()), start, "unread flood/update/1")
}

func TestFeederMayDropEqualTitlesAndLinks(t *testing.T) {
	for _, change := range []func(*entry){
		func(e *entry) { e.title = article().title },
		func(e *entry) { e.link = article().link },
	} {
		u := update()
		change(&u)
		r := readers.FeederDroppingDuplicates()
		expect(t, r, rss(article()), start, "unread flood")
		expect(t, r, rss(u, article()), start)
	}
}

func TestFeedbinListsWhatGrew(t *testing.T) {
	tests := []struct {
		grown int
		later time.Duration
		want  bool
	}{
		{50, time.Hour, false},
		{51, time.Hour, true},
		{51, 8 * day, false},
	}
	for _, tt := range tests {
		a := article()
		a.text += strings.Repeat("x", tt.grown)
		r := readers.Feedbin()
		expect(t, r, rss(article()), start, "unread flood")
		if got := len(fetch(t, r, feedURL, rss(a), start.Add(tt.later))) == 1; got != tt.want {
			t.Errorf("%s lists a text that grew by %d after %v: %t, want %t", r.Name, tt.grown, tt.later, got, tt.want)
		}
	}
}

func TestSelfossPrefersAtomPublished(t *testing.T) {
	a := article()
	a.extra = "<atom:published>2026-01-02T03:04:05Z</atom:published>"
	shown, err := readers.Selfoss().Fetch(feedURL, rss(a), start)
	if err != nil || len(shown) != 1 {
		t.Fatalf("selfoss shows %v, %v; want one entry", shown, err)
	}
	if want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC); !shown[0].Published.Equal(want) {
		t.Errorf("selfoss: published %v, want that of atom:published, %v", shown[0].Published, want)
	}
}

func TestStringerStopsAtTheNewestEntryItHas(t *testing.T) {
	r := readers.Stringer()
	expect(t, r, rss(article()), start, "unread flood")
	expect(t, r, rss(article(), update()), start) // not newest first: never reached
	expect(t, r, rss(update(), article()), start, "unread flood/update/1")
}

func TestPartnerTakesNewerVersionsOfTheSameID(t *testing.T) {
	a := article()
	r := readers.Partner()
	expect(t, r, rss(a), start, "unread flood")
	a.text = "<p>The river rose. The bridge is open again.</p>"
	expect(t, r, rss(a), start) // without a newer date it is passed over
	a.modified = start.Add(time.Hour)
	expect(t, r, rss(a), start, "updated flood")
	a.modified = start
	expect(t, r, rss(a), start)
	a.modified = start.Add(time.Hour)
	expect(t, r, rss(a), start)
	expect(t, r, rss(update(), a), start, "unread flood/update/1") // another article, to them
}
