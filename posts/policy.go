package posts

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// policy says which HTML leaves the house. It is never changed.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code",
		"col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2",
		"h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "rp", "rt",
		"ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
		"th", "thead", "time", "tr", "u", "ul", "var", "wbr", "audio", "video", "picture", "source", "track")
	p.AllowNoAttrs().OnElements("a", "span", "img", "audio", "video", "picture", "source", "track", "bdo", "abbr")

	name := regexp.MustCompile(`^[^\s"'<>&]{1,200}$`)
	size := regexp.MustCompile(`^[0-9]{1,5}%?$`)
	word := regexp.MustCompile(`^[a-z-]{1,30}$`)
	p.AllowAttrs("id").Matching(name).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z0-9-]{1,35}$`)).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(?i:ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("title").Globally()
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^doc-[a-z]+$`)).Globally()
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[\w+#.-]{1,40}$`)).OnElements("code", "pre")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(footnote-ref|footnote-backref|footnotes)$`)).OnElements("a", "section")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^[\w -]{1,80}$`)).OnElements("aside", "section", "div", "figure")

	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("hreflang", "rel").Matching(regexp.MustCompile(`^[\w -]{1,60}$`)).OnElements("a")
	p.AllowAttrs("cite").OnElements("blockquote", "q", "ins", "del")
	p.AllowAttrs("datetime").Matching(regexp.MustCompile(`^[\w :.+/-]{1,60}$`)).OnElements("time", "ins", "del")
	p.AllowAttrs("src").OnElements("img", "audio", "video", "source", "track")
	p.AllowAttrs("srcset", "sizes").OnElements("img", "source")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(size).OnElements("img", "video", "td", "th", "col")
	p.AllowAttrs("poster").OnElements("video")
	p.AllowAttrs("controls", "loop", "muted").Matching(regexp.MustCompile(`^(|controls|loop|muted|true)$`)).OnElements("audio", "video")
	p.AllowAttrs("preload", "kind", "loading").Matching(word).OnElements("audio", "video", "track", "img")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^[\w.+/-]{1,60}$`)).OnElements("source")
	p.AllowAttrs("media", "srclang", "label").OnElements("source", "track")
	p.AllowAttrs("start", "value", "span", "colspan", "rowspan").Matching(regexp.MustCompile(`^-?[0-9]{1,5}$`)).OnElements("ol", "li", "td", "th", "col", "colgroup")
	p.AllowAttrs("reversed", "open").Matching(regexp.MustCompile(`^(|reversed|open)$`)).OnElements("ol", "details")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^[1aAiI]$`)).OnElements("ol")
	p.AllowAttrs("align").Matching(bluemonday.CellAlign).OnElements("td", "th", "col")
	p.AllowAttrs("scope").Matching(word).OnElements("th")
	return p
}
