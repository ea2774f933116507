package check

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

var contentRules = []Rule{
	{"title-missing", Advice, "readers show the beginning of the text, or “untitled”", "readers with lists of titles", "RFC 4287 §4.2.14"},
	{"title-markup", Warning, "some readers show the tags, others remove them together with what they take for tags", "Newsboat, Miniflux, NetNewsWire", "RSS 2.0 Advisory Board profile, element title"},
	{"language-invalid", Warning, "readers can't choose fonts, hyphenation, voices and filters by it", "screen readers, aggregators by language", "RFC 5646 §2.1"},
	{"content-missing", Warning, "there is nothing to read but a title", everyone, "RFC 4287 §4.1.3"},
	{"content-script", Warning, "readers remove it, and the text must make sense without", everyone, "RFC 4287 §8.1"},
	{"content-handler", Warning, "attributes that run scripts are removed", everyone, "RFC 4287 §8.1"},
	{"content-embed", Advice, "iframes, forms and objects are removed, most often without a trace: say what is there", "Newsboat, Thunderbird, rss2email, NetNewsWire (some hosts only)", "RFC 4287 §8.1"},
	{"content-style", Advice, "style elements are removed; some readers show their text", "mail gateways (rss2email, feed2imap)", "practice"},
	{"content-relative", Error, "a relative address in the text is resolved against another base by each reader: pictures are missing and links lead elsewhere", "Newsboat, rss2email, Feedly, NetNewsWire", "RFC 4287 §2"},
	{"content-insecure", Advice, "a picture by http is not shown by readers that are pages themselves", "Feedly, Inoreader, Miniflux, FreshRSS in browsers", "W3C Mixed Content §5"},
	{"content-escaped", Warning, "the HTML is escaped twice: readers show tags", everyone, "RFC 4287 §3.1.1.2"},
	{"content-template", Error, "a template was not filled in", everyone, "practice"},
	{"content-data", Warning, "pictures inside the text make the feed large for all who poll it; many readers remove them", "readers on phones, Feedly", "RFC 2397 §1"},
	{"content-document", Warning, "a whole page in an entry brings its own head and style", "mail gateways, Newsboat", "RFC 4287 §3.1.1.2"},
}

var (
	markup   = regexp.MustCompile(`</?(?i:b|i|em|strong|a|span|br|p|code|img|sup|sub)(\s[^>]*)?/?>`)
	escaped  = regexp.MustCompile(`&lt;/?(?i:p|div|br|a|img|strong|em|ul|li|h[1-6])(\s|&gt;|/)`)
	template = regexp.MustCompile(`\{\{[^{}]*\}\}|\{%[^{}]*%\}|<%=[^%]*%>|\[object Object\]`)
)

func (c *checker) contents(d *document) {
	switch n := len(d.entries); {
	case n == 0:
		c.find("entries-none", at(1, 1), "the feed has no entries")
	case n > 200:
		c.find("entries-many", at(1, 1), "the feed has %d entries", n)
	}
	if markup.MatchString(d.title.is) {
		c.find("title-markup", d.title.at, "the feed's title is %q", short(d.title.is))
	}
	for _, e := range d.entries {
		c.entry = e.name
		if e.title.is == "" && !e.lacking {
			c.find("title-missing", e.at, "the entry has no title")
		}
		if markup.MatchString(e.title.is) {
			c.find("title-markup", e.title.at, "the title is %q", short(e.title.is))
		}
		if t := template.FindString(e.title.is + " " + e.url.is); t != "" {
			c.find("content-template", e.title.at, "%q is left", short(t))
		}
		if len(e.contents) == 0 && !e.plain && !e.lacking {
			c.find("content-missing", e.at, "the entry has no text")
		}
		for _, t := range e.contents {
			if strings.Contains(t.is, "&lt;") && !strings.Contains(t.is, "<") && escaped.MatchString(t.is) {
				c.find("content-escaped", t.at, "the text begins %q", short(t.is))
				continue
			}
			c.html(t)
		}
	}
	c.entry = ""
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// language checks a tag of a language, which may be absent.
func (c *checker) language(t text) {
	if t.is != "" && !languageTag.MatchString(t.is) {
		c.find("language-invalid", t.at, "the language is %q", short(t.is))
	}
}

// html looks at what is inside of a text. A place is that of the text.
func (c *checker) html(t text) {
	z := html.NewTokenizer(strings.NewReader(t.is))
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			c.element(t.at, token.Data)
			for _, a := range token.Attr {
				c.attribute(t.at, token.Data, strings.ToLower(a.Key), strings.TrimSpace(a.Val))
			}
		}
	}
}

func (c *checker) element(where place, name string) {
	switch name {
	case "script":
		c.find("content-script", where, "the text has a <script>")
	case "iframe", "object", "embed", "form", "applet":
		c.find("content-embed", where, "the text has an <%s>", name)
	case "style", "link", "meta", "base":
		c.find("content-style", where, "the text has a <%s>", name)
	case "html", "head", "body":
		c.find("content-document", where, "the text has a <%s>", name)
	}
}

func (c *checker) attribute(where place, element, key, val string) {
	lower := strings.ToLower(val)
	switch {
	case strings.HasPrefix(key, "on") && len(key) > 2:
		c.find("content-handler", where, "<%s> has the attribute %s", element, key)
	case key != "href" && key != "src" && key != "poster" || element == "link" || element == "base":
	case strings.HasPrefix(lower, "javascript:"):
		c.find("content-script", where, "<%s> leads to %q", element, short(val))
	case strings.HasPrefix(lower, "data:"):
		if len(val) > 4<<10 {
			c.find("content-data", where, "<%s> holds %d KiB", element, len(val)>>10)
		}
	case val == "" || strings.HasPrefix(val, "#"):
	case strings.HasPrefix(val, "//") || !isIRI(val):
		c.find("content-relative", where, "<%s> has the address %q", element, short(val))
	case strings.HasPrefix(lower, "http:") && element != "a" && !isPrivate(hostOf(val)):
		c.find("content-insecure", where, "<%s> has the address %q", element, short(val))
	}
}
