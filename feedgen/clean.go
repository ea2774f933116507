package feedgen

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// text returns s as all three formats can hold it, so that they agree: valid
// UTF-8, only the characters of XML 1.0 (§2.2), lines ended by LF, no white
// space around. encoding/xml would write illegal characters in CDATA sections
// as they are (golang.org/issue/53728).
func text(s string) string {
	if !isClean(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
		s = strings.Map(func(r rune) rune {
			if !isXMLChar(r) {
				return -1
			}
			return r
		}, s)
	}
	return strings.TrimSpace(s)
}

// line returns s as [text] does, and on one line.
func line(s string) string {
	s = text(s)
	if !strings.ContainsAny(s, "\t\n\f") && !strings.Contains(s, "  ") {
		return s
	}
	// Only ASCII space: a no-break space before a colon is French, not noise.
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\f'
	}), " ")
}

func isClean(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !isXMLChar(r) {
			return false
		}
		i += n
	}
	return true
}

// isXMLChar reports whether r is a Char of XML 1.0 (§2.2).
func isXMLChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xD7FF ||
		r >= 0xE000 && r <= 0xFFFD ||
		r >= 0x10000 && r <= 0x10FFFF
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// language returns s as a language tag, and "" if it is none: a wrong name for
// the language of a text is worse than no name, and no reason to hold it back.
func language(s string) string {
	s = strings.ReplaceAll(line(s), "_", "-") // en_US, as locales are written
	if !languageTag.MatchString(s) {
		return ""
	}
	return s
}

// IsID reports whether s can be an entry's id: no control characters, no angle
// brackets, since Thunderbird makes a Message-Id of it, and no white space but
// single spaces inside. An @ or a space makes a poor one, but an id that
// subscribers know is kept as it is ("4711 at https://news.example", as Drupal
// has them); ids that are minted here have none.
func IsID(s string) bool {
	return s == line(s) && s != "" && isClean(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r == '<' || r == '>' || unicode.IsSpace(r) && r != ' ' || unicode.IsControl(r)
	})
}

var (
	markup       = regexp.MustCompile(`<[A-Za-z/!?]`)
	htmlReserved = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// isEmail reports whether Atom and mail programs would take s for an address.
func isEmail(s string) bool {
	name, domain, ok := strings.Cut(s, "@")
	return ok && name != "" && domain != "" && !strings.ContainsAny(s, " \t\n<>()") && !strings.Contains(domain, "@")
}
