// Package plot draws charts as SVG: bars, lines and distributions. They are
// readable on light and on dark pages, and for those who can't see them.
//
// It is a pure function of its input, so that a chart changes only if its
// figures do.
package plot

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
)

// A Chart is what all charts have.
type Chart struct {
	Title string
	Text  string               // in a sentence or two: what the figures say, for who can't see them
	Axis  string               // what the values are, with their unit
	Label func(float64) string // a value as people write it
	Width int                  // in pixels; 0: 760
	Bare  bool                 // the title is told, and not drawn: it stands beside the chart already
}

// A Drawing is a chart of some kind: [Bars], [Lines] or [Distribution].
type Drawing interface {
	chart() Chart
	draw(c *canvas) (height float64)
}

// Document returns the drawing as a file of its own.
func Document(d Drawing) []byte { return write(d, "plot", "<style>\n"+Style+"</style>\n") }

// Inline returns the drawing as an element for a page. The id is its own on
// that page. The page's style sheet holds [Style]; without it, the drawing has
// the colour of the text around it. It brings no style of its own: that would
// hold for the whole page.
func Inline(d Drawing, id string) []byte { return write(d, id, "") }

// Style is the style sheet of charts. Whoever wants other colours sets the
// variables anew.
const Style = `.plot { --plot-text: #24292f; --plot-faint: #59636e; --plot-grid: #d0d7de;
  --plot-0: #0a58ca; --plot-1: #c2255c; --plot-2: #b35900; --plot-3: #8250df; --plot-4: #1a7f37; --plot-5: #0b7285; --plot-6: #6e7781; --plot-7: #a40e26; }
@media (prefers-color-scheme: dark) { .plot { --plot-text: #e6edf3; --plot-faint: #9198a1; --plot-grid: #3d444d;
  --plot-0: #6cb0ff; --plot-1: #ff7eb6; --plot-2: #ffa657; --plot-3: #c297ff; --plot-4: #56d364; --plot-5: #56d4dd; --plot-6: #9198a1; --plot-7: #ff8182; } }
`

// colors are how many colours there are for series.
const colors = 8

// Sizes, in pixels.
const (
	usualWidth = 760
	lineHeight = 20
	charWidth  = 6.7 // of the 12 px type, on average
	titleRoom  = 26
	valueRoom  = 96 // for a value behind what it belongs to
)

func (ch Chart) width() float64 {
	if ch.Width > 0 {
		return float64(ch.Width)
	}
	return usualWidth
}

func (ch Chart) label(v float64) string {
	if ch.Label == nil {
		return fmt.Sprint(v)
	}
	return ch.Label(v)
}

// write draws in the direction of figures, whatever the page's language is.
func write(d Drawing, id, style string) []byte {
	var doc bytes.Buffer
	var c canvas
	ch, height := d.chart(), d.draw(&c)
	if ch.Text == "" {
		ch.Text = ch.Axis
	}
	top := 0.0
	if ch.Bare {
		top = titleRoom
	}
	fmt.Fprintf(&doc, `<svg xmlns="http://www.w3.org/2000/svg" class="plot" width="%s" height="%s" viewBox="0 %s %[1]s %[2]s" direction="ltr"`, n(ch.width()), n(height-top), n(top))
	fmt.Fprintf(&doc, ` font-family="system-ui, -apple-system, &#39;Segoe UI&#39;, &#39;DejaVu Sans&#39;, sans-serif" font-size="12" role="img" aria-labelledby="%[1]s-title %[1]s-text">`+"\n", escaped(id))
	fmt.Fprintf(&doc, `<title id="%s-title">%s</title>`+"\n", escaped(id), escaped(ch.Title))
	fmt.Fprintf(&doc, `<desc id="%s-text">%s</desc>`+"\n", escaped(id), escaped(ch.Text))
	doc.WriteString(style)
	doc.Write(c.Bytes())
	doc.WriteString("</svg>\n")
	return doc.Bytes()
}

// A canvas is an SVG that is being drawn.
type canvas struct{ bytes.Buffer }

// The attributes of text.
const (
	plain  = `fill="var(--plot-text, currentColor)"`
	faint  = `fill="var(--plot-faint, currentColor)"`
	end    = ` text-anchor="end"`
	middle = ` text-anchor="middle"`
)

func (c *canvas) title(ch Chart) {
	if !ch.Bare {
		c.text(12, 22, plain+` font-size="14" font-weight="600"`, ch.Title)
	}
}

func (c *canvas) text(x, y float64, attributes, s string) {
	fmt.Fprintf(c, `<text x="%s" y="%s" %s>%s</text>`+"\n", n(x), n(y), attributes, escaped(s))
}

// upwards writes along the left side, around a height.
func (c *canvas) upwards(y float64, s string) {
	fmt.Fprintf(c, `<text transform="translate(16 %s) rotate(-90)" %s>%s</text>`+"\n", n(y), plain+middle, escaped(s))
}

func (c *canvas) rule(x1, y1, x2, y2 float64) {
	fmt.Fprintf(c, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="var(--plot-grid, currentColor)"/>`+"\n", n(x1), n(y1), n(x2), n(y2))
}

// bar draws a rectangle that says what it stands for when it is pointed at.
func (c *canvas) bar(x, y, width, height float64, color int, says string) {
	fmt.Fprintf(c, `<rect x="%s" y="%s" width="%s" height="%s" %s><title>%s</title></rect>`+"\n",
		n(x), n(y), n(width), n(height), paint("fill", color), escaped(says))
}

// paint is the attribute for a colour of series.
func paint(attribute string, color int) string {
	return fmt.Sprintf(`%s="var(--plot-%d, currentColor)"`, attribute, color%colors)
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

// n writes a coordinate, in tenths of a pixel.
func n(v float64) string { return fmt.Sprint(math.Round(v*10) / 10) }
