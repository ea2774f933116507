package feedgen

import (
	"bytes"
	"fmt"
	"slices"
	"time"
)

// A Rendered is an entry in some formats, read back and found to say what was
// meant. It never changes, so feeds may share it.
type Rendered struct {
	id        string
	followUp  bool
	published time.Time
	updated   time.Time
	text      [len(Formats)][]byte // as it stands in a feed, from its line break on; nil: not rendered
}

// ID returns the entry's id.
func (r *Rendered) ID() string { return r.id }

// Published returns when the entry was published.
func (r *Rendered) Published() time.Time { return r.published }

// FollowUp reports whether the entry is one of a follow-up.
func (r *Rendered) FollowUp() bool { return r.followUp }

// Updated returns when the entry last changed significantly.
func (r *Rendered) Updated() time.Time { return r.updated }

// Has reports whether the entry was rendered in format.
func (r *Rendered) Has(format Format) bool { return r.text[format] != nil }

// Size returns how many bytes the entry takes in all its formats.
func (r *Rendered) Size() int {
	n := 0
	for _, text := range r.text {
		n += len(text)
	}
	return n
}

// Render writes e in the given formats, in all if none is given, and reads it
// back. What a reader would not find as it was meant is an error, which names
// the entry, the format and the field: the last good entry should stay then.
//
// Strings are cleaned first: invalid UTF-8 becomes U+FFFD, characters that XML
// has no room for go, lines end by LF, what has one line gets one. Dates are
// cut to whole seconds of UTC.
func Render(e *Entry, formats ...Format) (*Rendered, error) {
	clean, err := e.cleaned()
	if err != nil {
		return nil, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	r := Rendered{id: clean.ID, followUp: clean.FollowUp != nil, published: clean.Published, updated: clean.Updated}
	return r.with(clean, formats)
}

// With returns r with e in the given formats, in all if none is given, beside
// those that r has. e must be the entry that r was rendered from.
func (r *Rendered) With(e *Entry, formats ...Format) (*Rendered, error) {
	clean, err := e.cleaned()
	if err != nil {
		return nil, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	if clean.ID != r.id || !clean.Published.Equal(r.published) || !clean.Updated.Equal(r.updated) {
		return nil, fmt.Errorf("entry %s: differs from the one that was rendered, %s", e.ID, r.id)
	}
	return r.with(clean, formats)
}

func (r *Rendered) with(e *Entry, formats []Format) (*Rendered, error) {
	if len(formats) == 0 {
		formats = Formats[:]
	}
	out := *r
	for _, format := range formats {
		if out.Has(format) {
			continue
		}
		if err := out.render(e, format); err != nil {
			return nil, fmt.Errorf("entry %s: %s: %w", e.ID, format, err)
		}
	}
	return &out, nil
}

func (r *Rendered) render(e *Entry, format Format) error {
	b, err := encodeEntry(e, format)
	if err != nil {
		return err
	}
	r.text[format] = bytes.Clone(b) // entries are kept: none of the room that is left over
	return readBack(alone(b, format), e, format)
}

// alone returns the smallest document that an entry can be read from.
func alone(entry []byte, format Format) []byte {
	none := &Feed{}
	switch format {
	case RSS:
		return slices.Concat(newRSSWriter(nil, none).b, entry, []byte(rssFoot))
	case Atom:
		return slices.Concat(newAtomWriter(nil, none).b, entry, []byte(atomFoot))
	default:
		w := newJSONWriter(nil)
		w.open("items", '[')
		return slices.Concat(w.b, entry, []byte("]}"))
	}
}
