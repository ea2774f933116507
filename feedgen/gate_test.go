package feedgen

import (
	"bytes"
	"strings"
	"testing"
)

func TestGateRejects(t *testing.T) {
	const fieldRSS = "https://courier.example/stories/flood/</link>"
	for _, tt := range []struct {
		format   Format
		old, new string // one replacement in a good document
		want     string // what the error says
	}{
		// Not well-formed: gofeed reads most of these without a word.
		{RSS, "Flood closes", "Flood\x01closes", "illegal character"},
		{RSS, "The river", "The\x0briver", "illegal character"}, // in a CDATA section
		{RSS, "The river", "The\xffriver", "not UTF-8"},
		{RSS, "The river", "The \uFFFE river", "illegal character"},
		{RSS, "&amp; Bridge", "& Bridge", "entity"},
		{RSS, "&amp; Bridge", "&nbsp; Bridge", "entity"},
		{RSS, "</title>\n      <link>https://courier.example/stories", "\n      <link>https://courier.example/stories", "closes another element"},
		{RSS, "<dc:creator>Courier", "<dcx:creator>Jane", "not declared"},
		{RSS, "<guid isPermaLink=\"false\">", "<guid isPermaLink=\"false\" isPermaLink=\"false\">", "twice in <guid>"},
		{RSS, "<guid isPermaLink=\"false\">", "<guid x:a=\"\" isPermaLink=\"false\">", "not declared"},
		{RSS, "xmlns:thr=", "xmlns:dc=", "twice in <rss>"},
		{RSS, "xmlns:media=\"http://search.yahoo.com/mrss/\" ", "", "prefix of <media:thumbnail> is not declared"},
		{RSS, "xmlns:media=\"http://search.yahoo.com/mrss/\"", "xmlns:media=\"\"", "cannot be declared"},
		{RSS, "</rss>", "</rss><rss></rss>", "second root"},
		{RSS, "</rss>", "</rss>more", "outside of the root"},
		{RSS, "</rss>", "", "not closed"},
		{RSS, "<rss ", "<!DOCTYPE rss><rss ", "document type"},
		{RSS, "<channel>", "<?php echo ?><channel>", "processing instruction"},
		{RSS, "]]></content", "]]>]]></content", "]]>"},
		{Atom, "<link href=", "<link thr:href=\"\" thr:href=\"\" href=", "twice in <link>"},
		{Atom, "xmlns=\"http", "xmlns:x=\"urn:x\" xmlns:y=\"urn:x\" x:a=\"\" y:a=\"\" xmlns=\"http", "twice in <feed>"},
		{JSON, "The river", "The\x01river", "invalid character"},
		{JSON, "The river", `The\u0001river`, "illegal character"},
		{JSON, "\"title\": \"Flood", "\"title\": \"A\",\n\"title\": \"Flood", "twice in an object"},
		{JSON, "]\n}\n", "]\n}\n{}", "more after the object"},
		{JSON, "]\n}\n", "]\n", "EOF"},
		{JSON, "{\n  \"version\"", "[{\n  \"version\"", "want an object"},

		// Well-formed, but it says something else.
		{RSS, "isPermaLink=\"false\"", "isPermaLink=\"true\"", "permalink"},
		{RSS, "2026-11-20:flood</guid>", "2026-11-20:other</guid>", "id: read back"},
		{RSS, fieldRSS, "https://courier.example/</link>", "url: read back"},
		{RSS, fieldRSS, "/stories/flood/</link>", "url: read back"},
		{RSS, "+0000</pubDate>\n      <desc", "-0500</pubDate>\n      <desc", "published: read back"},
		{RSS, "<dcterms:modified>2026-11-21T", "<dcterms:modified>2026-11-22T", "updated: read back"},
		{RSS, "<dc:creator>Courier Desk</dc:creator>", "", "author: read back"},
		{RSS, "<category>flood</category>", "", "category: read back"},
		{RSS, "length=\"12345\"", "length=\"0\"", "enclosure: read back"},
		{RSS, "<media:thumbnail url=\"https://courier.example/flood.jpg\"></media:thumbnail>", "", "image: read back none"},
		{RSS, "<dc:language>en</dc:language>", "<dc:language>de</dc:language>", "language: read back"},
		{RSS, "    </item>", "    </item>\n<item><title>x</title></item>", "2 entries"},
		{RSS, "<p>The river rose.", "<p>The river rose!", "content: read back"},
		{Atom, "type=\"html\"", "type=\"text\"", "content type: read back"},
		{Atom, "<id>tag:courier.example,2026-11-20:flood</id>", "", "id: read back none"},
		{Atom, "<published>2026-11-20", "<published>2026-11-19", "published: read back"},
		{Atom, "rel=\"replies\" type=\"application/atom+xml\"", "rel=\"replies\" type=\"text/html\"", "replies type: read back"},
		{Atom, "<uri>https://courier.example/desk</uri>", "", "author: read back"},
		{Atom, "<rights>", "<rights>not ", "rights: read back"},
		{Atom, "href=\"https://courier.example/flood.pdf\"", "href=\"flood.pdf\"", "enclosure: read back"},
		{JSON, "\"title\": \"Flood", "\"title\": \"flood", "title: read back"},
		{JSON, "\"date_modified\": \"2026-11-21", "\"date_modified\": \"2026-11-22", "updated: read back"},
		{JSON, "\"city hall\"", "\"town hall\"", "category: read back"},
		{JSON, "\"size_in_bytes\": 12345", "\"size_in_bytes\": 1", "enclosure: read back"},
		{JSON, "\"image\": \"https://courier.example/flood.jpg\",", "", "image: read back none"},
	} {
		e, err := article().cleaned()
		if err != nil {
			t.Fatal(err)
		}
		good := mustBytes(t, oneEntry(mustRender(t, e)), tt.format)
		if !bytes.Contains(good, []byte(tt.old)) {
			t.Errorf("%s: %q is not in the document", tt.format, tt.old)
			continue
		}
		bad := bytes.Replace(good, []byte(tt.old), []byte(tt.new), 1)
		err = readBack(bad, e, tt.format)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s with %q for %q: error %v, want %q in it", tt.format, tt.new, tt.old, err, tt.want)
		}
	}
}

