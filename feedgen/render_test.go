package feedgen

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

var at = time.Date(2026, 11, 21, 20, 45, 0, 0, time.UTC)

// article returns an entry that says everything that an entry can.
func article() *Entry {
	return &Entry{
		ID:        "tag:courier.example,2026-11-20:flood",
		URL:       "https://courier.example/stories/flood/",
		Title:     "Flood closes <Mill> & Bridge Street",
		Summary:   "The clerk's office hasn't answered; AT&T has.",
		Content:   "<p>The river rose.</p>\n<pre>a ]]&gt; b</pre>",
		Published: at.Add(-24 * time.Hour),
		Updated:   at,
		Authors:   []Person{{Name: "Courier Desk", Email: "desk@courier.example", URL: "https://courier.example/desk"}, {Name: "Åsvik Avis"}},
		Tags:      []string{"flood", "city hall"},
		Language:  "en",
		Rights:    "© 2026 The Courier",
		Image:     "https://courier.example/flood.jpg",
		Enclosures: []Enclosure{
			{URL: "https://courier.example/flood.mp3", Type: "audio/mpeg", Length: 12345},
			{URL: "https://courier.example/flood.pdf", Type: "application/pdf"},
		},
		Replies: &Replies{URL: "https://courier.example/stories/flood/feed.atom", Count: 1, Updated: at},
	}
}

// update returns a follow-up to article.
func update() *Entry {
	return &Entry{
		ID:        "tag:courier.example,2026-11-20:flood/update/1",
		URL:       "https://courier.example/stories/flood/#update-1",
		Title:     "Update: Flood closes Mill & Bridge Street",
		Summary:   "A spokesperson said …",
		Content:   "<p>A spokesperson said …</p>",
		Published: at.Add(time.Hour),
		Updated:   at.Add(time.Hour),
		Tags:      []string{"flood"},
		FollowUp: &FollowUp{
			Kind: "update", Label: "Update", N: 1,
			Of: "tag:courier.example,2026-11-20:flood", OfURL: "https://courier.example/stories/flood/",
		},
	}
}

// courier returns a feed that says everything that a feed can, around entries.
func courier(format Format, entries ...*Rendered) *Feed {
	f := &Feed{
		ID:          "tag:courier.example,2026:feed",
		Title:       "The Courier & Herald",
		Description: "News from <Bridge Street>",
		Language:    "en",
		Rights:      "© 2026 The Courier",
		Author:      Person{Name: "The Courier", Email: "desk@courier.example"},
		Home:        "https://courier.example/",
		Self:        "https://courier.example/feed." + format.Ext(),
		Hubs:        []string{"https://courier.example/hub"},
		Image:       "https://courier.example/logo.png",
		Icon:        "https://courier.example/icon.png",
		Generator:   Generator{Name: "Writethru", URL: "https://writethru.example/", Version: "1.0"},
		Tombstones:  []Tombstone{{ID: "tag:courier.example,2026-11-01:gone", When: at}},
		Updated:     at,
		Entries:     entries,
	}
	for _, other := range Formats {
		if other != format {
			f.Others = append(f.Others, Link{Type: other.MediaType(), URL: "https://courier.example/feed." + other.Ext()})
		}
	}
	return f
}

func mustRender(tb testing.TB, e *Entry) *Rendered {
	tb.Helper()
	r, err := Render(e)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func mustBytes(tb testing.TB, f *Feed, format Format) []byte {
	tb.Helper()
	b, err := Bytes(f, format)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// TestRenderSomeFormats: an entry that was rendered in some formats stands in
// feeds of these alone; the others can follow, and are the same then.
func TestRenderSomeFormats(t *testing.T) {
	all := mustRender(t, article())
	atom, err := Render(article(), Atom)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range Formats {
		_, err := Bytes(courier(format, atom), format)
		if atom.Has(format) != (format == Atom) || (err == nil) != (format == Atom) {
			t.Errorf("%s: has %t, in a feed: %v", format, atom.Has(format), err)
		}
	}
	both, err := atom.With(article(), JSON, Atom)
	if err != nil {
		t.Fatal(err)
	}
	if both.Has(RSS) || !both.Has(JSON) || !both.Has(Atom) || atom.Has(JSON) {
		t.Errorf("with JSON: %v", both.text)
	}
	completed, err := both.With(article())
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range Formats {
		if !bytes.Equal(completed.text[format], all.text[format]) {
			t.Errorf("%s: %s, want %s", format, completed.text[format], all.text[format])
		}
	}
}

func TestWithRefusesAnotherEntry(t *testing.T) {
	r := mustRender(t, article())
	edited := article()
	edited.Updated = edited.Updated.Add(time.Hour)
	for _, e := range []*Entry{update(), edited, {}} {
		if _, err := r.With(e); err == nil || !strings.Contains(err.Error(), "entry "+e.ID+": ") {
			t.Errorf("With(%s): %v", e.ID, err)
		}
	}
}

// TestSpans: each entry stands where its span says, and a document is whole
// without its last entries.
func TestSpans(t *testing.T) {
	older := article()
	older.ID, older.Published = older.ID+"-before", older.Published.Add(-time.Hour)
	entries := []*Rendered{mustRender(t, update()), mustRender(t, article()), mustRender(t, older)}
	for _, format := range Formats {
		for n := range len(entries) + 1 {
			b, spans, err := Assemble(courier(format, entries[:n]...), format)
			if err != nil {
				t.Fatal(err)
			}
			if len(spans) != n {
				t.Fatalf("%s: %d spans of %d entries", format, len(spans), n)
			}
			for i, at := range spans {
				if got := b[at.From:at.To]; !bytes.Equal(got, entries[i].text[format]) {
					t.Errorf("%s: entry %d of %d is\n%s", format, i, n, got)
				}
				cut := bytes.Join([][]byte{b[:at.To], b[spans[n-1].To:]}, nil)
				if _, read, err := read(cut, format); err != nil || len(read) != i+1 {
					t.Errorf("%s: with %d of %d entries: read %d, %v", format, i+1, n, len(read), err)
				}
			}
		}
	}
}

// oneEntry returns a feed that holds r alone.
func oneEntry(r *Rendered) *Feed {
	return &Feed{
		ID:      "tag:feed.example,2000:one",
		Title:   "One entry",
		Home:    "https://feed.example/",
		Self:    "https://feed.example/feed",
		Entries: []*Rendered{r},
	}
}
