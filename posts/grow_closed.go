package posts

import (
	"bytes"
	"slices"

	"golang.org/x/net/html"
)

// closesItself reports whether a piece of HTML is the same wherever it stands:
// elements that begin and end a line, each closed where it should be, and none
// that browsers would close or move by themselves.
func closesItself(text []byte) bool {
	var open []string
	read := 0
	for z := html.NewTokenizer(bytes.NewReader(text)); ; {
		kind := z.Next()
		raw := z.Raw()
		name, _ := z.TagName()
		var ok bool
		switch kind {
		case html.ErrorToken:
			return read == len(text) && len(open) == 0 // else a tag does not end
		case html.TextToken:
			ok = len(open) > 0 || len(bytes.TrimSpace(raw)) == 0
		case html.StartTagToken:
			ok = stays(string(name), open)
			if !endless(string(name)) {
				open = append(open, string(name))
			}
		case html.SelfClosingTagToken:
			ok = stays(string(name), open) && endless(string(name))
		case html.EndTagToken:
			last := len(open) - 1
			if ok = last >= 0 && open[last] == string(name); ok {
				open = open[:last]
			}
		default: // comments may have no end
		}
		if !ok || len(open) > maxGrown {
			return false
		}
		read += len(raw)
	}
}

// stays reports whether an element stays where it is written, in these.
func stays(name string, open []string) bool {
	switch name {
	case "div", "section", "aside", "figure", "figcaption", "blockquote", "p", "hr":
		return !slices.Contains(open, "p")
	case "a":
		return len(open) > 0 && !slices.Contains(open, "a")
	case "img", "picture", "source", "video", "audio", "iframe", "br", "span", "em", "strong", "b", "i", "small", "mark", "sup", "sub", "cite", "time":
		return len(open) > 0
	default:
		return false
	}
}

// endless elements have no end tag.
func endless(name string) bool {
	return name == "img" || name == "source" || name == "br" || name == "hr"
}
