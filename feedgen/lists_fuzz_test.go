package feedgen

import (
	"bytes"
	"os/exec"
	"slices"
	"testing"
)

// Whatever feeds and pages are called, a subscription list and a sitemap are
// refused, or read back as what was meant by a strict parser, and by libxml2 where
// it is installed.
func FuzzLists(f *testing.F) {
	f.Add("The Courier & Herald", "Sections", "City <Region>", "https://courier.example/a?b=1&c='2'", "en", "]]>")
	f.Add("\x00", "\u202e", "\ufffe", "http://ä.example/%zz", "de-\"", "a\r\n\tb")
	f.Add(" x ", "", "\xff", "HTTPS://a.example/\u2028", "", "<!--")
	lint, _ := exec.LookPath("xmllint")
	runs := 0
	f.Fuzz(func(t *testing.T, title, group, feed, u, lang, description string) {
		var documents [][]byte
		list, err := OPML(&SubscriptionList{Title: title, Owner: Person{Name: description, Email: lang, URL: u}, Modified: at, Groups: []SubscriptionGroup{
			{Title: group, Feeds: []Subscription{{Title: feed, URL: u, Home: u, Description: description, Language: lang}}},
		}})
		if err == nil {
			documents = append(documents, list)
			doc := parseOPML(t, list)
			if len(doc.Outlines) == 1 && doc.Outlines[0].Type == "" {
				if got := doc.Outlines[0].Title; got != line(group) {
					t.Errorf("group %q, want %q", got, line(group))
				}
				doc.Outlines = doc.Outlines[0].Outlines
			}
			want, _ := webURL(u)
			if o := doc.Outlines; len(o) != 1 || o[0].Title != line(feed) || o[0].XMLURL != want || o[0].HTMLURL != want || o[0].Description != line(description) || doc.Head.Title != line(title) {
				t.Errorf("read back %+v", doc)
			}
		}
		for s, err := range Sitemaps(slices.Values([]Page{{URL: u, Modified: at}, {URL: "https://courier.example/"}})) {
			if err != nil {
				continue // told: it is no URL
			}
			documents = append(documents, s.Bytes)
			pages, err := readSitemap(s.Bytes)
			if want, urlErr := webURL(u); urlErr == nil && len(want) < 12 {
				continue // that the schema forbids: https://a.b/ has as many
			}
			if err != nil || len(pages) != s.Pages {
				t.Errorf("%d of %d pages read back, %v:\n%s", len(pages), s.Pages, err, s.Bytes)
			}
		}
		for _, b := range documents {
			if runs++; lint != "" && runs%50 == 0 {
				cmd := exec.CommandContext(t.Context(), lint, "--noout", "--nonet", "-")
				cmd.Stdin = bytes.NewReader(b)
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("libxml2: %v: %s\n%s", err, out, b)
				}
			}
		}
	})
}
