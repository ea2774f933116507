package moving

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"writethru/posts"
)

// A Recalled is an article as the feeds of this publication had it.
type Recalled struct {
	ID        string
	Story     string // what the journal called it
	Slug      string // of its page
	Published time.Time
	Updated   time.Time
	Text      string
	Nth       int
	Told      []Told
}

// A Told is one of its follow-ups.
type Told struct {
	N     int
	ID    string
	Title string
	Text  string
	At    time.Time
	Nth   int
}

// Recall finds in the feeds that this publication had what they said of its
// articles, by the names of their files, and returns the entries of which there
// is no article.
func Recall(authority, base string, articles []*posts.Post, feeds []*Feed) (map[string]Recalled, []*Entry) {
	own, followUps := entriesOf(feeds)
	pairs, left, strangers := byStory(authority, articles, own)
	more, _, strangers := Match(left, deref(strangers))
	all := map[string]Recalled{}
	name := map[string]string{} // of the article, by its entry's id
	for _, pair := range append(pairs, more...) {
		e := pair.Entry
		name[e.ID] = pair.Post.Name
		all[pair.Post.Name] = Recalled{
			ID: e.ID, Story: storyOf(authority, e.ID), Slug: slugAt(base, e.URL),
			Published: e.Published, Updated: e.Updated, Text: plain(e.Content), Nth: e.nth,
		}
	}
	for _, e := range followUps {
		article, ok := name[e.ReplyTo]
		if !ok {
			strangers = append(strangers, e)
			continue
		}
		r := all[article]
		r.Told = append(r.Told, Told{N: numberOf(e), ID: e.ID, Title: e.Title, Text: cmp.Or(e.Summary, plain(e.Content)), At: e.Published, Nth: e.nth})
		all[article] = r
	}
	return all, strangers
}

// entriesOf are the entries of articles and those of follow-ups, each once, and
// numbered in the order of their dates.
func entriesOf(feeds []*Feed) (articles []Entry, followUps []*Entry) {
	var all []*Entry
	seen := map[string]bool{}
	for _, f := range feeds {
		for i := range f.Entries {
			if e := &f.Entries[i]; !seen[e.ID] {
				seen[e.ID] = true
				all = append(all, e)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Entry) int { return a.Published.Compare(b.Published) })
	for i, e := range all {
		e.nth = i + 1
		if e.ReplyTo != "" {
			followUps = append(followUps, e)
		} else {
			articles = append(articles, *e)
		}
	}
	return articles, followUps
}

// byStory pairs articles and entries by the story that an entry's id names.
func byStory(authority string, articles []*posts.Post, entries []Entry) (pairs []Pair, left []*posts.Post, strangers []*Entry) {
	byKey := map[string][]*posts.Post{}
	for _, p := range articles {
		byKey[p.Key] = append(byKey[p.Key], p)
	}
	paired := map[*posts.Post]bool{}
	for i := range entries {
		e := &entries[i]
		at := byKey[storyOf(authority, e.ID)]
		if len(at) == 1 && !paired[at[0]] && storyOf(authority, e.ID) != "" {
			paired[at[0]] = true
			pairs = append(pairs, Pair{at[0], e, "story"})
			continue
		}
		strangers = append(strangers, e)
	}
	for _, p := range articles {
		if !paired[p] {
			left = append(left, p)
		}
	}
	return pairs, left, strangers
}

func deref(entries []*Entry) []Entry {
	out := make([]Entry, len(entries))
	for i, e := range entries {
		out[i] = *e
	}
	return out
}

// storyOf is the story that one of our ids names: what is behind the date in
// tag:courier.example,2026-11-24:council/records.
func storyOf(authority, id string) string {
	rest, ok := strings.CutPrefix(id, "tag:"+authority+",")
	if !ok {
		return ""
	}
	_, story, _ := strings.Cut(rest, ":")
	if s, err := url.PathUnescape(story); err == nil {
		return s
	}
	return story
}

// slugAt is the slug of a page of ours; empty if the address is none.
func slugAt(base, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	b, err := url.Parse(base)
	if err != nil || u.Host != b.Host {
		return ""
	}
	rest, ok := strings.CutPrefix(u.Path, strings.TrimSuffix(b.Path, "/")+"/stories/")
	slug := strings.TrimSuffix(rest, "/")
	if !ok || strings.Contains(slug, "/") {
		return ""
	}
	return slug
}

var numbered = regexp.MustCompile(`(?:/update/|#update-)(\d{1,6})$`)

// numberOf is the number of a follow-up in its story; 0 if nothing says it.
func numberOf(e *Entry) int {
	for _, s := range []string{e.ID, e.URL} {
		if m := numbered.FindStringSubmatch(s); m != nil {
			n, _ := strconv.Atoi(m[1])
			return n
		}
	}
	return 0
}
