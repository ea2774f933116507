package pages

import (
	"html/template"
	"io"
)

// An AudiencePage tells operators who reads the feeds, in figures.
type AudiencePage struct {
	Publication
	Text   string // in a sentence: what the figures are of
	Facts  []Fact // the most important figures
	Plots  []Plot
	Tables []Table
}

// A Fact is one figure.
type Fact struct {
	Name  string
	Value string
	Note  string // may be empty
}

// A Table has a row for each thing that it is about, named in its first column.
type Table struct {
	ID      string // in the page
	Title   string
	Columns []Column
	Rows    [][]string
	Note    string // below it; may be empty
}

// A Column is one of a table.
type Column struct {
	Name   string
	Number bool // numbers are in it
}

// A Plot is a chart under its title.
type Plot struct {
	Title string
	SVG   template.HTML // trusted
}

// Audience writes the page of the audience. It is for operators, and in English.
func (t *Theme) Audience(w io.Writer, p AudiencePage) error {
	return t.write(w, "audience", Frame{Publication: p.Publication, Name: "Audience", Language: "en", Path: "/audience", Page: p})
}
