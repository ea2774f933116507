package followups

import "unicode"

// Words counts the words of a text. Where a script writes no spaces, two
// characters count as one word.
func Words(text string) int {
	words, cjk := 0, 0
	inside := false
	for _, r := range text {
		switch {
		case isCJK(r):
			cjk++
			inside = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !inside {
				words++
			}
			inside = true
		case inside && (r == '\'' || r == '’' || r == '-' || r == '.' || r == ',' || unicode.Is(unicode.Mn, r)):
			// Part of a word or number: it's, e-mail, 3.5, 1,204.
		default:
			inside = false
		}
	}
	return words + (cjk+1)/2
}
