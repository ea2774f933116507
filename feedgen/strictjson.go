package feedgen

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// wellFormedJSON accepts UTF-8 text that is one object by RFC 8259, in which no
// name comes twice and no string holds what XML could not say.
func wellFormedJSON(b []byte) error {
	c := jsonChecker{doc: string(b)}
	if err := c.document(); err != nil {
		return fmt.Errorf("byte %d: %w", c.at, err)
	}
	return nil
}

// deepest is how far objects and lists may go into each other. A feed needs no
// more than five levels.
const deepest = 100

// A jsonChecker reads a document from its beginning to its end, or to the first
// fault.
type jsonChecker struct {
	doc   string
	at    int // offset of what comes next, and of a fault
	depth int
}

func (c *jsonChecker) document() error {
	if c.next() != '{' {
		return errors.New("want an object")
	}
	if err := c.value(); err != nil {
		return err
	}
	if c.next(); c.at < len(c.doc) {
		return errors.New("more after the object")
	}
	return nil
}

// next returns the first byte after white space without reading it, and 0 at
// the end.
func (c *jsonChecker) next() byte {
	for c.at < len(c.doc) && strings.IndexByte(" \t\r\n", c.doc[c.at]) >= 0 {
		c.at++
	}
	return c.byte()
}

// byte returns the next byte, and 0 at the end.
func (c *jsonChecker) byte() byte {
	if c.at == len(c.doc) {
		return 0
	}
	return c.doc[c.at]
}

func (c *jsonChecker) value() error {
	switch c.next() {
	case '{':
		return c.object()
	case '[':
		return c.list()
	case '"':
		return c.text()
	default:
		return c.literal()
	}
}

func (c *jsonChecker) object() error {
	names := make(map[string]bool)
	return c.elements('}', func() error {
		if c.next() != '"' {
			return c.unexpected()
		}
		from := c.at
		if err := c.text(); err != nil {
			return err
		}
		name := c.doc[from:c.at]
		if strings.Contains(name, `\`) {
			return fmt.Errorf("name %s has an escaped character", name)
		}
		if names[name] {
			return fmt.Errorf("name %s twice in an object", name)
		}
		names[name] = true
		if c.next() != ':' {
			return c.unexpected()
		}
		c.at++
		return c.value()
	})
}

func (c *jsonChecker) list() error { return c.elements(']', c.value) }

// elements reads what is between two brackets, separated by commas.
func (c *jsonChecker) elements(closing byte, element func() error) error {
	if c.depth++; c.depth > deepest {
		return fmt.Errorf("more than %d levels", deepest)
	}
	defer func() { c.depth-- }()
	c.at++
	if c.next() == closing {
		c.at++
		return nil
	}
	for {
		if err := element(); err != nil {
			return err
		}
		switch c.next() {
		case closing:
			c.at++
			return nil
		case ',':
			c.at++
		default:
			return c.unexpected()
		}
	}
}

// text reads a string.
func (c *jsonChecker) text() error {
	from := c.at
	c.at++
	for c.at < len(c.doc) {
		switch b := c.byte(); {
		case b == '"':
			c.at++
			if s := c.doc[from:c.at]; !isClean(s) {
				return fmt.Errorf("string %s with an illegal character", quote(s))
			}
			return nil
		case b == '\\':
			if err := c.escape(); err != nil {
				return err
			}
		case b < ' ':
			return c.unexpected()
		default:
			c.at++
		}
	}
	return io.ErrUnexpectedEOF
}

// escape reads an escaped character (§7).
func (c *jsonChecker) escape() error {
	c.at++
	switch c.byte() {
	case '"', '\\', '/', 'n', 't':
		c.at++
		return nil
	case 'b', 'f', 'r':
		return fmt.Errorf(`illegal character \%c`, c.byte())
	case 'u':
		r, err := c.codeUnit()
		if utf16.IsSurrogate(r) && strings.HasPrefix(c.doc[c.at:], `\u`) {
			var low rune
			c.at++
			low, err = c.codeUnit()
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				r = pair
			}
		}
		if err == nil && (!isXMLChar(r) || r == '\r') {
			err = fmt.Errorf("illegal character %U", r)
		}
		return err
	default:
		return c.unexpected()
	}
}

// codeUnit reads u and four digits. It is half a character if it is a
// surrogate.
func (c *jsonChecker) codeUnit() (rune, error) {
	c.at++
	digits := c.doc[c.at:min(c.at+4, len(c.doc))]
	n, err := strconv.ParseUint(digits, 16, 16)
	if len(digits) < 4 || err != nil {
		return 0, fmt.Errorf(`invalid character \u%s`, digits)
	}
	c.at += 4
	return rune(n), nil
}

// literal reads a number, true, false or null.
func (c *jsonChecker) literal() error {
	n := strings.IndexAny(c.doc[c.at:], " \t\r\n,]}")
	if n < 0 {
		n = len(c.doc) - c.at
	}
	if !json.Valid([]byte(c.doc[c.at : c.at+n])) {
		return c.unexpected()
	}
	c.at += n
	return nil
}

func (c *jsonChecker) unexpected() error {
	if c.at == len(c.doc) {
		return io.ErrUnexpectedEOF
	}
	r, _ := utf8.DecodeRuneInString(c.doc[c.at:])
	return fmt.Errorf("invalid character %q", r)
}
