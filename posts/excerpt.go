package posts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Excerpt shortens a text to at most max characters: at the end of a sentence
// where one ends in the last half, else after a word, with an ellipsis.
func Excerpt(text string, max int) string {
	if max <= 0 {
		return ""
	}
	var start strings.Builder // as much as is looked at: the text may be long
	length := 0
	for word := range strings.FieldsSeq(text) {
		if length > 0 {
			start.WriteByte(' ')
			length++
		}
		start.WriteString(word)
		if length += utf8.RuneCountInString(word); length > max {
			break
		}
	}
	if length <= max {
		return start.String()
	}
	runes := []rune(start.String())
	for i := max - 1; i >= max/2; i-- {
		if strings.ContainsRune(".!?。！？", runes[i]) && (runes[i] > 0xFF || i+1 < len(runes) && runes[i+1] == ' ') {
			return string(runes[:i+1])
		}
	}
	end := max - 1 // room for the ellipsis
	for i := end; i > end/2; i-- {
		if unicode.IsSpace(runes[i]) {
			end = i
			break
		}
	}
	return strings.TrimRightFunc(string(runes[:end]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:–—-", r)
	}) + "…"
}
