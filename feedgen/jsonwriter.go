package feedgen

import (
	"strconv"
	"strings"
)

// A jsonWriter appends objects and lists to b as encoding/json would write them
// with an indent of two spaces.
type jsonWriter struct {
	b     []byte
	depth int
	first bool // in what was opened last
}

// open begins an object or a list: a member if it has a name, else an element
// of a list, or the document.
func (w *jsonWriter) open(name string, bracket byte) {
	w.next(name)
	w.b = append(w.b, bracket)
	w.depth++
	w.first = true
}

// close ends what was opened last, which is not empty.
func (w *jsonWriter) close(bracket byte) {
	w.depth--
	w.b = appendLine(w.b, w.depth)
	w.b = append(w.b, bracket)
	w.first = false
}

// member writes a member of an object if it has a value.
func (w *jsonWriter) member(name, value string) {
	if value != "" {
		w.next(name)
		w.b = appendQuoted(w.b, value)
	}
}

// flag writes a member that is true or false.
func (w *jsonWriter) flag(name string, value bool) {
	w.next(name)
	w.b = strconv.AppendBool(w.b, value)
}

// next writes what comes before a value.
func (w *jsonWriter) next(name string) {
	if !w.first && w.depth > 0 {
		w.b = append(w.b, ',')
	}
	w.first = false
	if w.depth > 0 {
		w.b = appendLine(w.b, w.depth)
	}
	if name != "" {
		w.b = append(append(append(w.b, '"'), name...), `": `...)
	}
}

// appendLine begins a line, indented by two spaces for each level.
func appendLine(b []byte, depth int) []byte {
	b = append(b, '\n')
	for range depth {
		b = append(b, "  "...)
	}
	return b
}

// appendQuoted appends text that was cleaned, as a JSON string.
func appendQuoted(b []byte, s string) []byte {
	if !strings.ContainsAny(s, "\"\\\t\n") && !strings.Contains(s, "\u2028") && !strings.Contains(s, "\u2029") {
		return append(append(append(b, '"'), s...), '"')
	}
	quoted, _ := encodeJSON(s) // any string can be encoded
	return append(b, quoted...)
}
