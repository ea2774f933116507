package posts

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Of a body within these bounds a glance can tell that it is read without
// faults: it has not too many blocks, and nothing in it is nested too deep.
const (
	maxGlance = 2 * maxBlocks // bytes: a block takes two at least
	maxTangle = 200           // characters that may open an element
	maxIndent = 60            // characters before what a line says
)

// tangle is what each character adds to how tangled a body is. One that decode
// removes, and so joins what stands around it, is too much.
var tangle = func() (table [256]uint16) {
	for c := range ' ' {
		table[c] = maxTangle + 1
	}
	table['\n'], table['\t'] = 0, 0
	for _, c := range "<*_[~" {
		table[c] = 1
	}
	return table
}()

// isPlainBody reports whether a body in Markdown surely has a block and no
// faults.
func isPlainBody(body []byte) bool {
	if len(body) > maxGlance || !utf8.Valid(body) || bytes.Contains(body, []byte("\uFFFE")) || bytes.Contains(body, []byte("\uFFFF")) {
		return false
	}
	sum := 0
	for _, c := range body {
		sum += int(tangle[c])
	}
	return sum <= maxTangle && !mayHoldTag(body) && plainLines(body) && opensWithText(body)
}

// mayHoldTag reports whether there may be a shortcode in a body.
func mayHoldTag(body []byte) bool {
	return bytes.Contains(body, []byte("{{<")) || bytes.Contains(body, []byte("{%")) // and "{{%"
}

// plainLines reports whether no line of a body may open many lists and quotes,
// or make a title of the paragraph before it, which Parse may leave out.
func plainLines(body []byte) bool {
	for line := range bytes.Lines(body) {
		text := 0
		for text < len(line) && beforeText[line[text]] {
			text++
		}
		if text > maxIndent || text < len(line) && line[text] == '=' {
			return false
		}
	}
	return true
}

// beforeText are the characters that stand before what a line says: white
// space, and the markers of quotes and items.
var beforeText = func() (table [256]bool) {
	for _, c := range " \t>*_-+:.)0123456789" {
		table[c] = true
	}
	return table
}()

// opensWithText reports whether the first thing in a body that is no heading is
// text: no definition of a link or a footnote, and no comment.
func opensWithText(body []byte) bool {
	for line := range bytes.Lines(body) {
		line = bytes.TrimLeft(line, " \t")
		if len(line) == 0 || line[0] == '\n' || line[0] == '#' && bytes.IndexByte(line, '<') < 0 {
			continue
		}
		for len(line) > 0 && beforeText[line[0]] {
			line = line[1:]
		}
		r, _ := utf8.DecodeRune(bytes.TrimLeft(line, `("'“„«‘—–`))
		return unicode.IsLetter(r)
	}
	return false
}
