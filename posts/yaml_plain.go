package posts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainYAML reads the YAML that most articles begin with: on each line a key
// and a text, or a list of words in brackets. It is not ok if there is anything
// in it that YAML may read in another way, which is then for the library.
func plainYAML(text string, skipped int) (v value, ok bool) {
	if len(text) > 4096 { // the library tells what is too much
		return value{}, false
	}
	v.kind, v.pairs = dict, make([]pair, 0, min(strings.Count(text, "\n"), 16))
	line := skipped
	for l := range strings.Lines(text) {
		line++
		if l == "\n" {
			continue
		}
		key, rest, found := strings.Cut(strings.TrimSuffix(l, "\n"), ": ")
		if !found || !isPlainKey(key) || v.has(key) {
			return value{}, false
		}
		item, ok := plainValue(strings.TrimLeft(rest, " "), line)
		if !ok {
			return value{}, false
		}
		v.pairs = append(v.pairs, pair{key, item})
	}
	if len(v.pairs) == 0 {
		return value{}, false
	}
	v.line = v.pairs[0].value.line
	return v, true
}

// has reports whether a map has a key, in upper or lower case.
func (v value) has(key string) bool {
	for _, p := range v.pairs {
		if strings.EqualFold(p.key, key) {
			return true
		}
	}
	return false
}

func isPlainKey(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != "" && len(s) < 100
}

// plainValue reads what follows a key on its line.
func plainValue(s string, line int) (v value, ok bool) {
	if len(s) < 2 || s[0] != '[' {
		text, ok := plainText(s)
		return value{kind: scalar, line: line, text: text}, ok
	}
	inside, closed := strings.CutSuffix(s[1:], "]")
	v = value{kind: list, line: line}
	if strings.Trim(inside, " ") == "" {
		return v, closed
	}
	v.items = make([]value, 0, min(1+strings.Count(inside, ","), 16))
	for word := range strings.SplitSeq(inside, ",") {
		word = strings.Trim(word, " ")
		// What has a meaning in brackets only is left to the library, and quotes.
		text, ok := plainText(word)
		if !ok || strings.ContainsAny(word, "[]{}:#?'\"") {
			return value{}, false
		}
		v.items = append(v.items, value{kind: scalar, line: line, text: text})
	}
	return v, closed
}

// plainText reads a text in quotes or without, if it means itself.
func plainText(s string) (text string, ok bool) {
	if s == "" || strings.ContainsFunc(s, unusual) {
		return "", false
	}
	if q := s[0]; q == '"' || q == '\'' {
		last := len(s) - 1
		return s[1:max(last, 1)], last > 0 && strings.IndexByte(s[1:], q) == last-1 && strings.IndexByte(s, '\\') < 0
	}
	first, _ := utf8.DecodeRuneInString(s)
	means := unicode.IsLetter(first) || unicode.IsDigit(first)
	return s, means && !strings.EqualFold(s, "null") && !strings.Contains(s, ": ") && !strings.Contains(s, " #") &&
		s[len(s)-1] != ':' && s[len(s)-1] != ' '
}

// unusual characters end lines, or may not stand in YAML.
func unusual(r rune) bool {
	return r < ' ' || r >= 0x7F && r < 0xA0 || r == '\u2028' || r == '\u2029' || r == '\uFEFF' || r == 0xFFFE || r == 0xFFFF
}
