package plot

import (
	"fmt"
	"math"
	"slices"
)

// A Distribution shows how many values lie in which range: how long answers
// took, say. The ranges are as wide as each other on paper, whatever lies
// between their edges.
type Distribution struct {
	Chart         // its axis is what the values are, along the bottom
	Counts string // what is counted
	Color  int    // 0 to 7
	Values []float64
	Edges  []float64 // ascending; values below the first and above the last have a range, too
}

func (d Distribution) chart() Chart { return d.Chart }

func (d Distribution) draw(c *canvas) float64 {
	c.title(d.Chart)
	counts := d.counts()
	right := d.width() - 24
	ys := newScale(areaBottom, areaTop, true)
	ys.span(0)
	ys.span(math.Max(1, float64(slices.Max(counts))))
	ys.round()
	for _, y := range ys.ticks() {
		if y == math.Trunc(y) {
			c.rule(areaLeft, ys.at(y), right, ys.at(y))
			c.text(areaLeft-8, ys.at(y)+4, faint+end, fmt.Sprint(y))
		}
	}
	wide := (right - areaLeft) / float64(len(counts))
	for i, count := range counts {
		x, y := areaLeft+wide*float64(i), ys.at(float64(count))
		if count > 0 {
			c.bar(x+3, y, wide-6, areaBottom-y, d.Color, d.Range(i)+": "+fmt.Sprint(count))
			c.text(x+wide/2, y-5, plain+middle, fmt.Sprint(count))
		}
		if i > 0 {
			c.rule(x, areaBottom, x, areaBottom+5)
			c.text(x, areaBottom+18, faint+middle, d.label(d.Edges[i-1]))
		}
	}
	c.text((areaLeft+right)/2, areaBottom+38, plain+middle, d.Axis)
	c.upwards((areaTop+areaBottom)/2, d.Counts)
	return areaBottom + 52
}

// counts is how many values lie in each range. An edge belongs to the range
// above it.
func (d Distribution) counts() []int {
	counts := make([]int, len(d.Edges)+1)
	for _, v := range d.Values {
		i, found := slices.BinarySearch(d.Edges, v)
		if found {
			i++
		}
		counts[i]++
	}
	return counts
}

// Range names a range, from 0 to the number of edges.
func (d Distribution) Range(i int) string {
	switch {
	case len(d.Edges) == 0:
		return d.Axis
	case i == 0:
		return "under " + d.label(d.Edges[0])
	case i == len(d.Edges):
		return d.label(d.Edges[i-1]) + " and more"
	}
	return d.label(d.Edges[i-1]) + " to " + d.label(d.Edges[i])
}
