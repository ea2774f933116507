package feedgen

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// wellFormedXML accepts UTF-8 text that is one element by XML 1.0 and
// Namespaces in XML 1.0, and has nothing in it that feeds can do without: no
// document type, no processing instruction, no name beyond ASCII.
func wellFormedXML(b []byte) error {
	c := xmlChecker{doc: string(b)}
	if err := c.document(); err != nil {
		return fmt.Errorf("byte %d: %w", c.at, err)
	}
	return nil
}

// An xmlChecker reads a document from its beginning to its end, or to the first
// fault.
type xmlChecker struct {
	doc      string
	at       int // offset of what comes next, and of a fault
	roots    int
	open     []string // names of the open elements
	declared []declaration
	attrs    []attribute // of the element that is read
}

func (c *xmlChecker) document() error {
	if err := c.characters(); err != nil {
		return err
	}
	for c.at < len(c.doc) {
		if err := c.text(); err != nil {
			return err
		}
		if c.at == len(c.doc) {
			break
		}
		if err := c.markup(); err != nil {
			return err
		}
	}
	if len(c.open) > 0 {
		return fmt.Errorf("<%s> is not closed", c.open[len(c.open)-1])
	}
	if c.roots == 0 {
		return errors.New("no root element")
	}
	return nil
}

// characters finds what is no Char (XML 1.0, §2.2) anywhere, in the document as
// a whole: bytes that are control characters, U+FFFE and U+FFFF. There is
// nothing else that UTF-8 has and XML has not.
func (c *xmlChecker) characters() error {
	for i := range len(c.doc) {
		b := c.doc[i]
		if b >= ' ' && b != "\uFFFE"[0] {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(c.doc[i:]); !isXMLChar(r) {
			c.at = i
			return fmt.Errorf("illegal character %U", r)
		}
	}
	return nil
}

// text reads on to the next markup.
func (c *xmlChecker) text() error {
	text, _, _ := strings.Cut(c.doc[c.at:], "<")
	if len(c.open) == 0 && strings.Trim(text, " \t\r\n") != "" {
		return errors.New("text outside of the root element")
	}
	if strings.Contains(text, "]]>") {
		return errors.New("]]> outside of a CDATA section")
	}
	if err := references(text); err != nil {
		return err
	}
	c.at += len(text)
	return nil
}

func (c *xmlChecker) markup() error {
	switch {
	case c.sees("</"):
		return c.endTag()
	case c.sees("<![CDATA["):
		if len(c.open) == 0 {
			return errors.New("text outside of the root element")
		}
		return c.skipPast("]]>")
	case c.sees("<!--"):
		return c.comment()
	case c.sees("<!"):
		return errors.New("document type declaration")
	case c.sees("<?"):
		return c.declaration()
	default:
		return c.startTag()
	}
}

// comment reads a comment, which ends at its first -- (§2.5).
func (c *xmlChecker) comment() error {
	c.at += len("<!--")
	if err := c.skipPast("--"); err != nil {
		return err
	}
	if !c.takes(">") {
		return errors.New("-- in a comment")
	}
	return nil
}

// declarations are what a document may begin with (§2.8).
var declarations = regexp.MustCompile(`^<\?xml\s+version=("1\.0"|'1\.0')(\s+encoding=((?i)"UTF-8"|'UTF-8'))?(\s+standalone=("(yes|no)"|'(yes|no)'))?\s*\?>`)

func (c *xmlChecker) declaration() error {
	n := len(declarations.FindString(c.doc[c.at:]))
	if c.at != 0 || n == 0 {
		return fmt.Errorf("processing instruction %s", quote(c.doc[c.at:]))
	}
	c.at = n
	return nil
}

// references holds those in a text to characters, and to the five entities that
// need no declaration (§4.1, §4.6).
func references(text string) error {
	for {
		_, after, found := strings.Cut(text, "&")
		if !found {
			return nil
		}
		name, rest, ended := strings.Cut(after, ";")
		if !ended {
			return fmt.Errorf("invalid entity %s", quote("&"+name))
		}
		switch name {
		case "amp", "lt", "gt", "apos", "quot":
			text = rest
			continue
		}
		digits, isNumber := strings.CutPrefix(name, "#")
		base := 10
		if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if !isNumber || err != nil {
			return fmt.Errorf("invalid entity %s", quote("&"+name))
		}
		if n > 0x10FFFF || !isXMLChar(rune(n)) {
			return fmt.Errorf("illegal character &%s;", name)
		}
		text = rest
	}
}

// sees reports whether s comes next.
func (c *xmlChecker) sees(s string) bool { return strings.HasPrefix(c.doc[c.at:], s) }

// takes reads s if it comes next.
func (c *xmlChecker) takes(s string) bool {
	if !c.sees(s) {
		return false
	}
	c.at += len(s)
	return true
}

// skipPast reads on to the end of the next s.
func (c *xmlChecker) skipPast(s string) error {
	n := strings.Index(c.doc[c.at:], s)
	if n < 0 {
		return fmt.Errorf("want %q before the end", s)
	}
	c.at += n + len(s)
	return nil
}

// takesSpace reads white space, and reports whether there was any.
func (c *xmlChecker) takesSpace() bool {
	from := c.at
	for c.at < len(c.doc) && strings.IndexByte(" \t\r\n", c.doc[c.at]) >= 0 {
		c.at++
	}
	return c.at > from
}
