package plot

import "math"

// Bars compare values with each other, in groups. All bars have one scale, from
// zero: their lengths can be compared across groups.
type Bars struct {
	Chart
	Groups []Group
}

// A Group is a set of bars under one heading, which may be empty.
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

func (b Bars) chart() Chart { return b.Chart }

func (b Bars) draw(c *canvas) float64 {
	c.title(b.Chart)
	left, largest := b.left(), b.largest()
	y := 44.0
	c.text(left, y, faint, b.Axis)
	for _, g := range b.Groups {
		y += 8
		if g.Name != "" {
			y += lineHeight - 2
			c.text(12, y, plain, g.Name)
			y += 8
		}
		c.rule(left, y, left, y+float64(len(g.Bars)*lineHeight))
		for _, bar := range g.Bars {
			length := 0.0
			if largest > 0 {
				length = math.Max(1, (b.width()-valueRoom-left)*bar.Value/largest)
			}
			c.text(left-8, y+14, plain+end, short(bar.Name))
			c.bar(left, y+3, length, lineHeight-6, bar.Color, bar.Name+": "+b.label(bar.Value))
			c.text(left+length+6, y+14, plain, b.label(bar.Value))
			y += lineHeight
		}
	}
	return y + 16
}

// left is where bars begin: behind the longest name.
func (b Bars) left() float64 {
	longest := 0.0
	for _, g := range b.Groups {
		for _, bar := range g.Bars {
			longest = math.Max(longest, room(bar.Name))
		}
	}
	return 28 + longest
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
