package main

import (
	"strings"
	"time"

	"writethru/feedgen"
	"writethru/publish"
	"writethru/serve"
)

// limits are what one client may ask for. This machine is always exempt.
func (c *config) limits() serve.Limits {
	orOff := func(n int) int {
		if n == 0 {
			return -1
		}
		return n
	}
	l := serve.Limits{Rate: orOff(c.Clients.Rate), Conns: orOff(c.Clients.Connections)}
	for _, network := range append([]string{"127.0.0.0/8", "::1"}, c.Clients.Exempt...) {
		if prefix, err := parseNetwork(network); err == nil { // check has told of the others
			l.Exempt = append(l.Exempt, prefix)
		}
	}
	return l
}

// dataDir is the folder of the journal, or of what spares reading a journal that
// is elsewhere.
func (c *config) dataDir() string {
	if dir, ok := strings.CutPrefix(c.Store, "sqlite:"); ok {
		return dir
	}
	return c.Data
}

// settings is what the publisher needs of the config.
func (c *config) settings(version string) publish.Settings {
	f := c.FollowUps
	return publish.Settings{
		Title: c.Title, Description: c.Description, BaseURL: c.BaseURL, Language: c.Language, Authority: c.Authority,
		Author:     feedgen.Person(c.Author),
		ArticleURL: c.ArticleURL,
		FeedLimit:  c.Feed.Limit,
		WarnAfter:  time.Duration(c.Promises.WarnAfter),
		FollowUps: publish.FollowUps{
			Settle: time.Duration(f.Settle), Grace: time.Duration(f.Grace), Unmarked: f.Unmarked, MinWords: f.MinWords,
			MaxPerArticle: f.MaxPerArticle, MaxPerHour: f.MaxPerHour, Languages: f.Languages,
		},
		NoPages: !c.Pages.Enabled,
		Version: version,
		Hub:     c.WebSub.Hub, Hubs: c.WebSub.Hubs,
	}
}
