package pages

import (
	"cmp"
	"html"
	"html/template"
	"strings"
	"time"
)

// A Frame is what layout.html is given, and with it every page's own template.
type Frame struct {
	Publication
	Name          string      // of this page; empty on the front page
	Class         string      // of the body, for the stylesheet
	Description   string      // plain text; may be empty
	Language      string      // of what the page shows
	HouseLanguage string      // of what surrounds it
	Path          string      // of this page in the site: "/stories/flood/"; empty if it may be any
	Root          string      // leads from here to the site's top: "../../"
	Canonical     string      // absolute; may be empty
	Alternates    []Feed      // that a reader program finds here
	Card          *Card       // what others show when they link here
	Data          template.JS // JSON-LD; empty: none
	Words         Words       // of the interface, in Language
	House         Words       // the same in HouseLanguage
	Page          any         // what the page's own template shows
}

// A Card is what social networks and chats show of a page (Open Graph).
type Card struct {
	Type        string // "website", "article"
	Title       string
	Description string
	URL         string
	Image       string // absolute; may be empty
	Published   time.Time
	Modified    time.Time
	Section     string
	Tags        []string
}

// Here marks the link to the page that is shown.
func (f Frame) Here(path string) template.HTMLAttr {
	if f.Path == path {
		return ` aria-current="page"`
	}
	return ""
}

// Foreign gives the attributes of what is in another language than the page.
func (f Frame) Foreign(lang string) template.HTMLAttr {
	if lang == "" || strings.EqualFold(lang, f.Language) {
		return ""
	}
	return attributes(lang)
}

// attributes say in which language an element is.
func attributes(lang string) template.HTMLAttr {
	return template.HTMLAttr(` lang="` + html.EscapeString(lang) + `" dir="` + direction(lang) + `"`)
}

// mediaType gives a type attribute in which "+" stays as it is: readers that
// look for feeds with a pattern in place of a parser don't know it as "&#43;".
func mediaType(t string) template.HTMLAttr {
	return template.HTMLAttr(`type="` + html.EscapeString(t) + `"`)
}

func machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func language(wishes ...string) string {
	return cmp.Or(cmp.Or(wishes...), "en")
}

// direction gives the value of the dir attribute for a language.
func direction(lang string) string {
	switch base(lang) {
	case "ar", "he", "fa", "ur", "yi", "ps", "ckb", "dv", "sd", "ug":
		return "rtl"
	}
	return "ltr"
}

// base gives "pt" for "pt-BR".
func base(lang string) string {
	if i := strings.IndexAny(lang, "-_"); i >= 0 {
		lang = lang[:i]
	}
	return strings.ToLower(lang)
}
