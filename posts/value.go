package posts

import (
	"strings"
	"unicode/utf8"
)

// maxValues bounds the values of one front matter, aliases counted as often as
// they are used.
const maxValues = 20_000

// A value is something in a front matter, in whichever notation. Scalars are
// text as written: dates and ids become neither times nor numbers.
type value struct {
	kind   valueKind
	line   int // in the file
	text   string
	items  []value // of a list
	pairs  []pair  // of a map, in order
	inline int     // the line before the first of a multi-line text; 0 if it stands in one line
}

type valueKind uint8

const (
	null valueKind = iota
	scalar
	list
	dict
)

type pair struct {
	key   string // as written
	value value
}

// word names the kind of a value to the author.
func (v value) word() string {
	switch v.kind {
	case list:
		return "a list"
	case dict:
		return "a map"
	case scalar:
		return quote(v.text)
	default:
		return "nothing"
	}
}

// quote shows what an author wrote, shortened, on one line.
func quote(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 60 {
		s = string(r[:59]) + "…"
	}
	return `"` + s + `"`
}

// keyName folds the ways in which keys are written: "Feature-Image", "feature_image".
func keyName(key string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(key)), "-", "_")
}

// isKey reports whether keyName(key) is name, which is ASCII, without making it.
func isKey(key, name string) bool {
	if len(key) < len(name) || 'a' <= key[0] && key[0] <= 'z' && key[0] != name[0] {
		return false // as most are
	}
	key = strings.TrimSpace(key)
	for i := range len(key) {
		c := key[i]
		switch {
		case c >= utf8.RuneSelf:
			return keyName(key) == name
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c == '-':
			c = '_'
		}
		if i >= len(name) || c != name[i] {
			return false
		}
	}
	return len(key) == len(name)
}

// get finds the first of these keys that a map has.
func (v value) get(keys ...string) (value, bool) {
	for _, key := range keys {
		for _, p := range v.pairs {
			if isKey(p.key, key) && p.value.kind != null {
				return p.value, true
			}
		}
	}
	return value{}, false
}

// truth reads a yes or no, in the words of YAML 1.1.
func (v value) truth() (yes, ok bool) {
	if v.kind != scalar {
		return false, false
	}
	switch strings.ToLower(strings.TrimSpace(v.text)) {
	case "true", "yes", "on", "1", "y":
		return true, true
	case "false", "no", "off", "0", "n":
		return false, true
	default:
		return false, false
	}
}
