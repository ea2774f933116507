package feedgen

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func archiveDocument(format Format, entries ...*Rendered) *Feed {
	f := courier(format, entries...)
	f.Self = "https://courier.example/archive/3." + format.Ext()
	f.Archive = Archive{
		Current: "https://courier.example/feed." + format.Ext(),
		Prev:    "https://courier.example/archive/2." + format.Ext(),
		Next:    "https://courier.example/archive/4." + format.Ext(),
	}
	return f
}

// anyArchive draws the place of a document in an archived feed.
func anyArchive(t *rapid.T) (a Archive) {
	draw := func(label string) string {
		if !rapid.Bool().Draw(t, label) {
			return ""
		}
		return "https://courier.example/" + label + "/" + anyPath(t)
	}
	a.Prev = draw("prev")
	if a.Current = draw("current"); a.Current != "" {
		a.Next = draw("next")
	}
	return a
}

// meantArchive returns what a reader should find of f's place in an archived
// feed.
func meantArchive(f *Feed, format Format) reading {
	var r reading
	r.add("prev-archive", f.Archive.Prev)
	r.add("next-archive", f.Archive.Next)
	r.add("current", f.Archive.Current)
	if f.Archive.Current != "" {
		r.add("archive", "http://purl.org/syndication/history/1.0")
	}
	if format == JSON {
		r.add("next page", f.Archive.Prev)
	}
	return r
}

// checkArchiveReadsBack says where b is not what f means by its place in an
// archived feed.
func checkArchiveReadsBack(b []byte, f *Feed, format Format) error {
	f, err := f.cleaned()
	if err != nil {
		return err
	}
	feed, _, err := read(b, format)
	if err != nil {
		return err
	}
	var got reading
	for _, name := range []string{"prev-archive", "next-archive", "current", "archive", "next page"} {
		got.add(name, feed.get(name))
	}
	return meantArchive(f, format).differs(got)
}

// TestArchiveReadsBack: an archive document, and a subscription document, say
// in all formats where they stand.
func TestArchiveReadsBack(t *testing.T) {
	for _, format := range Formats {
		archive := archiveDocument(format, mustRender(t, article()))
		subscription := courier(format, mustRender(t, article()))
		subscription.Archive.Prev = archive.Self
		for _, f := range []*Feed{archive, subscription, courier(format)} {
			b := mustBytes(t, f, format)
			if err := checkArchiveReadsBack(b, f, format); err != nil {
				t.Errorf("%s: %s: %v", f.Self, format, err)
			}
			if err := Verify(b, format); err != nil {
				t.Errorf("%s: %v", f.Self, err)
			}
		}
	}
}

// TestWalkingBackEnds: a reader that follows prev-archive, or next_url, from
// the subscription document finds each document once, and then no more.
func TestWalkingBackEnds(t *testing.T) {
	entry := mustRender(t, article())
	for _, format := range Formats {
		docs := map[string][]byte{}
		self := func(n int) string { return fmt.Sprintf("https://courier.example/archive/%d.%s", n, format) }
		newest := courier(format, entry)
		newest.Archive.Prev = self(3)
		docs[newest.Self] = mustBytes(t, newest, format)
		for n := 3; n > 0; n-- {
			f := courier(format, entry)
			f.Self, f.Archive.Current = self(n), newest.Self
			if n > 1 {
				f.Archive.Prev = self(n - 1)
			}
			docs[f.Self] = mustBytes(t, f, format)
		}
		link := "prev-archive"
		if format == JSON {
			link = "next page"
		}
		at := newest.Self
		for range 4 {
			if docs[at] == nil {
				t.Fatalf("%s: %q is no document, or was seen already", format, at)
			}
			feed, _, err := read(docs[at], format)
			if err != nil {
				t.Fatal(err)
			}
			docs[at] = nil
			at = feed.get(link)
		}
		if at != "" {
			t.Errorf("%s: %s comes after the last", format, at)
		}
	}
}

func TestBytesRejectsArchivesThatDoNotEnd(t *testing.T) {
	for _, tt := range []struct {
		change func(f *Feed)
		want   string
	}{
		{func(f *Feed) { f.Archive.Prev = f.Self }, "prev-archive: "},
		{func(f *Feed) { f.Archive.Prev = f.Archive.Current }, "current: "},
		{func(f *Feed) { f.Archive.Next = f.Archive.Prev }, "next-archive: "},
		{func(f *Feed) { f.Archive.Current = f.Self }, "current: "},
		{func(f *Feed) { f.Archive.Current = "" }, "next-archive: "},
		{func(f *Feed) { f.Archive.Prev = "2.rss" }, "prev-archive: "},
	} {
		for _, format := range Formats {
			f := archiveDocument(format, mustRender(t, article()))
			tt.change(f)
			_, err := Bytes(f, format)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Bytes(%s) with %+v: error %v, want %q in it", format, f.Archive, err, tt.want)
			}
		}
	}
}

func TestVerifyRejectsArchives(t *testing.T) {
	for _, tt := range []struct {
		format   Format
		old, new string
		want     string
	}{
		{RSS, "<fh:archive></fh:archive>", "", "archive: want the mark"},
		{RSS, "xmlns:fh=\"http://purl.org/syndication/history/1.0\"", "", "not declared"},
		{RSS, "rel=\"current\"", "rel=\"via\"", "archive: want the mark"},
		{Atom, "archive/2.atom", "archive/3.atom", "prev-archive: https://courier.example/archive/3.atom: want another"},
		{Atom, "https://courier.example/archive/4.atom", "4.atom", "next-archive: \"4.atom\""},
		{JSON, "\"next_url\": \"https://courier.example/archive/2.json\"", "\"next_url\": \"https://courier.example/archive/4.json\"", "next_url: "},
		{JSON, "\"archive\": true", "\"archive\": false", "archive: want the mark"},
		{JSON, "\"current\": \"https://courier.example/feed.json\"", "\"current\": \"\"", "archive: want the mark"},
	} {
		good := mustBytes(t, archiveDocument(tt.format, mustRender(t, article())), tt.format)
		bad := bytes.ReplaceAll(good, []byte(tt.old), []byte(tt.new))
		if bytes.Equal(bad, good) {
			t.Errorf("%s: %q is not in the document", tt.format, tt.old)
			continue
		}
		err := Verify(bad, tt.format)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s with %q for %q: error %v, want %q in it", tt.format, tt.new, tt.old, err, tt.want)
		}
	}
}
