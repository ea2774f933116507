package posts

import "strings"

// What unlinkedMarkdown finds to be text, the linking parser would have linked
// only if it begins with one of these, or if there is an "@": the two parsers
// are in the same state up to the first link, and no other syntax begins with
// a letter, so what would have been linked has become text.
func hasAddress(text string) bool {
	return strings.Contains(text, "http") || strings.Contains(text, "www") || strings.Contains(text, "ftp:")
}

// looksUnlinked guesses whether it is worth the try to parse a text without
// looking for addresses, and to grow it. A wrong guess costs time, nothing else.
func looksUnlinked(text string) bool {
	if strings.IndexByte(text, '@') >= 0 || strings.Contains(text, "www.") {
		return false
	}
	for at := 0; ; at++ {
		i := strings.IndexByte(text[at:], '<')
		if i < 0 {
			break
		}
		if at += i; at+1 < len(text) && (text[at+1] == '/' || 'a' <= text[at+1]|0x20 && text[at+1]|0x20 <= 'z') {
			return false // a tag
		}
	}
	for at := 0; ; at += len("http") {
		i := strings.Index(text[at:], "http")
		if i < 0 {
			return true
		}
		if at += i; at == 0 || strings.IndexByte("(<: ", text[at-1]) < 0 || text[at-1] == ' ' && (at < 3 || text[at-3:at] != "]: ") {
			return false // no address of a link
		}
	}
}
