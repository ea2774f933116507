package followups

import (
	"strings"
	"unicode/utf8"
)

// Quotation marks that open and close; some open in one language what they
// close in another.
const (
	opensQuote  = "“„«「『"
	closesQuote = "”»」』"
)

// quoted reports whether quotation marks are open at the end of s.
func quoted(s string) bool {
	depth, low, straight := 0, 0, false
	for _, r := range s {
		switch {
		case r == '"':
			straight = !straight
		case r < utf8.RuneSelf:
		case r == '“' && low > 0: // „German“
			depth, low = depth-1, low-1
		case strings.ContainsRune(opensQuote, r):
			depth++
			if r == '„' {
				low++
			}
		case strings.ContainsRune(closesQuote, r) && depth > 0:
			depth--
			if r == '”' && low > 0 { // „Polish”
				low--
			}
		}
	}
	return depth > 0 || straight
}
