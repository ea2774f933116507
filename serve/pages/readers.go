package pages

import (
	"html/template"
	"net/url"
	"strings"
)

// hosted are readers on the web that take a feed's address in a link. They are
// where a stranger most probably has an account; everybody else copies the
// address, or has a program that answers to feed:.
var hosted = []struct{ name, prefix string }{
	{"Feedly", "https://feedly.com/i/subscription/feed%2F"},
	{"Inoreader", "https://www.inoreader.com/?add_feed="},
	{"NewsBlur", "https://www.newsblur.com/?url="},
	{"The Old Reader", "https://theoldreader.com/feeds/subscribe?url="},
	{"Feedbin", "https://feedbin.com/?subscribe="},
}

// A Reader is a place that takes a subscription.
type Reader struct {
	Name string // empty: the program that this device opens feeds with
	URL  template.URL
}

// readers are links that subscribe to a feed. Where its address is none of the
// web, there are none.
func readers(feed string) []Reader {
	u, err := url.Parse(feed)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	// Without a scheme of its own, the address after feed: is one of http.
	device := "feed:" + strings.TrimPrefix(u.String(), "http:")
	out := []Reader{{URL: template.URL(device)}} //nolint:gosec // its scheme was looked at
	for _, h := range hosted {
		out = append(out, Reader{h.name, template.URL(h.prefix + url.QueryEscape(feed))}) //nolint:gosec // ours, and escaped
	}
	return out
}
