package pages

import (
	"html/template"
	"strconv"
	"strings"
	"time"
)

// Words are those of the interface in one language. A page speaks the language
// of what it shows, where we have its words, and English elsewhere.
type Words struct {
	Tag  string            // their language
	Attr template.HTMLAttr // lang and dir, where it is not the one that was asked for

	Skip       string // to the content
	Topics     string
	Sections   string
	Section    string
	Tags       string
	Tag1       string
	Authors    string
	Author     string
	Archive    string
	Promises   string
	Subscribe  string
	Developing string
	Latest     string
	Published  string
	Updated    string
	Timeline   string
	EarlierOn  string // entries of a long timeline
	Open       string // promises that nobody answered yet
	Since      string // before a date
	Answers    string // before a promise that was kept
	Follow     string // this story
	Older      string
	Newer      string
	Stories    string // before a number
	FollowUps  string // before a number
	Entries    string // before a number
	LastChange string // before a date
	Empty      string // nothing here yet
	NotFound   string
	NoPage     string // a sentence, before a link to the front page
	Listen     string
	Watch      string
	Download   string
	Program    string // the reader program of this device
	Address    string // of a feed
	AllFeeds   string // as one file
	AboutFeeds string // what subscribing is
	AboutFeed  string // articles and follow-ups
	AboutStory string // one story
	AboutOnly  string // articles only
	AboutNews  string // follow-ups only

	months string // from January, separated by spaces
	date   string // a pattern with D, M and Y
	clock  string // between date and time
}

// wordsIn gives the words for a language.
func wordsIn(lang string) Words {
	if w, ok := table[base(lang)]; ok {
		return w
	}
	w := table["en"]
	w.Attr = attributes("en")
	if base(lang) == "" {
		w.Attr = ""
	}
	return w
}

// table has all languages in which follow-ups are recognised.
var table = func() map[string]Words {
	m := map[string]Words{}
	for _, list := range [][]Words{english, northern, romance, eastAsian} {
		for _, w := range list {
			m[w.Tag] = w
		}
	}
	return m
}()

// Day is a time element that says the day.
func (w Words) Day(t time.Time) template.HTML { return w.element(t, w.day(t.UTC())) }

// Minute is a time element that says the day and the minute.
func (w Words) Minute(t time.Time) template.HTML {
	t = t.UTC()
	return w.element(t, w.day(t)+w.clock+t.Format("15:04")+" UTC")
}

// Second is a time element that says the day and the second.
func (w Words) Second(t time.Time) template.HTML {
	t = t.UTC()
	return w.element(t, w.day(t)+w.clock+t.Format("15:04:05")+" UTC")
}

func (w Words) element(t time.Time, text string) template.HTML {
	return template.HTML(`<time datetime="` + machine(t) + `"` + string(w.Attr) + `>` + text + `</time>`) //nolint:gosec // numbers, and words of ours
}

// day writes a date as the language does.
func (w Words) day(t time.Time) string {
	var b strings.Builder
	for _, c := range w.date {
		switch c {
		case 'D':
			b.WriteString(strconv.Itoa(t.Day()))
		case 'M':
			b.WriteString(strings.Fields(w.months)[t.Month()-1])
		case 'Y':
			b.WriteString(strconv.Itoa(t.Year()))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
