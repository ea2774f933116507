package feedgen

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// Whatever a feed and its entry say, all formats are well-formed for a strict
// parser, and for libxml2 where it is installed, and gofeed reads the same titles
// and contents from all of them.
func FuzzFeed(f *testing.F) {
	f.Add("The Courier", "News from <Millbrook> & the valley", "en", "https://courier.example/", "Flood", "<p>Rain fell.</p>", "Courier staff")
	f.Add("]]>", "<![CDATA[", "x-\x00", "http://a.example/\" onclick=", "&amp;lt;", "<p>a ]]> b\u2028\ufffe</p>", "a <b@c.example>")
	f.Add("\u202etitle", "\x0b", "de-AT", "https://ä.example/ü", "a\r\nb", "<img src=x onerror=y>", " ")
	lint, _ := exec.LookPath("xmllint")
	runs := 0
	f.Fuzz(func(t *testing.T, title, description, language, home, headline, content, author string) {
		entry := &Entry{ID: "tag:courier.example,2026:x", URL: home, Title: headline, Content: content, Published: at, Updated: at, Authors: []Person{{Name: author}}}
		clean, err := entry.cleaned()
		if err != nil {
			return
		}
		r, err := Render(entry)
		if err != nil {
			t.Fatal(err)
		}
		feed := &Feed{
			ID: "tag:courier.example,2026:feed", Title: title, Description: description, Language: language, Author: Person{Name: author},
			Home: home, Self: "https://courier.example/feed", Generator: Generator{Name: "Writethru"}, Entries: []*Rendered{r},
			Tombstones: []Tombstone{{ID: "tag:courier.example,2026:gone", When: at.Add(time.Hour)}},
		}
		var titles []string
		for _, format := range Formats {
			b, _, err := Assemble(feed, format)
			if err != nil {
				return // told: some URL is none
			}
			if err := strictly(format, b); err != nil {
				t.Fatalf("%s: %v\n%s", format, err, b)
			}
			if runs++; lint != "" && format != JSON && runs%50 == 0 {
				cmd := exec.CommandContext(t.Context(), lint, "--noout", "--nonet", "-")
				cmd.Stdin = bytes.NewReader(b)
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%s: libxml2: %v: %s\n%s", format, err, out, b)
				}
			}
			read, err := gofeed.NewParser().Parse(bytes.NewReader(b))
			if err != nil || len(read.Items) != 1 {
				t.Fatalf("%s: gofeed: %v\n%s", format, err, b)
			}
			titles = append(titles, read.Title)
			item := read.Items[0]
			if got := item.Title; got != clean.Title {
				t.Errorf("%s: the title is %q, want %q", format, got, clean.Title)
			}
			content := clean.Content
			if format == JSON && content == "" {
				content = clean.Title // an item must have some
			}
			if got := item.Content; strings.TrimSpace(got) != strings.TrimSpace(content) {
				t.Errorf("%s: the content is %q, want %q", format, got, content)
			}
			if item.GUID != clean.ID || item.Link != clean.URL || !item.PublishedParsed.Equal(at) {
				t.Errorf("%s: %q at %q of %v, want %q at %q of %v", format, item.GUID, item.Link, item.PublishedParsed, clean.ID, clean.URL, at)
			}
		}
		for _, other := range titles[1:] {
			if other != titles[0] {
				t.Errorf("titles %q", titles)
			}
		}
	})
}

func strictly(format Format, b []byte) error {
	if format == JSON {
		var v any
		return json.Unmarshal(b, &v)
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
