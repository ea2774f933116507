package moving

import (
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"

	"writethru/posts"
)

// A Pair is an article and the entry that the old feed has for it.
type Pair struct {
	Post  *posts.Post
	Entry *Entry
	By    string // what they have in common
}

// A clue is something that an article and its entry have in common.
type clue struct {
	name  string
	post  func(*posts.Post) string // empty: the article does not say
	entry func(*Entry) string
}

// clues are those that identify an article, the surest first.
var clues = []clue{
	{"id", func(p *posts.Post) string { return p.ID }, func(e *Entry) string { return e.ID }},
	{"address", func(p *posts.Post) string { return place(p.URL) }, func(e *Entry) string { return place(e.URL) }},
	{"file and title", both(fileOf, titleOf), bothOf(lastOf, titleIn)},
	{"file and day", both(fileOf, dayOf), bothOf(lastOf, dayIn)},
	{"slug and day", both(slugIn, dayOf), bothOf(lastOf, dayIn)},
	{"title and day", both(titleOf, dayOf), bothOf(titleIn, dayIn)},
	{"slug", slugIn, lastOf},
	{"file", fileOf, lastOf},
	{"title", titleOf, titleIn},
}

// Match finds the entries of articles. A clue counts only where one article and
// one entry have it, of those that no better clue has brought together.
func Match(articles []*posts.Post, entries []Entry) (pairs []Pair, articlesLeft []*posts.Post, entriesLeft []*Entry) {
	articlesLeft = articles
	for i := range entries {
		entriesLeft = append(entriesLeft, &entries[i])
	}
	for _, c := range clues {
		byPost, byEntry := map[string][]*posts.Post{}, map[string][]*Entry{}
		for _, p := range articlesLeft {
			byPost[c.post(p)] = append(byPost[c.post(p)], p)
		}
		for _, e := range entriesLeft {
			byEntry[c.entry(e)] = append(byEntry[c.entry(e)], e)
		}
		var stillPosts []*posts.Post
		found := map[*Entry]bool{}
		for _, p := range articlesLeft {
			key := c.post(p)
			if key == "" || len(byPost[key]) != 1 || len(byEntry[key]) != 1 {
				stillPosts = append(stillPosts, p)
				continue
			}
			e := byEntry[key][0]
			found[e] = true
			pairs = append(pairs, Pair{p, e, c.name})
		}
		var stillEntries []*Entry
		for _, e := range entriesLeft {
			if !found[e] {
				stillEntries = append(stillEntries, e)
			}
		}
		articlesLeft, entriesLeft = stillPosts, stillEntries
	}
	return pairs, articlesLeft, entriesLeft
}

func both(a, b func(*posts.Post) string) func(*posts.Post) string {
	return func(p *posts.Post) string { return joined(a(p), b(p)) }
}

func bothOf(a, b func(*Entry) string) func(*Entry) string {
	return func(e *Entry) string { return joined(a(e), b(e)) }
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return a + "\n" + b
}

// place is an address without its host, which may have changed, and without
// what makes no difference at the end.
func place(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	p := strings.TrimSuffix(strings.TrimSuffix(u.Path, "index.html"), ".html")
	p = strings.Trim(p, "/")
	if p == "" && u.RawQuery == "" {
		return ""
	}
	return p + "?" + u.RawQuery
}

func fileOf(p *posts.Post) string { return posts.Slug(path.Base(p.Key)) }

func slugIn(p *posts.Post) string { return p.Slug }

func titleOf(p *posts.Post) string { return folded(plain(p.Title)) }

func dayOf(p *posts.Post) string { return day(p.Published) }

func lastOf(e *Entry) string { return slugOf(e.URL) }

func titleIn(e *Entry) string { return folded(e.Title) }

func dayIn(e *Entry) string { return day(e.Published) }

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// folded is a title without what typography changes.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
