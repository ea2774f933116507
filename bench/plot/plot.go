// Package plot draws the two kinds of charts that figures of speed need, as
// SVG that is readable on light and on dark pages.
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
	Axis  string               // what the values are, with their unit
	Label func(float64) string // a value as people write it
}

// Sizes, in pixels.
const (
	width      = 760
	lineHeight = 20
	charWidth  = 6.7 // of the 12 px type, on average
)

// colors are how many colours there are for series.
const colors = 8

const style = `<style>
svg { --text: #24292f; --faint: #6e7781; --grid: #d0d7de;
  --c0: #0a58ca; --c1: #c2255c; --c2: #b35900; --c3: #8250df; --c4: #1a7f37; --c5: #0b7285; --c6: #6e7781; --c7: #a40e26; }
@media (prefers-color-scheme: dark) { svg { --text: #e6edf3; --faint: #9198a1; --grid: #3d444d;
  --c0: #6cb0ff; --c1: #ff7eb6; --c2: #ffa657; --c3: #c297ff; --c4: #56d364; --c5: #56d4dd; --c6: #9198a1; --c7: #ff8182; } }
text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--text); }
.title { font-size: 14px; font-weight: 600; } .faint { fill: var(--faint); } .end { text-anchor: end; } .middle { text-anchor: middle; }
.grid { stroke: var(--grid); stroke-width: 1; } .line { fill: none; stroke-width: 2; }
</style>
`

// A canvas is an SVG that is being drawn.
type canvas struct{ bytes.Buffer }

func (c *canvas) text(x, y float64, class, s string) {
	fmt.Fprintf(c, `<text x="%s" y="%s" class="%s">`, n(x), n(y), class)
	_ = xml.EscapeText(c, []byte(s)) // a buffer takes everything
	c.WriteString("</text>\n")
}

func (c *canvas) rule(x1, y1, x2, y2 float64) {
	fmt.Fprintf(c, `<line x1="%s" y1="%s" x2="%s" y2="%s" class="grid"/>`+"\n", n(x1), n(y1), n(x2), n(y2))
}

// finish returns the drawing as a document of some height.
func (c *canvas) finish(ch Chart, height float64) []byte {
	var title, doc bytes.Buffer
	_ = xml.EscapeText(&title, []byte(ch.Title+": "+ch.Axis)) // a buffer takes everything
	fmt.Fprintf(&doc, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%s" viewBox="0 0 %d %s" role="img" aria-label="%s">`+"\n",
		width, n(height), width, n(height), title.Bytes())
	doc.WriteString(style)
	doc.Write(c.Bytes())
	doc.WriteString("</svg>\n")
	return doc.Bytes()
}

// n writes a coordinate, in tenths of a pixel.
func n(v float64) string { return fmt.Sprint(math.Round(v*10) / 10) }
