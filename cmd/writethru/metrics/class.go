package metrics

import "strings"

// Classes are what answers are counted by: as many labels, whatever is asked for.
var Classes = []string{"other", "feed", "story", "group", "archive", "list", "hub", "operator"}

// The places in Classes.
const (
	other = iota
	feed
	story
	group
	archive
	list
	hub
	operator
)

// Class gives the place in Classes of what is under a path. It does not keep the
// path.
func Class(path string) int {
	if len(path) < 2 {
		return list // the front page
	}
	// The first letters tell: this is done for each request.
	switch path[1] {
	case 'f', 'u':
		if strings.HasPrefix(path, "/feed.") || strings.HasPrefix(path, "/updates.") {
			return feed
		}
		if path == "/feeds.opml" {
			return list
		}
	case 's':
		switch {
		case strings.HasPrefix(path, "/stories."):
			return feed
		case strings.HasPrefix(path, "/stories/"):
			return story
		case strings.HasPrefix(path, "/sections/"):
			return group
		case strings.HasPrefix(path, "/sitemap"):
			return list
		}
	case 't', 'a':
		switch {
		case strings.HasPrefix(path, "/tags/"), strings.HasPrefix(path, "/authors/"):
			return group
		case strings.HasPrefix(path, "/archive/"):
			return archive
		case path == "/audience", path == "/audience.json":
			return operator
		}
	case 'h':
		if path == "/hub" {
			return hub
		}
	case 'l', 'r', 'm', '-':
		if path == "/livez" || path == "/readyz" || path == "/metrics" || strings.HasPrefix(path, "/-/") {
			return operator
		}
	}
	return other
}
