package check

import (
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"writethru/internal/fetch"
)

var webRules = []Rule{
	{"http-status", Error, "readers take anything but 200 for a failure; after some time they give up", everyone, "RFC 9110 §15"},
	{"http-type-page", Error, "the server says that this is a page: discovery and some readers believe it", "browsers' extensions, Feedly, tt-rss", "RFC 9110 §8.3"},
	{"http-type-vague", Warning, "the type does not say that this is a feed", "discovery, browsers that download it in place of showing it", "RFC 4287 §7; RSS 2.0 Advisory Board profile; JSON Feed 1.1, MIME type"},
	{"http-redirect-temporary", Warning, "a temporary redirect is followed at every poll, for ever: say 301 or 308 if it is to stay", everyone, "RFC 9110 §15.4.3"},
	{"http-redirect-long", Warning, "several redirects in a row cost each poll as many requests, and some readers stop following", "small readers", "RFC 9110 §15.4"},
	{"http-redirect-insecure", Error, "the redirect leads from https to http", everyone, "RFC 9110 §15.4"},
	{"http-insecure", Advice, "the feed can be read and changed on its way", "subscribers; readers that are pages", "RFC 7258"},
	{"http-validators-none", Warning, "without ETag and Last-Modified each poll fetches everything again", "the server, and readers on phones", "RFC 9110 §8.8"},
	{"http-last-modified-none", Advice, "some readers ask by Last-Modified only", "tt-rss, Thunderbird, Nextcloud News, feed2imap", "RFC 9110 §8.8.2"},
	{"http-last-modified-invalid", Warning, "Last-Modified can't be read, or is in the future", "readers that ask by it", "RFC 9110 §8.8.2"},
	{"http-etag-ignored", Warning, "the server gives an ETag and does not answer 304 when it gets it back", "the server, and readers on phones", "RFC 9110 §13.1.2"},
	{"http-since-ignored", Warning, "the server gives Last-Modified and does not answer 304 when it gets it back", "tt-rss, Thunderbird, Nextcloud News, feed2imap", "RFC 9110 §13.1.3"},
	{"http-not-compressed", Advice, "gzip makes a feed five times smaller", "the server, and readers on phones", "RFC 9110 §8.4"},
	{"http-cache-none", Advice, "without Cache-Control each cache and reader guesses how long the feed is good", "Miniflux, NetNewsWire, caches on the way", "RFC 9111 §4.2.2"},
	{"http-cache-never", Advice, "no-store forbids readers to keep what they need for a conditional request", "caches on the way", "RFC 9111 §5.2.2.5"},
	{"http-cache-long", Warning, "readers come back so late", "Miniflux waits as long as max-age says", "RFC 9111 §5.2.2.1"},
	{"http-cookie", Advice, "a cookie keeps caches from sharing the answer, and no reader sends it back", "caches on the way", "RFC 6265 §3"},
	{"bytes-changing", Advice, "the document differs at each fetch though nothing happened: conditional requests can't help", "the server; feed2imap and rss2email if it is in the entries", "RFC 9110 §8.8"},
	{"websub-self-missing", Error, "subscribers must know under which address the hub knows the feed", "WebSub subscribers", "WebSub §4"},
	{"websub-hub-invalid", Error, "the hub's address is none", "WebSub subscribers", "WebSub §4"},
	{"websub-hub-silent", Error, "who relies on the hub hears of nothing until it polls again, which may be after a day", "WebSub subscribers", "WebSub §5.1"},
	{"websub-hub-insecure", Advice, "secrets of subscriptions go to the hub in the clear", "WebSub subscribers", "WebSub §8"},
	{"websub-self-differs", Error, "the Link header and the document name different addresses: the header counts, and the hub knows the other", "WebSub subscribers", "WebSub §4"},
	{"websub-json-header", Warning, "for JSON Feed the Link header is the only discovery that WebSub has", "WebSub subscribers", "WebSub §4"},
}

// An Answer is how a server behaved when it was asked for the feed.
type Answer struct {
	URL        string // at the end of all redirects
	Hops       []fetch.Hop
	Status     int
	Header     http.Header
	Compressed bool
	IfNone     int      // status when asked with its own ETag; 0: not asked
	IfSince    int      // status when asked with its own Last-Modified; 0: not asked
	Again      []byte   // the document, asked for a second time; nil: not asked
	Hub        *Reached // nil: not asked
}

