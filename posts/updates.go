package posts

import "strings"

const updatesWanted = "a list of {date, title, text}"

// A declared update of the front matter, before its text became blocks.
type declared struct {
	update Update
	text   source
}

// readUpdates takes updates: and corrections: from a front matter.
func (r *fieldReader) readUpdates() []declared {
	var all []declared
	for _, key := range [...]string{"updates", "corrections"} {
		v, ok := r.front.get(key)
		if !ok {
			continue
		}
		if v.kind != list {
			r.fault(v.line, key+" is "+v.word(), updatesWanted)
			continue
		}
		for _, item := range v.items {
			d, ok := r.readUpdate(item, key)
			if !ok {
				continue
			}
			if d.update.Kind == "" && key == "corrections" {
				d.update.Kind = "correction"
			}
			all = append(all, d)
		}
	}
	return all
}

func (r *fieldReader) readUpdate(v value, key string) (declared, bool) {
	if v.kind == scalar { // only its text
		v = value{kind: dict, line: v.line, pairs: []pair{{"text", v}}}
	}
	if v.kind != dict {
		r.fault(v.line, "an item of "+key+" is "+v.word(), "a map with text or anchor")
		return declared{}, false
	}
	sub := fieldReader{file: r.file, loc: r.loc, front: v}
	d := declared{update: Update{
		ID: sub.text("id", "guid"), Kind: sub.text("kind", "type"), Date: sub.time("date", "published", "time"), Title: sub.text("title"),
		From: sub.text("from", "source"), Anchor: strings.TrimPrefix(sub.text("anchor"), "#"), File: r.file, Line: v.line,
	}}
	text, ok := v.get("text", "body", "content")
	switch {
	case ok && text.kind != scalar:
		sub.fault(text.line, "text is "+text.word(), "text")
	case ok:
		d.text = source{file: r.file, text: text.text, line: text.line - 1}
		if text.inline > 0 {
			d.text.line = text.inline
		}
	}
	if strings.TrimSpace(d.text.text) == "" && d.update.Anchor == "" && len(sub.faults) == 0 {
		sub.fault(v.line, "an item of "+key+" without text", "text or anchor")
	}
	r.faults = append(r.faults, sub.faults...)
	return d, len(sub.faults) == 0
}
