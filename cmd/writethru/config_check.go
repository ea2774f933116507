package main

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"writethru/websub"
)

var (
	domain = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)
	braces = regexp.MustCompile(`\{[^}]*\}`)
)

// check returns what is wrong with the values. All wrong values are told.
func (c *config) check(file string) (faults []error) {
	if file == "" {
		file = "config"
	}
	wrong := func(key, value, want string) {
		faults = append(faults, fmt.Errorf("%s: %s %q: want %s", file, key, value, want))
	}
	if !isWeb(c.BaseURL) {
		wrong("base_url", c.BaseURL, "an address like https://news.example")
	}
	if !domain.MatchString(c.Authority) {
		wrong("authority", c.Authority, "a domain like news.example")
	}
	if _, err := language.Parse(c.Language); err != nil {
		wrong("language", c.Language, "a language tag like en or pt-BR")
	}
	for _, l := range c.FollowUps.Languages {
		if _, err := language.Parse(l); err != nil {
			wrong("follow_ups.languages", l, "a language tag like en or pt-BR")
		}
	}
	if n := len(c.Token); n > 0 && n < 16 {
		wrong("token", "…", "at least 16 characters, or none") // a secret is not printed
	}
	if t := c.ArticleURL; t != "" {
		known := []string{"{slug}", "{section}", "{path}", "{year}", "{month}", "{day}"}
		for _, b := range braces.FindAllString(t, -1) {
			if !slices.Contains(known, b) {
				wrong("article_url", b, "one of "+strings.Join(known, " "))
			}
		}
		if !isWeb(braces.ReplaceAllString(t, "x")) {
			wrong("article_url", t, "an address like https://news.example/{section}/{slug}/")
		}
	}
	if !c.Pages.Enabled && c.ArticleURL == "" {
		wrong("pages.enabled", "false", "true, or an article_url: articles must be shown somewhere")
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		wrong("listen", c.Listen, "host:port, like localhost:8080 or :8080")
	}
	if _, _, err := net.SplitHostPort(c.Metrics.Listen); c.Metrics.Listen != "" && err != nil {
		wrong("metrics.listen", c.Metrics.Listen, "host:port, like localhost:9180 or :9180, or nothing")
	}
	if c.Feed.Limit < 1 || c.Feed.Limit > 1000 {
		wrong("feed.limit", fmt.Sprint(c.Feed.Limit), "a number from 1 to 1000")
	}
	if !slices.Contains([]string{"emit", "queue", "ignore"}, c.FollowUps.Unmarked) {
		wrong("follow_ups.unmarked", c.FollowUps.Unmarked, "emit, queue or ignore")
	}
	for key, n := range map[string]int{"min_words": c.FollowUps.MinWords, "max_per_article": c.FollowUps.MaxPerArticle, "max_per_hour": c.FollowUps.MaxPerHour} {
		if n < 0 {
			wrong("follow_ups."+key, fmt.Sprint(n), "0 or more")
		}
	}
	if hook := c.Promises.Webhook; hook != "" && !isAddress(hook) {
		wrong("promises.webhook", "…", "an address like https://desk.example/hook") // those of chat rooms are secrets
	}
	if n := len(c.Promises.Secret); n > 0 && n < 16 {
		wrong("promises.secret", "…", "at least 16 characters, or none") // a secret is not printed
	}
	for key, n := range map[string]int{"rate": c.Clients.Rate, "connections": c.Clients.Connections} {
		if n < 0 {
			wrong("clients."+key, fmt.Sprint(n), "0 or more")
		}
	}
	for _, network := range c.Clients.Exempt {
		if _, err := parseNetwork(network); err != nil {
			wrong("clients.exempt", network, "an address or a network like 10.0.0.0/8")
		}
	}
	for _, network := range c.Audience.Trust {
		if _, err := parseNetwork(network); err != nil {
			wrong("audience.trust", network, "an address or a network like 192.0.2.0/24")
		}
	}
	if c.Audience.Days < 1 || c.Audience.Days > 4000 {
		wrong("audience.days", fmt.Sprint(c.Audience.Days), "a number from 1 to 4000")
	}
	for _, hub := range c.WebSub.Hubs {
		if !isWeb(hub) {
			wrong("websub.hubs", hub, "an address like https://hub.example/")
		}
	}
	if websub.Signatures[c.WebSub.Signature] == nil {
		wrong("websub.signature", c.WebSub.Signature, "sha1, sha256, sha384 or sha512")
	}
	if c.WebSub.Lease < duration(time.Hour) || c.WebSub.Lease > duration(30*24*time.Hour) {
		wrong("websub.lease", time.Duration(c.WebSub.Lease).String(), "a duration from 1h to 720h")
	}
	if c.WebSub.MaxSubscribers < 1 {
		wrong("websub.max_subscribers", fmt.Sprint(c.WebSub.MaxSubscribers), "1 or more")
	}
	if c.Store != "" && checkStore(c.Store) != nil {
		wrong("store", shown(c.Store), "sqlite:DIR, nats://HOST,HOST,HOST, or nothing for the data folder")
	}
	return faults
}

// isAddress reports whether something can be sent there.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func isWeb(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil
}

// parseNetwork reads a network, or an address as one of its own.
func parseNetwork(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.Prefix(a.BitLen())
	}
	return netip.ParsePrefix(s)
}
