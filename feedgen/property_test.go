package feedgen

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anyText draws text with what breaks feeds in it.
func anyText(t *rapid.T, label string) string {
	pieces := rapid.SliceOfN(rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			"<p>", "</item>", "</entry>", "</channel>", "\n  </channel>", "]\n}\n", "]]>", "<![CDATA[", "&", "&amp;", "&#0;",
			"\x00", "\x0b", "\xff", "\uFFFE", "\u2028", "\r\n", "\r", "\t", "\u00a0", "\"", "'", "{", "<!--", "😀",
		}),
	), 0, 6).Draw(t, label)
	var b bytes.Buffer
	for _, p := range pieces {
		b.WriteString(p)
	}
	return b.String()
}

func anyTime(t *rapid.T, label string) time.Time {
	return time.Unix(rapid.Int64Range(0, 4e9).Draw(t, label), rapid.Int64Range(0, 1e9-1).Draw(t, label+" ns"))
}

// anyEntry draws an entry that Render must accept.
func anyEntry(t *rapid.T, id string) *Entry {
	e := &Entry{
		ID:        id,
		URL:       "https://courier.example/" + anyPath(t),
		Title:     "x" + anyText(t, "title"),
		Summary:   anyText(t, "summary"),
		Content:   anyText(t, "content"),
		Published: anyTime(t, "published"),
		Language:  anyText(t, "language"),
		Rights:    anyText(t, "rights"),
	}
	e.Updated = e.Published.Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "age")))
	for range rapid.IntRange(0, 3).Draw(t, "authors") {
		e.Authors = append(e.Authors, Person{Name: anyText(t, "name"), Email: anyText(t, "email"), URL: anyText(t, "author url")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "tags") {
		e.Tags = append(e.Tags, anyText(t, "tag"))
	}
	for range rapid.IntRange(0, 2).Draw(t, "enclosures") {
		e.Enclosures = append(e.Enclosures, Enclosure{
			URL: "http://media.example/" + anyPath(t), Type: "audio/mpeg", Length: rapid.Int64Min(0).Draw(t, "length"),
		})
	}
	if rapid.Bool().Draw(t, "has image") {
		e.Image = "https://courier.example/" + anyPath(t)
	}
	if rapid.Bool().Draw(t, "is follow-up") {
		e.FollowUp = &FollowUp{
			Kind: "update", Label: anyText(t, "label"), N: rapid.IntRange(1, 99).Draw(t, "n"),
			Of: "tag:courier.example,2026:x", OfURL: "https://courier.example/" + anyPath(t),
		}
	}
	if rapid.Bool().Draw(t, "has replies") {
		e.Replies = &Replies{URL: "https://courier.example/" + anyPath(t), Count: rapid.IntRange(0, 9).Draw(t, "count")}
	}
	return e
}

// anyFeed draws a feed that Bytes must accept.
func anyFeed(t *rapid.T, entries []*Rendered) *Feed {
	f := &Feed{
		ID:          "tag:courier.example,2026:feed",
		Title:       "x" + anyText(t, "feed title"),
		Description: anyText(t, "description"),
		Language:    anyText(t, "feed language"),
		Rights:      anyText(t, "feed rights"),
		Author:      Person{Name: anyText(t, "author"), Email: anyText(t, "author email"), URL: anyText(t, "author url")},
		Home:        "https://courier.example/" + anyPath(t),
		Self:        "https://courier.example/feeds/" + anyPath(t),
		Generator:   Generator{Name: anyText(t, "generator"), Version: anyText(t, "version")},
		Archive:     anyArchive(t),
		Updated:     at,
		Entries:     entries,
	}
	for _, u := range []*string{&f.Image, &f.Icon, &f.Generator.URL} {
		if rapid.Bool().Draw(t, "has url") {
			*u = "https://courier.example/" + anyPath(t)
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "hubs") {
		f.Hubs = append(f.Hubs, "https://hub.example/"+anyPath(t))
	}
	for range rapid.IntRange(0, 2).Draw(t, "others") {
		f.Others = append(f.Others, Link{
			Type: anyText(t, "link type"), URL: "https://courier.example/" + anyPath(t), Title: anyText(t, "link title"),
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "tombstones") {
		f.Tombstones = append(f.Tombstones, Tombstone{ID: "tag:courier.example,2026:gone", When: anyTime(t, "withdrawn")})
	}
	return f
}

func anyPath(t *rapid.T) string {
	return rapid.StringMatching(`[a-z /?#ö"<>\[\]{}|^]{0,12}`).Draw(t, "path")
}

// TestRenderTakesAnyText: whatever the text, the three formats are well-formed
// and say what the entry means. Render itself checks that, so it must accept.
func TestRenderTakesAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if _, err := Render(anyEntry(t, "tag:courier.example,2026:1")); err != nil {
			t.Fatal(err)
		}
	})
}

// TestBytesIsTheFullEncoding: a feed assembled from kept bytes is, byte for
// byte, what gorilla's encoder makes of the whole.
func TestBytesIsTheFullEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var entries []*Entry
		for i := range rapid.IntRange(0, 8).Draw(t, "entries") {
			e, err := anyEntry(t, fmt.Sprintf("tag:courier.example,2026:%d", i)).cleaned()
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, e)
		}
		slices.SortStableFunc(entries, func(a, b *Entry) int { return cmp.Compare(b.Published.Unix(), a.Published.Unix()) })
		var rendered []*Rendered
		for _, e := range entries {
			r, err := Render(e)
			if err != nil {
				t.Fatal(err)
			}
			rendered = append(rendered, r)
		}
		for _, format := range Formats {
			f := anyFeed(t, rendered)
			got, err := Bytes(f, format)
			if err != nil {
				t.Fatal(err)
			}
			if want := encodeWhole(t, f, entries, format); !bytes.Equal(got, want) {
				t.Errorf("%s: assembled\n%s\nencoded as a whole\n%s", format, got, want)
			}
			if err := Verify(got, format); err != nil {
				t.Error(err)
			}
			if err := checkArchiveReadsBack(got, f, format); err != nil {
				t.Error(err)
			}
		}
	})
}

