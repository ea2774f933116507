package feedgen

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"

	"github.com/gorilla/feeds"
)

// Bytes returns f in format. Only what a feed says beside its entries is
// encoded; the entries are copied as [Render] left them, so the result is what
// encoding the whole feed would give.
func Bytes(f *Feed, format Format) ([]byte, error) {
	head, foot, err := frame(f, format)
	if err != nil {
		return nil, fmt.Errorf("feed %s: %s: %w", f.Self, format, err)
	}
	size := len(head) + len(foot)
	for _, e := range f.Entries {
		size += len(e.text[format]) + len(",")
	}
	b := append(make([]byte, 0, size), head...)
	for i, e := range f.Entries {
		if i > 0 && format == JSON {
			b = append(b, ',')
		}
		b = append(b, e.text[format]...)
	}
	return append(b, foot...), nil
}

// frame returns what stands before and after the entries of f.
func frame(f *Feed, format Format) (head, foot []byte, err error) {
	f, err = f.cleaned()
	if err != nil {
		return nil, nil, err
	}
	b, err := encodeHead(f, format)
	if err != nil {
		return nil, nil, err
	}
	// The last place in the document where this stands: what comes before is
	// the feed's text, what comes after is fixed.
	end := [...]string{RSS: "\n  </channel>", Atom: "\n</feed>", JSON: "]\n}\n"}[format]
	cut := bytes.LastIndex(b, []byte(end))
	head, foot = b[:cut], b[cut:]
	if format == JSON && len(f.Entries) > 0 {
		foot = slices.Concat([]byte("\n  "), foot)
	}
	return head, foot, nil
}

func encodeHead(f *Feed, format Format) ([]byte, error) {
	switch format {
	case RSS:
		return encodeXML(newRSSChannel(f))
	case Atom:
		if f.newestUpdated().IsZero() {
			return nil, fmt.Errorf("updated: want a date for a feed without entries")
		}
		return encodeXML(newAtomFeed(f))
	default:
		return encodeJSON(newJSONFeed(f), "")
	}
}

// encodeEntry returns e as it stands in a feed, from its line break on.
func encodeEntry(e *Entry, format Format) ([]byte, error) {
	switch format {
	case RSS:
		return encodeElement(newRSSItem(e), "    ")
	case Atom:
		return encodeElement(newAtomEntry(e), "  ")
	default:
		b, err := encodeJSON(newJSONItem(e), "    ")
		return slices.Concat([]byte("\n    "), bytes.TrimSuffix(b, []byte("\n"))), err
	}
}

func encodeXML(feed feeds.XmlFeed) ([]byte, error) {
	var b bytes.Buffer
	err := feeds.WriteXML(feed, &b)
	return b.Bytes(), err
}

func encodeElement(v any, prefix string) ([]byte, error) {
	b := bytes.NewBufferString("\n")
	enc := xml.NewEncoder(b)
	enc.Indent(prefix, "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}

func encodeJSON(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it is no script: <p> costs a third of \u003cp\u003e
	enc.SetIndent(prefix, "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
