package journal

import (
	"unicode"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"writethru/posts"
)

// normal gives a text as it is compared: white space folded, case kept, and
// what a typographer changes and an author does not see as a change, such as
// curly quotes, written in one way.
func normal(text string) string { return string(appendNormal(nil, text)) }

func appendNormal(to []byte, text string) []byte {
	start, gap := len(to), false
	for i := 0; i < len(text); {
		s := text[i:normalEnd(text, i)]
		if s != "" {
			i += len(s)
		} else {
			r, size := utf8.DecodeRuneInString(text[i:])
			s = text[i : i+size]
			i += size
			switch {
			case r == '-': // "--" and "---" are dashes
				for n := 1; n < 3 && i < len(text) && text[i] == '-'; n++ {
					i++
				}
			case unicode.IsSpace(r):
				s = " "
			default:
				s = untypeset(r, s)
			}
		}
		if s == " " {
			gap = len(to) > start
			continue
		}
		if gap && s != "" {
			to, gap = append(to, ' '), false
		}
		to = append(to, s...)
	}
	return to
}

// normalEnd gives the end of the text from s[i:] that is as it is compared.
func normalEnd(s string, i int) int {
	end := i
	for end < len(s) && (isNormal(s[end]) || s[end] == ' ' && end > i && end+1 < len(s) && isNormal(s[end+1])) {
		end++
	}
	return end
}

func isNormal(c byte) bool { return c > ' ' && c < utf8.RuneSelf && c != '-' }

// untypeset writes a character, which is s, as people type it.
func untypeset(r rune, s string) string {
	switch r {
	case '‘', '’', '‚', '‛', '′':
		return "'"
	case '“', '”', '„', '‟', '″', '«', '»':
		return `"`
	case '‐', '‑', '–', '—', '−':
		return "-"
	case '…':
		return "..."
	case '\u00ad', '\u200b', '\ufeff':
		return ""
	}
	return s
}

// hash hashes text of a block as it is compared, and what kind of block it is.
func (s *sketcher) hash(b *posts.Block, text string) uint64 {
	s.text = appendNormal(append(s.text[:0], byte(b.Kind), byte(b.Level)), text)
	return xxhash.Sum64(s.text)
}

// hashText hashes text of one block as [sketcher.hash] does.
func hashText(b *posts.Block, text string) uint64 {
	var s sketcher
	return s.hash(b, text)
}
