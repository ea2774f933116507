package plot

import (
	"fmt"
	"math"
)

// Lines show how values change with something: with a size, or over time.
//
// Both axes are logarithmic, so that what grows in proportion is a straight
// slope, and what does not grow is flat; or both are Even, and the values begin
// at zero.
type Lines struct {
	Chart
	Even        bool
	Across      string               // what the other axis is, with its unit
	AcrossLabel func(float64) string // a place on it as people write it
	AcrossTicks []float64            // where it is labelled, from its first to its last place; none: at round places
	Series      []Series
}

// A Series is one line.
type Series struct {
	Name   string
	Color  int // 0 to 7: the same for the same thing in all charts
	Dashed bool
	Points []Point
}

// A Point is a value (Y) at a place (X). Both are larger than zero, unless the
// axes are even.
type Point struct{ X, Y float64 }

// The area in which lines and columns are drawn.
const (
	areaLeft, areaTop, areaBottom = 84, 44, 300
	legendSwatch                  = 22
	fewDots                       = 48 // a line of more points is drawn without dots
)

func (l Lines) chart() Chart { return l.Chart }

func (l Lines) draw(c *canvas) float64 {
	c.title(l.Chart)
	right := l.right()
	xs, ys := l.scales(right)
	for _, y := range ys.ticks() {
		c.rule(areaLeft, ys.at(y), right, ys.at(y))
		c.text(areaLeft-8, ys.at(y)+4, faint+end, l.label(y))
	}
	ticks := l.AcrossTicks
	if len(ticks) == 0 {
		ticks = xs.ticks()
	}
	for _, x := range ticks {
		c.rule(xs.at(x), areaTop, xs.at(x), areaBottom)
		c.text(xs.at(x), areaBottom+18, faint+middle, l.across(x))
	}
	c.text((areaLeft+right)/2, areaBottom+38, plain+middle, l.Across)
	c.upwards((areaTop+areaBottom)/2, l.Axis)
	for i, s := range l.Series {
		l.line(c, s, xs, ys)
		x, y := right+24, float64(areaTop+6+i*lineHeight)
		fmt.Fprintf(c, `<path d="M%s %sh%d"%s/>`+"\n", n(x), n(y), legendSwatch, s.stroke())
		c.text(x+legendSwatch+8, y+4, plain, short(s.Name))
	}
	return math.Max(areaBottom+52, float64(areaTop+20+len(l.Series)*lineHeight))
}

// right is where the area ends: before the names of the lines.
func (l Lines) right() float64 {
	longest := 0.0
	for _, s := range l.Series {
		longest = math.Max(longest, room(s.Name))
	}
	return l.width() - math.Max(longest, 20*charWidth) - legendSwatch - 40
}

func (l Lines) across(x float64) string {
	if l.AcrossLabel == nil {
		return fmt.Sprint(x)
	}
	return l.AcrossLabel(x)
}

func (l Lines) line(c *canvas, s Series, xs, ys scale) {
	if len(s.Points) == 0 {
		return
	}
	path, command := "", "M"
	for _, p := range s.Points {
		path += command + n(xs.at(p.X)) + " " + n(ys.at(p.Y))
		command = "L"
		if len(s.Points) <= fewDots {
			fmt.Fprintf(c, `<circle cx="%s" cy="%s" r="3.5" %s><title>%s</title></circle>`+"\n",
				n(xs.at(p.X)), n(ys.at(p.Y)), paint("fill", s.Color), escaped(s.Name+", "+l.across(p.X)+": "+l.label(p.Y)))
		}
	}
	fmt.Fprintf(c, `<path d="%s"%s/>`+"\n", path, s.stroke())
}

func (s Series) stroke() string {
	stroke := ` fill="none" stroke-width="2" ` + paint("stroke", s.Color)
	if s.Dashed {
		stroke += ` stroke-dasharray="5 4"`
	}
	return stroke
}

// scales spans all points and labels.
func (l Lines) scales(right float64) (x, y scale) {
	x = newScale(areaLeft, right, l.Even)
	y = newScale(areaBottom, areaTop, l.Even)
	if l.Even {
		y.span(0)
	}
	for _, tick := range l.AcrossTicks {
		x.span(tick)
	}
	for _, s := range l.Series {
		for _, p := range s.Points {
			x.span(p.X)
			y.span(p.Y)
		}
	}
	if l.Even {
		y.round()
	}
	return x, y
}
