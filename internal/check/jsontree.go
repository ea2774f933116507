package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A value is one of a JSON document: an object, a list, or what a [json.Token]
// can be.
type value struct {
	at      place
	is      any // a string, json.Number, bool or nil; *members or []value
	missing bool
}

// members are those of an object, in order.
type members struct {
	names  []string
	values map[string]value
}

// parseJSON reads a document that is one object. It is nil if it is none.
func (c *checker) parseJSON(doc []byte) *members {
	p := &jsonParser{c: c, doc: doc, d: json.NewDecoder(bytes.NewReader(doc))}
	p.d.UseNumber()
	v, err := p.value()
	if err == nil {
		if _, err = p.d.Token(); errors.Is(err, io.EOF) {
			err = nil
		} else if err == nil {
			err = errors.New("there is more after the object")
		}
	}
	if err != nil {
		c.find("not-well-formed", p.place(p.d.InputOffset()), "%s", err)
		return nil
	}
	object, ok := v.is.(*members)
	if !ok {
		c.find("not-a-feed", at(1, 1), "the document is no JSON object")
	}
	return object
}

type jsonParser struct {
	c   *checker
	doc []byte
	d   *json.Decoder

	line      int   // of counted
	counted   int64 // how far lines are counted
	lineStart int64
}

// place is the line and column of an offset. Offsets only grow.
func (p *jsonParser) place(offset int64) place {
	for ; p.counted < offset && p.counted < int64(len(p.doc)); p.counted++ {
		if p.doc[p.counted] == '\n' {
			p.line++
			p.lineStart = p.counted + 1
		}
	}
	return at(p.line+1, int(p.counted-p.lineStart)+1)
}

// next is where the next value begins.
func (p *jsonParser) next() place {
	offset := p.d.InputOffset()
	for offset < int64(len(p.doc)) && bytes.IndexByte([]byte(" \t\r\n:,"), p.doc[offset]) >= 0 {
		offset++
	}
	return p.place(offset)
}

func (p *jsonParser) value() (value, error) {
	v := value{at: p.next()}
	token, err := p.d.Token()
	if err != nil {
		return v, err
	}
	switch token {
	case json.Delim('{'):
		v.is, err = p.object()
	case json.Delim('['):
		v.is, err = p.list()
	default:
		v.is = token
	}
	return v, err
}

func (p *jsonParser) object() (*members, error) {
	o := &members{values: map[string]value{}}
	for p.d.More() {
		here := p.next()
		token, err := p.d.Token()
		if err != nil {
			return nil, err
		}
		name := fmt.Sprint(token)
		if _, again := o.values[name]; again {
			p.c.find("json-name-repeated", here, "the name %q comes twice in an object", name)
		} else {
			o.names = append(o.names, name)
		}
		if o.values[name], err = p.value(); err != nil {
			return nil, err
		}
	}
	_, err := p.d.Token()
	return o, err
}

func (p *jsonParser) list() ([]value, error) {
	list := []value{}
	for p.d.More() {
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := p.d.Token()
	return list, err
}

// get returns the member of a name.
func (o *members) get(name string) value {
	v, ok := o.values[name]
	v.missing = !ok || v.is == nil
	return v
}

// kind is the value's type in a word.
func (v value) kind() string {
	switch v.is.(type) {
	case string:
		return "a string"
	case json.Number:
		return "a number"
	case bool:
		return "true or false"
	case *members:
		return "an object"
	case []value:
		return "a list"
	default:
		return "null"
	}
}