func encodeWhole(t *rapid.T, f *Feed, entries []*Entry, format Format) (b []byte) {
	f, err := f.cleaned()
	if err != nil {
		t.Fatal(err)
	}
	switch format {
	case RSS:
		c := newRSSChannel(f)
		for _, e := range entries {
			c.Items = append(c.Items, newRSSItem(e))
		}
		b, err = encodeXML(c)
	case Atom:
		a := newAtomFeed(f)
		for _, e := range entries {
			a.Entries = append(a.Entries, newAtomEntry(e))
		}
		b, err = encodeXML(a)
	case JSON:
		j := newJSONFeed(f)
		for _, e := range entries {
			j.Items = append(j.Items, newJSONItem(e))
		}
		b, err = encodeIndented(j)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// FuzzRender states the property of TestRenderTakesAnyText for text, and for
// ids and URLs that Render either refuses or writes so that they read back.
func FuzzRender(f *testing.F) {
	e := article()
	f.Add(e.ID, e.URL, e.Title, e.Summary, e.Content, e.Authors[0].Name, e.Tags[1])
	f.Add(e.ID, "https://courier.example/a b?c='d'&e#\u2028", "\u202e<b>&amp;", "]]>\x00", "<p>a\r\n&#13;<img src=x></p>]]>\ufffe", " ", "audio/mpeg; a=\"b\"")
	f.Add("http://a.example/ä?b", "HTTP://ä.example/%2f/%zz#", "\x00", "a ]]> b", "<![CDATA[", "a\r\nb", "]]>")
	f.Fuzz(func(t *testing.T, id, u, title, summary, content, author, tag string) {
		fuzzed := &Entry{
			ID: id, URL: u, Title: title, Summary: summary, Content: content, Image: u,
			Authors: []Person{{Name: author, Email: tag, URL: u}}, Tags: []string{tag, author},
			Published: at, Enclosures: []Enclosure{{URL: u, Type: "image/png"}},
		}
		if strings.Contains(tag, "/") {
			fuzzed.Enclosures[0].Type = tag // most are none, and refused
		}
		clean, err := fuzzed.cleaned()
		if err != nil {
			return
		}
		if _, err := Render(fuzzed); err != nil {
			t.Fatal(err)
		}
		again, err := clean.cleaned()
		if err != nil || again.URL != clean.URL || again.Title != clean.Title || again.Content != clean.Content {
			t.Errorf("cleaned twice: %+v, %v; once: %+v", again, err, clean)
		}
	})
}
