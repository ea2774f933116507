package feedgen

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"plain", "plain"},
		{" \n around\t", "around"},
		{"a\r\nb\rc", "a\nb\nc"},
		{"a\x00\x0b\x1fb", "ab"},
		{"a\xff\xfeb", "a\uFFFDb"},
		{"a\uFFFE\uFFFFb", "ab"},
		{"\x01 a", "a"},
		{"Mise à jour\u00a0: 😀", "Mise à jour\u00a0: 😀"},
	} {
		if got := text(tt.in); got != tt.want {
			t.Errorf("text(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestLine(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"a\n\tb  c", "a b c"},
		{"a\u00a0: b", "a\u00a0: b"},
	} {
		if got := line(tt.in); got != tt.want {
			t.Errorf("line(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestWebURL(t *testing.T) {
	for _, tt := range []struct{ in, want string }{ // want "": an error
		{"https://courier.example/stories/flood/#update-1", "https://courier.example/stories/flood/#update-1"},
		{"https://courier.example/a%2fb?q=%20&r", "https://courier.example/a%2fb?q=%20&r"},
		{"https://courier.example", "https://courier.example"},
		{"HTTP://[::1]:8080/x", "http://[::1]:8080/x"},
		{" https://courier.example/ä ö\n", "https://courier.example/%C3%A4%20%C3%B6"},
		{"https://Bücher.example/", "https://xn--bcher-kva.example/"},
		{"https://courier.example/a[1]{x}", "https://courier.example/a%5B1%5D%7Bx%7D"},
		{"https://courier.example/#a#b", "https://courier.example/#a%23b"},
		{"", ""},
		{"courier.example/x", ""},
		{"/x", ""},
		{"//courier.example/x", ""},
		{"mailto:desk@courier.example", ""},
		{"javascript://courier.example/%0aalert(1)", ""},
		{"https://", ""},
		{"https://:80/", ""},
		{"https://a b/", ""},
		{"https://courier.example:port/", ""},
	} {
		got, err := webURL(tt.in)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("webURL(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
		}
	}
}

// TestPlainURLs: a URL that is not parsed is what parsing would make of it.
func TestPlainURLs(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{"https://courier.example/stories/flood/?a=1&b=~x#update-1", true},
		{"http://localhost:8080", true},
		{"http://192.0.2.1/feed.atom", true},
		{"https://courier.example/#", false},
		{"https://courier.example/a%20b", false},
		{"https://courier.example:/", false},
		{"https://:80/", false},
		{"https:///x", false},
		{"HTTPS://courier.example/", false},
	} {
		if got := isPlainURL(tt.in); got != tt.want {
			t.Errorf("isPlainURL(%q) = %t", tt.in, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := "https://" + rapid.StringMatching(`[a-zA-Z0-9.:-]{0,8}(/[a-zA-Z0-9/._~?&=#%:@-]{0,12})?`).Draw(t, "url")
		if !isPlainURL(s) {
			return
		}
		if u, err := url.Parse(s); err != nil || u.String() != s || u.Hostname() == "" {
			t.Errorf("%q parses as %v, %v", s, u, err)
		}
	})
}

func TestAnIDIsWhatSubscribersKnow(t *testing.T) {
	for s, want := range map[string]bool{
		"tag:news.example,2026:flood": true, "4711 at https://news.example": true, "tag:ann@news.example,2026:1": true, "é": true,
		"": false, " a": false, "a ": false, "a  b": false, "a\nb": false, "a\u00a0b": false, "<a>": false, "a\x01": false,
	} {
		if got := IsID(s); got != want {
			t.Errorf("IsID(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestSummaryHTML(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"AT&T said 1 < 2", "AT&T said 1 < 2"},
		{"the <b> tag", "the &lt;b&gt; tag"},
		{"write &lt; or &amp;", "write &amp;lt; or &amp;amp;"},
	} {
		if got := (&Entry{Summary: tt.in}).summaryHTML(); got != tt.want {
			t.Errorf("summaryHTML(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestTagURI(t *testing.T) {
	date := time.Date(2026, 11, 24, 23, 0, 0, 0, time.FixedZone("", -5*3600))
	for _, tt := range []struct{ specific, want string }{
		{"flood", "tag:courier.example,2026-11-25:flood"},
		{"2026/flood", "tag:courier.example,2026-11-25:2026/flood"},
		{"a b@<ü>#", "tag:courier.example,2026-11-25:a%20b%40%3C%C3%BC%3E%23"},
	} {
		got := TagURI("courier.example", date, tt.specific)
		if got != tt.want || !IsID(got) {
			t.Errorf("TagURI(%q) = %q, want %q", tt.specific, got, tt.want)
		}
	}
}

func TestParseFormat(t *testing.T) {
	for _, format := range Formats {
		got, ok := ParseFormat(format.Ext())
		if got != format || !ok {
			t.Errorf("ParseFormat(%q) = %v, %t", format.Ext(), got, ok)
		}
	}
	if got, ok := ParseFormat("xml"); ok {
		t.Errorf("ParseFormat(xml) = %v, want none", got)
	}
}

func TestBytesRejects(t *testing.T) {
	older, newer := mustRender(t, article()), mustRender(t, update())
	for _, tt := range []struct {
		format Format
		change func(f *Feed)
		want   string
	}{
		{RSS, func(f *Feed) { f.Title = "\n" }, "title: "},
		{RSS, func(f *Feed) { f.Self = "/feed.rss" }, "self: "},
		{RSS, func(f *Feed) { f.Home = "" }, "home: "},
		{RSS, func(f *Feed) { f.Hubs = []string{"/hub"} }, "hub: "},
		{RSS, func(f *Feed) { f.Others = []Link{{URL: "feed.atom"}} }, "link: "},
		{RSS, func(f *Feed) { f.Image = "logo.png" }, "image: "},
		{Atom, func(f *Feed) { f.ID = "" }, "id: "},
		{Atom, func(f *Feed) { f.Tombstones = []Tombstone{{ID: "a\nb", When: at}} }, "tombstone: "},
		{Atom, func(f *Feed) { f.Tombstones = []Tombstone{{ID: "a"}} }, "tombstone: "},
		{Atom, func(f *Feed) { f.Entries, f.Updated = nil, time.Time{} }, "updated: "},
		{JSON, func(f *Feed) { f.Entries = []*Rendered{older, newer} }, "entries: "},
		{JSON, func(f *Feed) { f.Entries = []*Rendered{older, older} }, "entries: "},
	} {
		f := courier(tt.format, newer, older)
		tt.change(f)
		_, err := Bytes(f, tt.format)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Bytes(%s) of a feed with a bad %serror %v", tt.format, tt.want, err)
		}
	}
}

// TestFollowUpLeavesItsArticle: a follow-up changes not one byte of an entry
// that was delivered before it.
func TestFollowUpLeavesItsArticle(t *testing.T) {
	a, u := mustRender(t, article()), mustRender(t, update())
	for _, format := range Formats {
		before := mustBytes(t, courier(format, a), format)
		after := mustBytes(t, courier(format, u, a), format)
		entry := string(a.text[format])
		if !strings.Contains(string(before), entry) || !strings.Contains(string(after), entry) {
			t.Errorf("%s: the article's entry changed", format)
		}
	}
}