// Reached is what came of asking the hub that a feed names.
type Reached struct {
	Status  int    // of its answer
	Trouble string // why there was none
}

// answer holds the server to what polling readers need.
func (c *checker) answer(asked string, a *Answer) {
	c.redirects(asked, a.Hops)
	if a.Status != http.StatusOK {
		c.find("http-status", "", "the status is %d %s", a.Status, http.StatusText(a.Status))
		return
	}
	if strings.HasPrefix(a.URL, "http:") && !isPrivate(hostOf(a.URL)) {
		c.find("http-insecure", "", "the feed comes by http")
	}
	c.validators(a)
	if !a.Compressed && len(a.Again) > 2<<10 {
		c.find("http-not-compressed", "Content-Encoding", "the document is sent as it is")
	}
	c.caching(a.Header)
}

func (c *checker) redirects(from string, hops []fetch.Hop) {
	for _, hop := range hops {
		if hop.Status != http.StatusMovedPermanently && hop.Status != http.StatusPermanentRedirect {
			c.find("http-redirect-temporary", "Location", "status %d leads to %s", hop.Status, hop.To)
		}
		if strings.HasPrefix(from, "https:") && strings.HasPrefix(hop.To, "http:") {
			c.find("http-redirect-insecure", "Location", "%s leads to %s", from, hop.To)
		}
		from = hop.To
	}
	if len(hops) > 2 {
		c.find("http-redirect-long", "Location", "there are %d redirects in a row", len(hops))
	}
}

func (c *checker) validators(a *Answer) {
	etag, modified := a.Header.Get("Etag"), a.Header.Get("Last-Modified")
	switch {
	case etag == "" && modified == "":
		c.find("http-validators-none", "ETag", "there is no ETag and no Last-Modified")
	case modified == "":
		c.find("http-last-modified-none", "Last-Modified", "there is an ETag and no Last-Modified")
	}
	if t, err := http.ParseTime(modified); modified != "" && (err != nil || t.After(c.now.Add(time.Minute))) {
		c.find("http-last-modified-invalid", "Last-Modified", "it is %q", modified)
	}
	if a.IfNone != 0 && a.IfNone != http.StatusNotModified {
		c.find("http-etag-ignored", "ETag", "asked with If-None-Match: %s, the server answers %d", etag, a.IfNone)
	}
	if a.IfSince != 0 && a.IfSince != http.StatusNotModified {
		c.find("http-since-ignored", "Last-Modified", "asked with If-Modified-Since: %s, the server answers %d", modified, a.IfSince)
	}
}

var maxAge = regexp.MustCompile(`(?:^|[\s,])max-age\s*=\s*"?(\d+)`)

func (c *checker) caching(h http.Header) {
	control := strings.ToLower(strings.Join(h.Values("Cache-Control"), ", "))
	switch {
	case control == "" && h.Get("Expires") == "":
		c.find("http-cache-none", "Cache-Control", "there is no Cache-Control")
	case strings.Contains(control, "no-store"):
		c.find("http-cache-never", "Cache-Control", "it is %q", control)
	}
	if m := maxAge.FindStringSubmatch(control); m != nil {
		if seconds, err := strconv.Atoi(m[1]); err != nil || seconds > 24*60*60 {
			c.find("http-cache-long", "Cache-Control", "it is %q", control)
		}
	}
	if len(h.Values("Set-Cookie")) > 0 {
		c.find("http-cookie", "Set-Cookie", "the answer sets a cookie")
	}
}

// typeOf compares what the server calls the document with what it is.
func (c *checker) typeOf(d *document, a *Answer) {
	got, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	isJSON := strings.HasPrefix(d.format, "JSON")
	switch {
	case got == "text/html" || got == "application/xhtml+xml":
		c.find("http-type-page", "Content-Type", "it is %s", got)
	case err != nil:
		c.find("http-type-vague", "Content-Type", "it is %q", a.Header.Get("Content-Type"))
	case isJSON && (got == "application/feed+json" || got == "application/json"):
	case !isJSON && (got == "application/rss+xml" || got == "application/atom+xml" || got == "application/xml" || got == "text/xml"):
	default:
		c.find("http-type-vague", "Content-Type", "it is %s, and the document is %s", got, d.format)
	}
}
