package plot

import (
	"fmt"
	"math"
)

// Lines show how values grow with something. Both axes are logarithmic, so that
// what grows in proportion is a straight slope, and what does not grow is flat.
type Lines struct {
	Chart
	Across      string               // what the other axis is, with its unit
	AcrossLabel func(float64) string // a place on it as people write it
	Series      []Series
}

// A Series is one line.
type Series struct {
	Name   string
	Color  int // 0 to 7: the same for the same thing in all charts
	Dashed bool
	Points []Point
}

// A Point is a value (Y) at a place (X). Both are larger than zero.
type Point struct{ X, Y float64 }

// The area of a line chart.
const (
	areaLeft, areaRight   = 84, 530
	areaTop, areaBottom   = 44, 300
	legendX, legendSwatch = areaRight + 24, 22
)

// SVG draws the chart.
func (l Lines) SVG() []byte {
	var c canvas
	c.text(12, 22, "title", l.Title)
	xs, ys := l.scales()
	for _, y := range ys.ticks() {
		c.rule(areaLeft, ys.at(y), areaRight, ys.at(y))
		c.text(areaLeft-8, ys.at(y)+4, "faint end", l.Label(y))
	}
	for _, x := range xs.ticks() {
		c.rule(xs.at(x), areaTop, xs.at(x), areaBottom)
		c.text(xs.at(x), areaBottom+18, "faint middle", l.AcrossLabel(x))
	}
	c.text((areaLeft+areaRight)/2, areaBottom+38, "middle", l.Across)
	fmt.Fprintf(&c, `<g transform="translate(16 %d) rotate(-90)">`, (areaTop+areaBottom)/2)
	c.text(0, 0, "middle", l.Axis)
	c.WriteString("</g>\n")
	for i, s := range l.Series {
		l.line(&c, s, xs, ys)
		y := float64(areaTop + 6 + i*lineHeight)
		fmt.Fprintf(&c, `<path d="M%d %sh%d" class="line" stroke="var(--c%d)"%s/>`, legendX, n(y), legendSwatch, s.Color%colors, s.dashes())
		c.text(legendX+legendSwatch+8, y+4, "", s.Name)
	}
	return c.finish(l.Chart, math.Max(areaBottom+52, float64(areaTop+20+len(l.Series)*lineHeight)))
}

func (l Lines) line(c *canvas, s Series, xs, ys scale) {
	path := ""
	for i, p := range s.Points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		path += command + n(xs.at(p.X)) + " " + n(ys.at(p.Y))
		fmt.Fprintf(c, `<circle cx="%s" cy="%s" r="3.5" fill="var(--c%d)"/>`, n(xs.at(p.X)), n(ys.at(p.Y)), s.Color%colors)
	}
	fmt.Fprintf(c, `<path d="%s" class="line" stroke="var(--c%d)"%s/>`+"\n", path, s.Color%colors, s.dashes())
}

func (s Series) dashes() string {
	if s.Dashed {
		return ` stroke-dasharray="5 4"`
	}
	return ""
}

// scales spans all points, in whole powers of ten.
func (l Lines) scales() (x, y scale) {
	x = scale{min: math.Inf(1), max: math.Inf(-1), from: areaLeft, to: areaRight}
	y = scale{min: math.Inf(1), max: math.Inf(-1), from: areaBottom, to: areaTop}
	for _, s := range l.Series {
		for _, p := range s.Points {
			x.span(p.X)
			y.span(p.Y)
		}
	}
	return x, y
}

// A scale places values between two edges, by their logarithm.
type scale struct{ min, max, from, to float64 }

func (s *scale) span(v float64) {
	exponent := math.Log10(v)
	s.min = math.Min(s.min, math.Floor(exponent+1e-9))
	s.max = math.Max(s.max, math.Ceil(exponent-1e-9))
}

func (s scale) at(v float64) float64 {
	if s.max <= s.min {
		return (s.from + s.to) / 2
	}
	return s.from + (s.to-s.from)*(math.Log10(v)-s.min)/(s.max-s.min)
}

func (s scale) ticks() []float64 {
	var all []float64
	for e := s.min; e <= s.max; e++ {
		all = append(all, math.Pow(10, e))
	}
	return all
}
