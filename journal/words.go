package journal

import (
	"unicode"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
)

// words finds the words of a text, in lower case, and hashes them. In scripts
// that put no spaces between words, each character is one.
type words struct {
	hashes []uint64 // see read
	word   []byte   // as far as it was read
	last   uint64   // the hash of the word before
}

// read gives the hashes of a text's words and of its pairs of neighbouring
// words, until the next reading. Pairs make order count; single words keep short
// texts comparable after one word of them has changed.
func (w *words) read(text string) []uint64 {
	w.hashes = w.hashes[:0]
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			w.rune(unicode.ToLower(r))
			i += size
			continue
		case lower[c] != 0:
			w.word = append(w.word, lower[c])
		case c != '\'':
			w.end()
		case len(w.word) > 0:
			w.word = append(w.word, c) // don't is one word
		}
		i++
	}
	w.end()
	return w.hashes
}

// lower gives the lower case of letters and digits, and 0 of what stands
// between words.
var lower = func() (table [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		if r := rune(c); unicode.IsLetter(r) || unicode.IsDigit(r) {
			table[c] = byte(unicode.ToLower(r))
		}
	}
	return table
}()

// rune reads a character that was not of ASCII before its case was lowered.
func (w *words) rune(r rune) {
	switch {
	case r == '’':
		if len(w.word) > 0 {
			w.word = utf8.AppendRune(w.word, r)
		}
	case 0x2000 <= r && r < 0x2070: // no letter is among the marks of typography
		w.end()
	case r >= 0x0E00 && unspaced(r):
		w.end()
		w.word = utf8.AppendRune(w.word, r)
		w.end()
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
		w.word = utf8.AppendRune(w.word, r)
	default:
		w.end()
	}
}

// end hashes the word that was read, if any, and the pair that it makes.
func (w *words) end() {
	if len(w.word) == 0 {
		return
	}
	h := xxhash.Sum64(w.word)
	w.word = w.word[:0]
	first := len(w.hashes) == 0
	w.hashes = append(w.hashes, h)
	if !first {
		w.hashes = append(w.hashes, mix(w.last)+h)
	}
	w.last = h
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
