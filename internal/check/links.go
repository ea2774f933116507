package check

import (
	"net/netip"
	"net/url"
	"strings"
)

var linkRules = []Rule{
	{"link-missing", Warning, "the entry leads nowhere", everyone, "RSS 2.0, element link; JSON Feed 1.1, url"},
	{"link-relative", Error, "readers resolve it against another address each, or not at all", "Newsboat, Feedly, rss2email", "RFC 4287 §2; RSS 2.0, element link"},
	{"link-invalid", Error, "this is no address", everyone, "RFC 3986 §4.2"},
	{"link-private", Error, "the address is one of the author's own machine or network", everyone, "RFC 6761 §6.3; RFC 1918"},
	{"link-insecure", Advice, "the feed comes by https and leads to http: each click is redirected, and can be read on the way", "subscribers", "RFC 7258"},
	{"link-shared", Warning, "all entries lead to the same address: readers that compare links see one entry", "Letterhead, Feedeen; FreshRSS when it distrusts ids", "RSS 2.0, element link"},
	{"link-tracking", Advice, "what is added for counting makes the same page another address", "readers and aggregators that find duplicates by link", "practice"},
	{"self-missing", Advice, "a copy of the feed does not say where it came from, and hubs can't be found", "aggregators, WebSub subscribers", "RFC 4287 §4.1.1; RSS 2.0 Advisory Board profile; JSON Feed 1.1, feed_url"},
	{"self-relative", Error, "self has to be a whole address", "aggregators, WebSub subscribers", "RFC 4287 §4.2.7.2"},
	{"self-elsewhere", Warning, "readers move the subscription to the address that the feed gives as its own, and pushed documents come under that one", "Feedly, NewsBlur, WebSub subscribers", "WebSub §4"},
}

func (c *checker) links(d *document) {
	same := len(d.entries) > 2
	for _, e := range d.entries {
		c.entry = e.name
		if e.url.is == "" {
			if !e.permalink && !e.lacking {
				c.find("link-missing", e.at, "the entry has no link")
			}
		} else if strings.Contains(e.url.is, "utm_") {
			c.find("link-tracking", e.url.at, "the link is %q", short(e.url.is))
		}
		for _, l := range e.links {
			c.link(d, l)
		}
		same = same && e.url.is != "" && e.url.is == d.entries[0].url.is
	}
	c.entry = ""
	if same {
		c.find("link-shared", d.entries[0].url.at, "all entries lead to %s", short(d.entries[0].url.is))
	}
	if d.home.is != "" {
		c.link(d, d.home)
	}
	c.self(d)
}

// link checks an address, which may be absent.
func (c *checker) link(d *document, l text) {
	if l.is == "" {
		return
	}
	u, err := url.Parse(l.is)
	switch {
	case err != nil || strings.ContainsAny(l.is, " \t\r\n"):
		c.find("link-invalid", l.at, "%q", short(l.is))
	case u.Scheme == "" && d.base: // the rule of xml:base says what comes of it
	case u.Scheme == "":
		c.find("link-relative", l.at, "%q", short(l.is))
	case u.Scheme != "http" && u.Scheme != "https":
	case isPrivate(u.Hostname()) && !isPrivate(hostOf(d.address)):
		c.find("link-private", l.at, "%q", short(l.is))
	case u.Scheme == "http" && strings.HasPrefix(d.address, "https:"):
		c.find("link-insecure", l.at, "%q", short(l.is))
	}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// isPrivate reports whether a host is only known near itself.
func isPrivate(host string) bool {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal")
	}
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
}

// self checks where the feed says that it is.
func (c *checker) self(d *document) {
	elsewhere := func(address string) bool {
		_, a, _ := strings.Cut(d.self.is, "://")
		_, b, _ := strings.Cut(address, "://")
		return a != b
	}
	switch {
	case d.self.is == "" && (d.hub.there() || c.has("namespace-wrong")): // another rule says so
	case d.self.is == "":
		c.find("self-missing", at(1, 1), "the feed does not say its own address")
	case !strings.HasPrefix(d.self.is, "http://") && !strings.HasPrefix(d.self.is, "https://"):
		c.find("self-relative", d.self.at, "the feed's own address is %q", short(d.self.is))
	case d.address != "" && elsewhere(d.address) && elsewhere(d.final):
		c.find("self-elsewhere", d.self.at, "the feed says that it is at %s", short(d.self.is))
	}
}
