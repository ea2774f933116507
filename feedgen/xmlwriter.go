package feedgen

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// xmlDeclaration is what an XML document begins with. A feed's root is on the
// same line.
const xmlDeclaration = `<?xml version="1.0" encoding="UTF-8"?>`

// An xmlWriter appends elements to b as encoding/xml would write them, each on
// its own line and indented by two spaces. Only text goes through it that was
// cleaned.
type xmlWriter struct {
	b    []byte
	open []string // names of the open elements
}

// start opens an element. Attributes are pairs of name and value; one without
// a value is left out.
func (w *xmlWriter) start(name string, attrs ...string) {
	w.tag(name, attrs)
	w.open = append(w.open, name)
}

// end closes the innermost element.
func (w *xmlWriter) end() {
	name := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	w.line()
	w.b = append(append(append(w.b, "</"...), name...), '>')
}

// element writes a whole element.
func (w *xmlWriter) element(name, text string, attrs ...string) {
	w.tag(name, attrs)
	w.b = appendEscaped(w.b, text)
	w.b = append(append(append(w.b, "</"...), name...), '>')
}

// optional writes an element if it has a text.
func (w *xmlWriter) optional(name, text string) {
	if text != "" {
		w.element(name, text)
	}
}

func (w *xmlWriter) tag(name string, attrs []string) {
	w.line()
	w.b = append(append(w.b, '<'), name...)
	for i := 0; i < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			w.b = append(append(append(w.b, ' '), attrs[i]...), `="`...)
			w.b = append(appendEscaped(w.b, attrs[i+1]), '"')
		}
	}
	w.b = append(w.b, '>')
}

// line begins a line. The root is on the line of the XML declaration.
func (w *xmlWriter) line() {
	if len(w.open) == 0 {
		return
	}
	w.b = appendLine(w.b, len(w.open))
}

// appendEscaped appends text that was cleaned, as XML.
func appendEscaped(b []byte, s string) []byte {
	if !strings.ContainsAny(s, "&<>'\"\t\n") {
		return append(b, s...)
	}
	var escaped bytes.Buffer
	_ = xml.EscapeText(&escaped, []byte(s)) // a buffer takes all
	return append(b, escaped.Bytes()...)
}
