package publish_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"writethru/publish"
)

// From the front page links lead to every story, and none leads nowhere.
func TestLinksLeadToEveryStory(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.many(0, 130)
	w.publish()
	home := w.set.BaseURL + "/"
	seen, todo := map[string]bool{home: true}, []string{home}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		base, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		path := base.Path
		r, ok, err := w.p.Missing(t.Context(), path)
		if inTable, known := w.p.Site.Lookup(path); known {
			r, ok = inTable, true
		}
		if err != nil || !ok {
			t.Errorf("a link leads to %s: %v, %v", at, ok, err)
			continue
		}
		if !strings.HasPrefix(r.Type, "text/html") {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(r.Body))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if n.Data != "a" && n.Data != "link" || a.Key != "href" {
					continue
				}
				to, err := base.Parse(a.Val)
				if err != nil {
					t.Fatalf("%s: link %q: %v", at, a.Val, err)
				}
				to.Fragment, to.RawQuery = "", ""
				if s := to.String(); strings.HasPrefix(s, home) && !seen[s] {
					seen[s] = true
					todo = append(todo, s)
				}
			}
		}
	}
	stories := 0
	for at := range seen {
		if strings.HasPrefix(at, home+"stories/a") && strings.HasSuffix(at, "/") {
			stories++
		}
	}
	if stories != 130 {
		t.Errorf("links lead to %d stories, want 130", stories)
	}
	if !seen[home+"tags/every/2/"] || seen[home+"tags/every/3/"] {
		t.Error("want the newest 50 of a tag, and two pages of what came before")
	}
}
