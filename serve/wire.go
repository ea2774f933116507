package serve

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// A wire has the parts of an entry's answers as they stand on an HTTP/1.1
// connection. They are made from the same fields that the handler sets.
type wire struct {
	content   []byte          // status line and fields of an answer with content
	unchanged []byte          // status line and fields of a 304
	tags      [codings][]byte // the line of ETag
	lastMod   []byte          // the line of Last-Modified
}

func (e *entry) setWire() {
	e.wire.content = appendFields(appendStatus(nil, e.status), e.fields)
	e.wire.unchanged = appendFields(appendStatus(nil, http.StatusNotModified), e.fieldsUnchanged)
	for c, tag := range e.tags {
		if tag != nil {
			e.wire.tags[c] = appendField(nil, "ETag", tag[0])
		}
	}
}

// append appends a reply with content or of "unchanged", but not its content.
func (a *reply) append(b []byte, date []byte, last bool) []byte {
	if a.body == nil {
		b = append(b, a.from.wire.unchanged...)
	} else {
		b = append(b, a.from.wire.content...)
		b = append(b, a.body.wire...)
	}
	b = append(b, a.from.wire.tags[a.tag]...)
	if a.dated {
		b = append(b, a.from.wire.lastMod...)
	}
	if last {
		b = append(b, "Connection: close\r\n"...)
	}
	b = append(b, date...)
	return append(b, "\r\n"...)
}

func appendStatus(b []byte, status int) []byte {
	b = append(b, "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(status), 10)
	b = append(b, ' ')
	b = append(b, http.StatusText(status)...)
	return append(b, "\r\n"...)
}

func appendFields(b []byte, fields []field) []byte {
	for _, f := range fields {
		for _, value := range f.values {
			b = appendField(b, f.name, value)
		}
	}
	return b
}

func appendField(b []byte, name, value string) []byte {
	b = append(b, name...)
	b = append(b, ": "...)
	b = append(b, value...)
	return append(b, "\r\n"...)
}

// A dateLine is the line of Date, made once a second.
type dateLine struct {
	last atomic.Pointer[datedLine]
}

type datedLine struct {
	second int64
	line   []byte
}

func (d *dateLine) at(now time.Time) []byte {
	second := now.Unix()
	last := d.last.Load()
	if last == nil || last.second != second {
		last = &datedLine{second, appendField(nil, "Date", now.UTC().Format(http.TimeFormat))}
		d.last.Store(last)
	}
	return last.line
}
