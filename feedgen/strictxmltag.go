package feedgen

import (
	"errors"
	"fmt"
	"html"
	"strings"
)

// An attribute is one of a start tag.
type attribute struct{ prefix, local, value string }

// A declaration binds a prefix to a namespace while elements at its depth are
// open.
type declaration struct {
	prefix, uri string
	depth       int
}

const xmlNS = "http://www.w3.org/XML/1998/namespace"

// startTag reads a start tag, or the tag of an empty element (XML 1.0, §3.1).
func (c *xmlChecker) startTag() error {
	if len(c.open) == 0 {
		if c.roots++; c.roots > 1 {
			return errors.New("second root element")
		}
	}
	c.at += len("<")
	name, err := c.name()
	if err != nil {
		return err
	}
	c.open = append(c.open, name)
	empty, err := c.attributes()
	if err != nil {
		return err
	}
	if err := c.declare(); err != nil {
		return err
	}
	if prefix, _ := cutPrefix(name); !c.isDeclared(prefix) {
		return fmt.Errorf("prefix of <%s> is not declared", name)
	}
	if err := c.distinct(name); err != nil {
		return err
	}
	if empty {
		c.close()
	}
	return nil
}

func (c *xmlChecker) endTag() error {
	c.at += len("</")
	name, err := c.name()
	if err != nil {
		return err
	}
	if len(c.open) == 0 || c.open[len(c.open)-1] != name {
		return fmt.Errorf("</%s> closes another element", name)
	}
	c.takesSpace()
	if !c.takes(">") {
		return fmt.Errorf("want > after </%s", name)
	}
	c.close()
	return nil
}

// close ends the innermost element, and what it declares.
func (c *xmlChecker) close() {
	for n := len(c.declared); n > 0 && c.declared[n-1].depth == len(c.open); n-- {
		c.declared = c.declared[:n-1]
	}
	c.open = c.open[:len(c.open)-1]
}

// name reads a name with or without a prefix (Namespaces in XML, §4).
func (c *xmlChecker) name() (string, error) {
	from, colons, first := c.at, 0, true
	for ; c.at < len(c.doc); c.at++ {
		b := c.doc[c.at]
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '_':
			first = false
		case !first && ('0' <= b && b <= '9' || b == '-' || b == '.'):
		case !first && b == ':' && colons == 0:
			first = true
			colons++
		default:
			if first {
				return "", fmt.Errorf("want a name, not %s", quote(c.doc[from:min(c.at+1, len(c.doc))]))
			}
			return c.doc[from:c.at], nil
		}
	}
	return "", errors.New("the document ends in a tag")
}

// attributes reads those of a tag, and the end of the tag.
func (c *xmlChecker) attributes() (empty bool, err error) {
	c.attrs = c.attrs[:0]
	for {
		spaced := c.takesSpace()
		switch {
		case c.takes(">"):
			return false, nil
		case c.takes("/>"):
			return true, nil
		case !spaced:
			return false, errors.New("want a space before an attribute")
		}
		name, err := c.name()
		if err != nil {
			return false, err
		}
		c.takesSpace()
		if !c.takes("=") {
			return false, fmt.Errorf("attribute %s has no value", name)
		}
		c.takesSpace()
		a := attribute{}
		a.prefix, a.local = cutPrefix(name)
		if a.value, err = c.value(name); err != nil {
			return false, err
		}
		c.attrs = append(c.attrs, a)
	}
}

// value reads the quoted value of an attribute.
func (c *xmlChecker) value(name string) (string, error) {
	mark := c.doc[c.at:min(c.at+1, len(c.doc))]
	if mark != `"` && mark != "'" {
		return "", fmt.Errorf("value of attribute %s is not quoted", name)
	}
	value, _, ended := strings.Cut(c.doc[c.at+1:], mark)
	if !ended || strings.Contains(value, "<") {
		return "", fmt.Errorf("< in the value of attribute %s", name)
	}
	if err := references(value); err != nil {
		return "", err
	}
	c.at += len(value) + 2*len(mark)
	return value, nil
}

// declare notes the prefixes that the attributes declare (Namespaces in XML,
// §3).
func (c *xmlChecker) declare() error {
	for _, a := range c.attrs {
		prefix, declares := a.declares()
		if !declares {
			continue
		}
		if prefix != "" && a.value == "" || prefix == "xmlns" || prefix == "xml" {
			return fmt.Errorf("prefix %q cannot be declared as %q", prefix, a.value)
		}
		c.declared = append(c.declared, declaration{prefix, html.UnescapeString(a.value), len(c.open)})
	}
	return nil
}

// distinct holds attributes to Namespaces in XML (§6.3): no two have the same
// name, under whichever prefix.
func (c *xmlChecker) distinct(element string) error {
	for i, a := range c.attrs {
		if _, declares := a.declares(); !declares && a.prefix != "" && !c.isDeclared(a.prefix) {
			return fmt.Errorf("prefix of attribute %s:%s is not declared", a.prefix, a.local)
		}
		for _, b := range c.attrs[:i] {
			if a.local == b.local && (a.prefix == b.prefix || a.prefix != "" && b.prefix != "" && c.namespace(a.prefix) == c.namespace(b.prefix)) {
				return fmt.Errorf("attribute %s twice in <%s>", a.local, element)
			}
		}
	}
	return nil
}

// declares reports whether a declares a prefix; the empty one is the default
// namespace.
func (a attribute) declares() (prefix string, ok bool) {
	if a.prefix == "xmlns" {
		return a.local, true
	}
	return "", a.prefix == "" && a.local == "xmlns"
}

func (c *xmlChecker) isDeclared(prefix string) bool {
	return prefix == "" || c.namespace(prefix) != ""
}

// namespace returns what prefix stands for in the innermost open element.
func (c *xmlChecker) namespace(prefix string) string {
	if prefix == "xml" {
		return xmlNS
	}
	for i := len(c.declared) - 1; i >= 0; i-- {
		if c.declared[i].prefix == prefix {
			return c.declared[i].uri
		}
	}
	return ""
}

func cutPrefix(name string) (prefix, local string) {
	if prefix, local, found := strings.Cut(name, ":"); found {
		return prefix, local
	}
	return "", name
}