func TestVerifyRejects(t *testing.T) {
	for _, tt := range []struct {
		format   Format
		old, new string // each time that it is there
		want     string
	}{
		{RSS, "<title>Update: Flood closes Mill &amp; Bridge Street</title>", "<title></title>", "title: empty"},
		{RSS, "flood/update/1</guid>", "flood</guid>", "id: is there twice"},
		{RSS, "flood/update/1</guid>", "flood&lt;1</guid>", "id: "},
		{RSS, "<link>https://courier.example/stories/flood/#", "<link>stories/flood/#", "want an absolute"},
		{RSS, "Sat, 21 Nov 2026 21:45:00 +0000", "Sun, 21 Nov 2026 21:45:00 +0000", "published"},
		{RSS, "Sat, 21 Nov 2026 21:45:00 +0000", "2026-11-21T21:45:00Z", "published"},
		{RSS, "<pubDate>Fri, 20 Nov", "<pubDate>Mon, 23 Nov", "before published"},
		{RSS, "<lastBuildDate>Sat, 21 Nov 2026 21", "<lastBuildDate>Sat, 21 Nov 2026 22", "not the newest entry's"},
		{RSS, "<link>https://courier.example/</link>", "", "home"},
		{RSS, "rel=\"self\"", "rel=\"other\"", "self"},
		{Atom, "<id>tag:courier.example,2026:feed</id>", "", "id"},
		{Atom, "flood/update/1</id>", "flood</id>", "id: is there twice"},
		{Atom, "<published>2026-11-20T20:45:00Z", "<published>2026-11-21T22:45:00Z", "published"},
		{Atom, "<updated>2026-11-21T20:45:00Z</updated>", "<updated>yesterday</updated>", "updated"},
		{Atom, "<updated>2026-11-21T21:45:00Z</updated>\n  <icon", "<icon", "updated"},
		{JSON, "flood/update/1\"", "flood\"", "id: is there twice"},
		{JSON, "\"date_published\": \"2026-11-21T21", "\"date_published\": \"2026-11-01T21", "newer than the entry above"},
		{JSON, "\"title\": \"The Courier & Herald\"", "\"title\": \"\"", "title: empty"},
		{JSON, "\"home_page_url\": \"https:", "\"home_page_url\": \"", "home"},
	} {
		f := courier(tt.format, mustRender(t, update()), mustRender(t, article()))
		good := mustBytes(t, f, tt.format)
		if err := Verify(good, tt.format); err != nil {
			t.Fatal(err)
		}
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

func TestRenderRejects(t *testing.T) {
	for _, tt := range []struct {
		change func(e *Entry)
		want   string
	}{
		{func(e *Entry) { e.ID = "" }, "id"},
		{func(e *Entry) { e.ID = "desk at <courier.example>" }, "id"},
		{func(e *Entry) { e.ID = "a\tb" }, "id"},
		{func(e *Entry) { e.ID = "a<b>" }, "id"},
		{func(e *Entry) { e.ID = "a\u0085" }, "id"},
		{func(e *Entry) { e.ID = "a\xff" }, "id"},
		{func(e *Entry) { e.URL = "" }, "url"},
		{func(e *Entry) { e.URL = "/stories/flood/" }, "url"},
		{func(e *Entry) { e.URL = "//courier.example/" }, "url"},
		{func(e *Entry) { e.URL = "ftp://courier.example/" }, "url"},
		{func(e *Entry) { e.URL = "https:///stories" }, "url"},
		{func(e *Entry) { e.URL = "https://me:secret@courier.example/" }, "url"},
		{func(e *Entry) { e.URL = "https://courier.example/%zz" }, "url"},
		{func(e *Entry) { e.Title = " \x00\n" }, "title"},
		{func(e *Entry) { e.Published = e.Published.AddDate(9000, 0, 0) }, "published"},
		{func(e *Entry) { e.Published = at.Add(1e9 * 3600) }, "updated"},
		{func(e *Entry) { e.Image = "flood.jpg" }, "image"},
		{func(e *Entry) { e.Enclosures[0].URL = "flood.mp3" }, "enclosure"},
		{func(e *Entry) { e.Enclosures[0].Type = "audio" }, "enclosure"},
		{func(e *Entry) { e.Enclosures[0].Length = -1 }, "enclosure"},
		{func(e *Entry) { e.Replies.URL = "feed.atom" }, "replies"},
		{func(e *Entry) { e.FollowUp = &FollowUp{Kind: "update", Of: e.ID, OfURL: e.URL} }, "follow-up n"},
		{func(e *Entry) { e.FollowUp = &FollowUp{Kind: "update", N: 1, OfURL: e.URL} }, "follow-up of"},
		{func(e *Entry) { e.FollowUp = &FollowUp{N: 1, Of: e.ID, OfURL: e.URL} }, "follow-up kind"},
	} {
		e := article()
		tt.change(e)
		_, err := Render(e)
		if err == nil || !strings.HasPrefix(err.Error(), "entry "+e.ID+": "+tt.want) {
			t.Errorf("Render with a bad %s: error %v, want one that names it", tt.want, err)
		}
	}
}
