package moving_test

import (
	"testing"
	"testing/fstest"
	"time"

	"writethru/cmd/writethru/moving"
	"writethru/posts"
)

func TestMatch(t *testing.T) {
	date := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name    string
		article string // in flood.md
		entry   moving.Entry
		by      string // "": they are two
	}{
		{"the id", "---\nid: x:1\n---\nA", moving.Entry{ID: "x:1"}, "id"},
		{"the whole address", "---\nurl: https://old.example/x/\n---\nA", moving.Entry{URL: "https://old.example/x/"}, "address"},
		{"the address without a host", "---\npermalink: /x/\n---\nA", moving.Entry{URL: "http://www.old.example/x/index.html"}, "address"},
		{"file and title", "---\ntitle: River “rises”\n---\nA", moving.Entry{URL: "https://old.example/flood/", Title: `River "rises"`}, "file and title"},
		{"slug and day", "---\nslug: river\ndate: 2026-11-20\n---\nA", moving.Entry{URL: "https://old.example/river.html", Published: date}, "slug and day"},
		{"title and day", "---\ntitle: River\ndate: 2026-11-20\n---\nA", moving.Entry{URL: "https://old.example/?p=1", Title: "River", Published: date}, "title and day"},
		{"the file alone", "---\ntitle: River\n---\nA", moving.Entry{URL: "https://old.example/flood/", Title: "Another title"}, "slug"},
		{"the title alone", "---\ntitle: River\n---\nA", moving.Entry{Title: "River"}, "title"},
		{"nothing", "---\ntitle: River\n---\nA", moving.Entry{URL: "https://old.example/", Title: "Lake"}, ""},
	} {
		articles, err := moving.Articles(fstest.MapFS{"flood.md": {Data: []byte(tt.article)}}, posts.Parser{})
		if err != nil {
			t.Fatal(err)
		}
		pairs, without, left := moving.Match(articles, []moving.Entry{tt.entry})
		switch {
		case tt.by == "" && (len(pairs) != 0 || len(without) != 1 || len(left) != 1):
			t.Errorf("%s: %d pairs, want none", tt.name, len(pairs))
		case tt.by != "" && (len(pairs) != 1 || pairs[0].By != tt.by):
			t.Errorf("%s: pairs %+v, want one by %s", tt.name, pairs, tt.by)
		}
	}
}

// TestMatchDoesNotGuess: a clue that fits two articles fits none of them.
func TestMatchDoesNotGuess(t *testing.T) {
	articles, err := moving.Articles(fstest.MapFS{
		"a/weekly.md":      {Data: []byte("---\ntitle: Weekly notes\ndate: 2026-11-13\n---\nA")},
		"b/weekly.md":      {Data: []byte("---\ntitle: Weekly notes\ndate: 2026-11-20\n---\nB")},
		"c/weekly.md":      {Data: []byte("---\ntitle: Weekly notes\ndate: 2026-11-20\n---\nC")},
		".git/weekly.md":   {Data: []byte("not an article")},
		"broken/faulty.md": {Data: []byte("---\ndate: Tuesday\n---\nD")},
	}, posts.Parser{})
	if err != nil || len(articles) != 3 {
		t.Fatalf("%d articles, error %v, want 3", len(articles), err)
	}
	pairs, without, left := moving.Match(articles, []moving.Entry{
		{ID: "1", Title: "Weekly notes", Published: time.Date(2026, 11, 13, 8, 0, 0, 0, time.UTC)},
		{ID: "2", Title: "Weekly notes", Published: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)},
	})
	if len(pairs) != 1 || pairs[0].Post.Name != "a/weekly.md" || pairs[0].Entry.ID != "1" || len(without) != 2 || len(left) != 1 {
		t.Errorf("pairs %+v, without %d, left %d, want a/weekly.md with entry 1 alone", pairs, len(without), len(left))
	}
}
