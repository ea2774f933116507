package feedgen

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
)

// encodeEntry returns e as it stands in a feed, from its line break on.
func encodeEntry(e *Entry, format Format) ([]byte, error) {
	// Most of an entry is its content, in which little is escaped.
	b := make([]byte, 0, 2<<10+len(e.Content)+len(e.Content)/8)
	switch format {
	case RSS:
		return appendElement(b, newRSSItem(e), 2)
	case Atom:
		return appendElement(b, newAtomEntry(e), 1)
	default:
		compact, err := encodeJSON(newJSONItem(e))
		if err != nil {
			return nil, err
		}
		const depth = 2
		return appendIndented(appendLine(b, depth), compact, depth), nil
	}
}

// appendElement appends v as an element at a depth of a document.
func appendElement(b []byte, v any, depth int) ([]byte, error) {
	buffer := bytes.NewBuffer(append(b, '\n'))
	enc := xml.NewEncoder(buffer)
	enc.Indent(strings.Repeat("  ", depth), "  ")
	err := enc.Encode(v)
	return buffer.Bytes(), err
}

// encodeJSON returns v on one line.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it is no script: <p> costs a third of \u003cp\u003e
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// appendIndented appends JSON that is on one line, at a depth of a document, as
// json.Indent writes it. It knows that the JSON is valid, and passes over
// strings: an entry is little else.
func appendIndented(b, compact []byte, depth int) []byte {
	for len(compact) > 0 {
		c, n := compact[0], 1
		switch {
		case c == '"':
			n = quotedLen(compact)
			b = append(b, compact[:n]...)
		case c == ':':
			b = append(b, ": "...)
		case c == ',':
			b = appendLine(append(b, c), depth)
		case bytes.HasPrefix(compact, []byte("{}")), bytes.HasPrefix(compact, []byte("[]")):
			n = len("{}")
			b = append(b, compact[:n]...)
		case c == '{', c == '[':
			depth++
			b = appendLine(append(b, c), depth)
		case c == '}', c == ']':
			depth--
			b = append(appendLine(b, depth), c)
		default:
			b = append(b, c)
		}
		compact = compact[n:]
	}
	return b
}

// quotedLen returns how long the string is that b begins with.
func quotedLen(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i + 1
		case '\\':
			i++ // what is escaped
		}
	}
	return len(b)
}
