package plot

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// Bars compare values with each other, in groups. All bars have one scale, from
// zero: their lengths can be compared across groups.
type Bars struct {
	Chart
	Groups []Group
}

// A Group is a set of bars under one heading.
type Group struct {
	Name string
	Bars []Bar
}

// A Bar is one value.
type Bar struct {
	Name  string
	Color int // 0 to 7: the same for the same thing in all charts
	Value float64
}

// valueRoom is the place for the value behind the longest bar.
const valueRoom = 96

// SVG draws the chart.
func (b Bars) SVG() []byte {
	var c canvas
	c.text(12, 22, "title", b.Title)
	left, largest := b.left(), b.largest()
	y := 44.0
	c.text(left, y, "faint", b.Axis)
	for _, g := range b.Groups {
		y += lineHeight + 6
		c.text(12, y, "", g.Name)
		y += 8
		c.rule(left, y, left, y+float64(len(g.Bars)*lineHeight))
		for _, bar := range g.Bars {
			length := 0.0
			if largest > 0 {
				length = math.Max(1, (width-valueRoom-left)*bar.Value/largest)
			}
			c.text(left-8, y+14, "end", bar.Name)
			fmt.Fprintf(&c, `<rect x="%s" y="%s" width="%s" height="%d" fill="var(--c%d)"/>`, n(left), n(y+3), n(length), lineHeight-6, bar.Color%colors)
			c.text(left+length+6, y+14, "", b.Label(bar.Value))
			y += lineHeight
		}
	}
	return c.finish(b.Chart, y+16)
}

// left is where bars begin: behind the longest name.
func (b Bars) left() float64 {
	longest := 0
	for _, g := range b.Groups {
		for _, bar := range g.Bars {
			longest = max(longest, utf8.RuneCountInString(bar.Name))
		}
	}
	return 28 + charWidth*float64(longest)
}

func (b Bars) largest() float64 {
	largest := 0.0
	for _, g := range b.Groups {
		for _, bar := range g.Bars {
			largest = math.Max(largest, bar.Value)
		}
	}
	return largest
}
