package posts

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// decode turns the bytes of a file into clean text: valid UTF-8 in NFC, "\n" at
// line ends, and no character that XML 1.0 forbids, since feeds are XML.
func decode(f File) (string, []Fault) {
	data, faults := withoutMark(f.Data), []Fault(nil)
	if isPlain(data) {
		return string(data), nil
	}
	if bytes.HasPrefix(f.Data, []byte("\xff\xfe")) || bytes.HasPrefix(f.Data, []byte("\xfe\xff")) {
		// The decoder replaces what it can't read, so it gives no error.
		data, _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return "", []Fault{{File: f.Name, Line: 1 + bytes.Count(data[:i], []byte("\n")), What: "a NUL byte", Want: "text"}}
	}
	if !utf8.Valid(data) {
		line := 1 + bytes.Count(data[:invalidAt(data)], []byte("\n"))
		data, _ = charmap.Windows1252.NewDecoder().Bytes(data)
		faults = append(faults, Fault{File: f.Name, Line: line, What: "not UTF-8, read as Windows-1252 (Latin-1)", Want: "UTF-8", Warning: true})
	}
	return clean(string(norm.NFC.Bytes(lineFeeds(data)))), faults
}

// withoutMark takes the byte order mark of UTF-8 from the beginning of a file.
func withoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }

// lineFeeds ends all lines with "\n".
func lineFeeds(data []byte) []byte {
	if bytes.IndexByte(data, '\r') < 0 {
		return data
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// clean removes what may not stand in XML 1.0 (§2.2), which entities and
// escapes can bring back.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if illegal(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// isClean reports whether a text holds only what may stand in XML.
func isClean(s string) bool {
	i := plainEnd(s)
	return i == len(s) || strings.IndexFunc(s[i:], illegal) < 0 && utf8.ValidString(s[i:])
}

// isPlain reports whether a text is the same in all encodings and normal forms.
func isPlain[T string | []byte](s T) bool { return plainEnd(s) == len(s) }

// plainEnd gives the end of the plain text that s begins with: ASCII without
// control characters.
func plainEnd[T string | []byte](s T) int {
	for i := range len(s) {
		if special[s[i]] {
			return i
		}
	}
	return len(s)
}

var special = func() (table [256]bool) {
	for c := range table {
		table[c] = c >= utf8.RuneSelf || illegal(rune(c))
	}
	return table
}()

func illegal(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}

// tooLarge is the fault of a body that would take too long to read.
func tooLarge(file string, size int) Fault {
	return Fault{File: file, What: fmt.Sprintf("a body of %d bytes", size), Want: fmt.Sprintf("at most %d", maxBody)}
}
