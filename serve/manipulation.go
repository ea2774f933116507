package serve

import "strings"

// wantsDelta reports whether a request takes a delta (RFC 3229 §10.5.3) and
// gets along with one.
//
// Via and CDN-Loop tell of a proxy. If it has a cache, the tags in the request
// may be those of its own copy, which it asks to have confirmed, while A-IM is
// the client's: the client would be sent what is new against a version that it
// never had, and miss the entries between.
func (q *asked) wantsDelta() bool {
	if q.head || !listsFeed(q.lines[aIM]) || q.lines[via] != nil || q.lines[cdnLoop] != nil {
		return false
	}
	for _, agent := range q.lines[userAgent] {
		if chokes(agent) {
			return false
		}
	}
	return true
}

// listsFeed reads the lines of A-IM, where an element may have a weight of 0.
func listsFeed(lines []string) bool {
	for _, line := range lines {
		for line != "" {
			var item string
			item, line, _ = strings.Cut(line, ",")
			name, params, _ := strings.Cut(item, ";")
			if weight, ok := parseWeight(params); ok && weight > 0 && strings.EqualFold(strings.Trim(name, " \t"), "feed") {
				return true
			}
		}
	}
	return false
}

// choking are parts of the User-Agent of programs that send A-IM: feed and take
// 226 for an error. What is built on Universal Feed Parser sends it without
// knowing: rss2email reports an error for ever and shows nothing.
var choking = [...]string{"rss2email", "feedparser", "FeedValidator"}

func chokes(agent string) bool {
	for _, part := range choking {
		for i := range len(agent) - len(part) + 1 {
			if strings.EqualFold(agent[i:i+len(part)], part) {
				return true
			}
		}
	}
	return false
}
