package feedgen

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An element is open: its name, and the prefixes that it declares.
type element struct {
	name     xml.Name
	declares map[string]string
}

// An xmlChecker does what encoding/xml leaves out: it knows which prefixes are
// declared, and that a document has one root.
type xmlChecker struct {
	open  []element
	roots int
}

func wellFormedXML(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	var c xmlChecker
	for {
		offset := d.InputOffset()
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := c.token(t, offset); err != nil {
			return fmt.Errorf("byte %d: %w", offset, err)
		}
	}
	if len(c.open) > 0 {
		return fmt.Errorf("<%s> is not closed", qualified(c.open[len(c.open)-1].name))
	}
	if c.roots == 0 {
		return errors.New("no root element")
	}
	return nil
}

func (c *xmlChecker) token(t xml.Token, offset int64) error {
	switch t := t.(type) {
	case xml.StartElement:
		return c.start(t)
	case xml.EndElement:
		return c.end(t)
	case xml.CharData:
		if len(c.open) == 0 && len(bytes.TrimSpace(t)) > 0 {
			return errors.New("text outside of the root element")
		}
	case xml.ProcInst:
		if t.Target != "xml" || offset != 0 {
			return fmt.Errorf("processing instruction %q", t.Target)
		}
	case xml.Directive:
		return errors.New("document type declaration")
	}
	return nil
}

func (c *xmlChecker) start(t xml.StartElement) error {
	if len(c.open) == 0 {
		if c.roots++; c.roots > 1 {
			return fmt.Errorf("second root element <%s>", qualified(t.Name))
		}
	}
	e := element{name: t.Name}
	for _, a := range t.Attr {
		prefix, declares := declaredPrefix(a.Name)
		if !declares {
			continue
		}
		if prefix != "" && a.Value == "" || prefix == "xmlns" || prefix == "xml" {
			return fmt.Errorf("prefix %q cannot be declared as %q", prefix, a.Value)
		}
		if e.declares == nil {
			e.declares = make(map[string]string)
		}
		e.declares[prefix] = a.Value
	}
	c.open = append(c.open, e)
	if _, ok := c.namespace(t.Name.Space); !ok {
		return fmt.Errorf("prefix of <%s> is not declared", qualified(t.Name))
	}
	return c.attributes(t)
}

// attributes holds them to Namespaces in XML (§6.3): no two have the same name,
// under whichever prefix.
func (c *xmlChecker) attributes(t xml.StartElement) error {
	seen := make([]xml.Name, 0, len(t.Attr))
	for _, a := range t.Attr {
		name := a.Name
		if _, declares := declaredPrefix(name); !declares && name.Space != "" {
			uri, ok := c.namespace(name.Space)
			if !ok {
				return fmt.Errorf("prefix of attribute %s is not declared", qualified(name))
			}
			name.Space = uri
		}
		for _, s := range seen {
			if s == name {
				return fmt.Errorf("attribute %s twice in <%s>", qualified(a.Name), qualified(t.Name))
			}
		}
		seen = append(seen, name)
	}
	return nil
}

func (c *xmlChecker) end(t xml.EndElement) error {
	if len(c.open) == 0 || c.open[len(c.open)-1].name != t.Name {
		return fmt.Errorf("</%s> closes another element", qualified(t.Name))
	}
	c.open = c.open[:len(c.open)-1]
	return nil
}

// namespace returns what prefix stands for in the innermost open element.
func (c *xmlChecker) namespace(prefix string) (string, bool) {
	if prefix == "xml" {
		return "http://www.w3.org/XML/1998/namespace", true
	}
	for i := len(c.open) - 1; i >= 0; i-- {
		if uri, ok := c.open[i].declares[prefix]; ok {
			return uri, true
		}
	}
	return "", prefix == ""
}

func declaredPrefix(n xml.Name) (prefix string, declares bool) {
	if n.Space == "xmlns" {
		return n.Local, true
	}
	return "", n.Space == "" && n.Local == "xmlns"
}

func qualified(n xml.Name) string {
	return strings.TrimPrefix(n.Space+":"+n.Local, ":")
}
