package check

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// A node is an element of an XML document. Columns are counted in bytes.
type node struct {
	space, name string
	attrs       []xml.Attr
	at          place
	children    []*node
	text        string // its own text, without that of its children
	from, to    int64  // the bytes between its tags
}

// parseXML reads a document into a tree. It is nil if the document is not
// well-formed.
func (c *checker) parseXML(doc []byte) *node {
	d := xml.NewDecoder(bytes.NewReader(doc))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is decoded
	top := &node{}
	open := []*node{top}
	spaces := map[string]bool{"": true, "http://www.w3.org/XML/1998/namespace": true, "xmlns": true}
	for {
		line, column := d.InputPos()
		before := d.InputOffset()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		here := at(line, column)
		if err != nil {
			line, column = d.InputPos()
			c.notWellFormed(at(line, column), err)
			return nil
		}
		inner := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{space: t.Name.Space, name: t.Name.Local, attrs: t.Attr, at: here, from: d.InputOffset()}
			inner.children = append(inner.children, n)
			open = append(open, n)
			c.names(n, spaces)
		case xml.EndElement:
			inner.to = before
			open = open[:len(open)-1]
		case xml.CharData:
			if inner == top && top.at == "" && strings.TrimSpace(string(t)) != "" {
				top.at = here // text outside of the root element
			}
			inner.text += string(t)
		case xml.Directive:
			c.find("doctype", here, "the document has a document type")
		case xml.ProcInst:
			if t.Target == "xml" && before > 0 {
				c.find("declaration-late", here, "something stands before the XML declaration")
			}
		}
	}
	return c.root(top)
}

// root returns the one element of the document.
func (c *checker) root(top *node) *node {
	switch {
	case len(top.children) == 0:
		c.find("not-a-feed", at(1, 1), "there is no element in the document")
		return nil
	case len(top.children) > 1:
		c.find("not-well-formed", top.children[1].at, "there is a second root element, <%s>", top.children[1].name)
		return nil
	case strings.TrimSpace(top.text) != "":
		c.find("not-well-formed", top.at, "there is text outside of the root element: %q", short(strings.TrimSpace(top.text)))
	}
	return top.children[0]
}

func (c *checker) notWellFormed(where place, err error) {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		c.find("not-well-formed", where, "%s", syntax.Msg)
		return
	}
	c.find("not-well-formed", where, "%s", err)
}

// names checks the names of an element and its attributes, and notes the
// namespaces that it declares.
func (c *checker) names(n *node, declared map[string]bool) {
	for i, a := range n.attrs {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			declared[a.Value] = true
			c.knownNamespace(n, a)
		}
		for _, b := range n.attrs[:i] {
			if a.Name == b.Name {
				c.find("attribute-repeated", n.at, "<%s> has the attribute %s twice", n.name, a.Name.Local)
			}
		}
	}
	if !declared[n.space] {
		c.find("prefix-undeclared", n.at, "the prefix %s of <%s> is not declared", n.space, n.name)
	}
}

// is reports whether the element has this name.
func (n *node) is(space, name string) bool { return n.space == space && n.name == name }

// all returns the children of that name.
func (n *node) all(space, name string) []*node {
	var found []*node
	for _, child := range n.children {
		if child.is(space, name) {
			found = append(found, child)
		}
	}
	return found
}

// child returns the first child of that name, or nil.
func (n *node) child(space, name string) *node {
	for _, child := range n.children {
		if child.is(space, name) {
			return child
		}
	}
	return nil
}

// says returns the text of the first child of that name.
func (n *node) says(space, name string) text {
	if child := n.child(space, name); child != nil {
		return child.saying()
	}
	return text{}
}

// saying is the element's own text.
func (n *node) saying() text { return text{strings.TrimSpace(n.text), n.at} }

// lang is the element's xml:lang.
func (n *node) lang() text {
	for _, a := range n.attrs {
		if a.Name.Local == "lang" && a.Name.Space != "" {
			return text{a.Value, n.at}
		}
	}
	return text{}
}

// based reports whether the element or one inside has xml:base.
func (n *node) based() bool {
	for _, a := range n.attrs {
		if a.Name.Local == "base" && a.Name.Space != "" {
			return true
		}
	}
	return slices.ContainsFunc(n.children, (*node).based)
}

// attr returns an attribute that has no prefix.
func (n *node) attr(name string) text {
	for _, a := range n.attrs {
		if a.Name.Space == "" && a.Name.Local == name {
			return text{strings.TrimSpace(a.Value), n.at}
		}
	}
	return text{}
}
