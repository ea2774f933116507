package publish

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"time"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/posts"
	"writethru/posts/followups"
	"writethru/serve/pages"
)

// Settings say what is published and how. [Defaults] gives the documented
// values; BaseURL must be set.
type Settings struct {
	Title       string
	Description string
	BaseURL     string // absolute, without a trailing slash: where this publisher is reached
	Language    string // BCP 47: of articles that name none
	Authority   string // the domain in tag: ids (RFC 4151)
	Author      feedgen.Person
	ArticleURL  string // template of an article's address; empty: our own pages
	FeedLimit   int    // entries in a feed
	FollowUps   FollowUps
	WarnAfter   time.Duration // a promise that is open for longer is overdue; 0: none is
	Version     string        // of the program, for the feeds' generator

	Theme   *pages.Theme `json:"-"`          // of the pages; nil: ours
	NoPages bool         `json:",omitempty"` // for people: there are feeds alone

	Hub  bool     `json:",omitempty"` // feeds name our own WebSub hub
	Hubs []string `json:",omitempty"` // and the feeds of the whole publication these other ones
}

// FollowUps says when a follow-up becomes an entry. Zero turns a limit off.
type FollowUps struct {
	Settle        time.Duration // an article must be quiet for so long before its follow-ups go out
	Grace         time.Duration // unmarked additions count only when their article has been public for longer
	Unmarked      string        // what becomes of unmarked additions: emit, queue or ignore
	MinWords      int           // shorter unmarked additions are edits
	MaxPerArticle int           // emissions of one article in 24 hours
	MaxPerHour    int           // emissions of all articles in an hour
	Languages     []string      // languages in which markers are read beside the article's own and English
}

// Defaults are the settings of a publication that says nothing.
func Defaults() Settings {
	return Settings{
		Title:     "Stories",
		BaseURL:   "http://localhost:8080",
		Language:  "en",
		Authority: "localhost",
		FeedLimit: 50,
		WarnAfter: 72 * time.Hour,
		FollowUps: FollowUps{
			Settle:        10 * time.Second,
			Grace:         30 * time.Minute,
			Unmarked:      "emit",
			MinWords:      20,
			MaxPerArticle: 6,
			MaxPerHour:    30,
		},
	}
}

// policy is what the journal must know to tell an addition from an edit.
func (f FollowUps) policy() journal.Policy {
	return journal.Policy{Grace: f.Grace, MinWords: f.MinWords, Unmarked: f.Unmarked}
}

// version is what the journal needs to know to compare a post.
func (s Settings) version(story string, post *posts.Post) journal.Version {
	return journal.Version{
		Story: story, Post: post, Policy: s.FollowUps.policy(),
		Options: followups.Options{Language: s.Language, Languages: s.FollowUps.Languages},
	}
}

// at is the address of what is under a path of the site.
func (s Settings) at(path string) string {
	u := url.URL{Path: path}
	return s.BaseURL + u.EscapedPath()
}

// home is the address of the site as people know it.
func (s Settings) home() string {
	if u, err := url.Parse(s.ArticleURL); s.NoPages && err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host + "/"
	}
	return s.at("/")
}

// fingerprint names all that shapes the bytes of feeds and pages beside the
// journal. When it moves, every feed may have changed.
func (s Settings) fingerprint() string {
	s.FollowUps = FollowUps{Languages: s.FollowUps.Languages}
	theme := cmp.Or(s.Theme, pages.House())
	b, err := json.Marshal(struct {
		Settings
		Looks string
	}{s, theme.Digest()})
	if err != nil {
		panic(err) // a struct of strings and numbers always marshals
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
