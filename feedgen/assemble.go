package feedgen

import (
	"bytes"
	"errors"
	"fmt"
)

// Bytes returns f in format, as [Assemble] does.
func Bytes(f *Feed, format Format) ([]byte, error) {
	b, _, err := Assemble(f, format)
	return b, err
}

// A Span is where something stands in a document: from From up to To.
type Span struct{ From, To int }

// Assemble returns f in format, and where each entry stands in it. Only what a
// feed says beside its entries is written; the entries are copied as [Render]
// left them, so the document is what encoding the whole feed would give.
//
// A document stays whole without its last entries: what comes before the end of
// the k-th entry and after the end of the last is one with k entries.
func Assemble(f *Feed, format Format) (b []byte, entries []Span, err error) {
	head, foot, err := frame(f, format)
	if err != nil {
		return nil, nil, fmt.Errorf("feed %s: %s: %w", f.Self, format, err)
	}
	parts := append(make([][]byte, 0, 2*len(f.Entries)+2), head)
	entries = make([]Span, 0, len(f.Entries))
	at := len(head)
	for i, e := range f.Entries {
		if !e.Has(format) {
			return nil, nil, fmt.Errorf("feed %s: entry %s: not rendered in %s", f.Self, e.id, format)
		}
		if i > 0 && format == JSON {
			parts = append(parts, comma)
			at += len(comma)
		}
		parts = append(parts, e.text[format])
		entries = append(entries, Span{From: at, To: at + len(e.text[format])})
		at += len(e.text[format])
	}
	return bytes.Join(append(parts, foot), nil), entries, nil
}

var comma = []byte{','}

// frame returns what stands before and after the entries of f.
func frame(f *Feed, format Format) (head, foot []byte, err error) {
	f, err = f.cleaned()
	if err != nil {
		return nil, nil, err
	}
	head = make([]byte, 0, 4<<10)
	switch format {
	case RSS:
		return appendRSSHead(head, f), []byte(rssFoot), nil
	case Atom:
		if f.newestUpdated().IsZero() {
			return nil, nil, errors.New("updated: want a date for a feed without entries")
		}
		return appendAtomHead(head, f), []byte(atomFoot), nil
	default:
		return appendJSONHead(head, f), []byte(jsonFoot(f)), nil
	}
}
