package audience

import (
	"strconv"
	"strings"
)

// A Kind is what sort of program asks for a feed.
type Kind string

// The kinds of programs.
const (
	Service Kind = "service" // fetches once for many people, who read there
	Reader  Kind = "reader"  // fetches for the people who run it, a server of their own included
	Browser Kind = "browser"
	Script  Kind = "script" // a library or a tool: who uses it does not say what for
	Bot     Kind = "bot"    // searches, archives, previews, trains, monitors
	Unknown Kind = "unknown"
)

// An Agent is what a User-Agent says.
type Agent struct {
	Name        string // of the program, without its version; empty where none is said
	Kind        Kind
	Known       bool   // it is in our table
	Subscribers int    // for how many people it says to fetch; -1: it doesn't say
	FeedID      string // by which it knows the feed
}

// Sizes of what is kept of a User-Agent.
const (
	longestName = 40
	longestID   = 40
	mostClaimed = 1e9 // more than that is no number of people
)

// Parse reads a User-Agent.
func Parse(userAgent string) Agent {
	a := Agent{Kind: Unknown, Subscribers: -1}
	lower := strings.ToLower(userAgent)
	words := wordsOf(lower)
	a.Subscribers = subscribers(words)
	a.FeedID = feedID(words)
	if p := recognise(lower); p != nil {
		a.Name, a.Kind, a.Known = p.name, p.kind, true
	} else {
		a.Name = product(userAgent)
		if a.Subscribers >= 0 {
			a.Kind = Service
		}
	}
	if a.Kind != Service {
		a.Subscribers, a.FeedID = -1, ""
	}
	return a
}

// recognise finds a program of our table by its mark, which stands as a whole
// word. What a program says to be like, it is not.
func recognise(lower string) *program {
	for i := range programs {
		for at := 0; ; {
			n := strings.Index(lower[at:], programs[i].mark)
			if n < 0 {
				break
			}
			before := lower[:at+n]
			if (before == "" || !isWordByte(before[len(before)-1])) && !strings.HasSuffix(before, "like ") {
				return &programs[i]
			}
			at += n + 1
		}
	}
	return nil
}

func isWordByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// wordsOf cuts a User-Agent where words and numbers can end. A comma stays, and
// separates thousands or numbers.
func wordsOf(lower string) []string {
	return strings.FieldsFunc(lower, func(c rune) bool {
		return c == ' ' || c == ';' || c == '(' || c == ')' || c == ':' || c == '=' || c == '"' || c == '\t'
	})
}

// subscribers finds how many people are meant: "12 subscribers", "1,204
// readers", "subscribers: 12", "users 12". -1: it is not said.
func subscribers(words []string) int {
	for i, word := range words {
		switch strings.TrimRight(word, ",.") {
		case "subscriber", "subscribers", "reader", "readers", "followers", "users":
		case "count":
			if i == 0 || words[i-1] != "subscriber" {
				continue
			}
		default:
			continue
		}
		if i > 0 {
			if n := number(words[i-1]); n >= 0 {
				return n
			}
		}
		if i+1 < len(words) && word != "readers" && word != "reader" {
			if n := number(words[i+1]); n >= 0 {
				return n
			}
		}
	}
	return -1
}

// number reads a whole number of people, with or without commas between
// thousands. -1: it is none.
func number(s string) int {
	digits := strings.ReplaceAll(strings.TrimRight(s, ",."), ",", "")
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || n > mostClaimed {
		return -1
	}
	return int(n)
}

// feedID finds "feed-id:123", "feedid: 123", "feed-id=5099e2ab".
func feedID(words []string) string {
	for i, word := range words {
		if (word == "feed-id" || word == "feedid") && i+1 < len(words) {
			id := strings.Trim(words[i+1], ",.-")
			return plain(id, longestID)
		}
	}
	return ""
}

// product gives the name that a User-Agent begins with, or that it has in a
// comment after "compatible", as people write it.
func product(userAgent string) string {
	s := strings.TrimSpace(userAgent)
	if _, comment, ok := strings.Cut(s, "(compatible;"); ok && strings.HasPrefix(s, "Mozilla/") {
		s = strings.TrimLeft(comment, " ")
	}
	end := strings.IndexAny(s, "/(;,)[")
	if end < 0 {
		end = len(s)
	}
	name := strings.Fields(plain(s[:end], longestName))
	for i, word := range name { // a version after a space: "PlainFeeder v0.0.1", "Feedbin feed-id:1"
		if i > 0 && (strings.ContainsAny(word, "0123456789") || word == "-") {
			name = name[:i]
			break
		}
	}
	return strings.Join(name, " ")
}

// plain keeps what can stand in a table or a label: printable ASCII, of a length.
func plain(s string, longest int) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return -1
		}
		return c
	}, s[:min(len(s), longest)])
	return strings.TrimSpace(s)
}
