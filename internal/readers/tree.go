package readers

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// A node is an element of an XML document.
type node struct {
	name     xml.Name
	attrs    []xml.Attr
	children []*node
	chars    string // its own text and that of all its descendants
	raw      string // the bytes between its tags
}

// parseXML returns the root element of a well-formed document.
func parseXML(doc []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	var root *node
	var open []*node
	var from []int64 // where the content of each open element starts
	for {
		before := d.InputOffset()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: t.Name, attrs: t.Attr}
			if len(open) > 0 {
				parent := open[len(open)-1]
				parent.children = append(parent.children, n)
			} else {
				root = n
			}
			open, from = append(open, n), append(from, d.InputOffset())
		case xml.EndElement:
			last := len(open) - 1
			open[last].raw = string(doc[from[last]:before])
			if last > 0 {
				open[last-1].chars += open[last].chars
			}
			open, from = open[:last], from[:last]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].chars += string(t)
			}
		}
	}
	if root == nil {
		return nil, errors.New("no root element")
	}
	return root, nil
}

func (n *node) is(space, local string) bool {
	return n.name.Space == space && n.name.Local == local
}

// all returns the children of that name.
func (n *node) all(space, local string) []*node {
	var found []*node
	for _, c := range n.children {
		if c.is(space, local) {
			found = append(found, c)
		}
	}
	return found
}

// child returns the first child of that name, or nil.
func (n *node) child(space, local string) *node {
	for _, c := range n.children {
		if c.is(space, local) {
			return c
		}
	}
	return nil
}

// text returns the text of the first child of that name.
func (n *node) text(space, local string) string {
	if c := n.child(space, local); c != nil {
		return strings.TrimSpace(c.chars)
	}
	return ""
}

// first returns the text of the first descendant of that name, in the order
// of the document, however deep it is.
func (n *node) first(space, local string) string {
	for _, c := range n.children {
		if c.is(space, local) {
			return strings.TrimSpace(c.chars)
		}
		if text := c.first(space, local); text != "" {
			return text
		}
	}
	return ""
}

func (n *node) attr(local string) string {
	for _, a := range n.attrs {
		if a.Name.Local == local && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
