package posts

import (
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxSlug bounds a slug in bytes, so that it fits into file names and URLs.
const maxSlug = 80

// dated is how Jekyll names posts: 2026-11-20-flood.
var dated = regexp.MustCompile(`^(\d{4}-\d{1,2}-\d{1,2})[-_](.+)$`)

// A fileName is what the name of an article says of it.
type fileName struct {
	key     string // see Post.Key
	section string // the first folder; empty if none
	date    time.Time
	draft   bool // it is in _drafts
	jekyll  bool // it is named or filed as Jekyll does
}

func readName(name string, loc *time.Location) fileName {
	var fn fileName
	stem := strings.TrimSuffix(name, path.Ext(name))
	if dir := path.Dir(stem); path.Base(stem) == "index" && dir != "." {
		stem = dir
	}
	dir, base := path.Split(stem)
	if m := dated.FindStringSubmatch(base); m != nil {
		if t, ok := parseTime(m[1], loc); ok {
			fn.date, base, fn.jekyll = t, m[2], true
		}
	}
	var elems []string
	for elem := range strings.SplitSeq(strings.Trim(dir, "/"), "/") {
		switch elem {
		case "":
		case "_posts":
			fn.jekyll = true
		case "_drafts":
			fn.jekyll, fn.draft = true, true
		default:
			elems = append(elems, elem)
		}
	}
	if len(elems) > 0 {
		fn.section = elems[0]
	}
	fn.key = path.Join(append(elems, base)...)
	return fn
}

// Slug makes a slug of a name: lower case, letters and digits of any script kept,
// hyphens between words, at most maxSlug bytes.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'' || r == '’': // don't → dont
		default:
			gap = true
		}
	}
	return cutSlug(b.String())
}

// cutSlug shortens a slug at a word's end, or else at a rune's.
func cutSlug(s string) string {
	if len(s) <= maxSlug {
		return s
	}
	end := maxSlug
	for !utf8.RuneStart(s[end]) {
		end--
	}
	if word := strings.LastIndexByte(s[:end+1], '-'); word > maxSlug/2 {
		end = word
	}
	return strings.TrimRight(s[:end], "-")
}

// titleFromKey makes a title of a file name: "the-flood_2" is "The flood 2".
func titleFromKey(key string) string {
	words := strings.FieldsFunc(path.Base(key), func(r rune) bool { return r == '-' || r == '_' || unicode.IsSpace(r) })
	s := strings.Join(words, " ")
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return "Untitled"
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
