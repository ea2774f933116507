package report

import (
	"slices"
	"strings"

	"writethru/internal/plot"
)

// programs have their colours: the same program has the same one in all charts.
var programs = []string{"Writethru", "Hugo", "Eleventy", "Jekyll", "nginx", "Caddy", "net/http"}

// Chart draws one measure: lines over sizes, bars for cases or a single size.
// It returns nil where there is nothing to draw.
func (r *Report) Chart(part, measure, title string) []byte {
	g := r.grid(part, measure)
	sizes := 0
	for _, c := range g.columns {
		if c.size > 0 {
			sizes++
		}
	}
	unit, drawn := Unit(""), false
	for _, cell := range g.cells {
		if len(cell.Values) > 0 {
			unit, drawn = cell.Unit, true
		}
	}
	if !drawn {
		return nil
	}
	chart := plot.Chart{Title: title, Axis: measure, Label: unit.Format}
	if sizes > 1 {
		return plot.Document(plot.Lines{Chart: chart, Across: "articles", AcrossLabel: Count, Series: g.series()})
	}
	return plot.Document(plot.Bars{Chart: chart, Groups: g.groups()})
}

// series are the rows as lines. The second row of a program is dashed.
func (g grid) series() []plot.Series {
	var all []plot.Series
	seen := map[int]bool{}
	for _, row := range g.rows {
		s := plot.Series{Name: row, Color: color(row)}
		for _, c := range g.columns {
			if cell := g.cells[[2]string{row, c.name}]; cell.Median() > 0 {
				s.Points = append(s.Points, plot.Point{X: float64(c.size), Y: cell.Median()})
			}
		}
		if len(s.Points) > 0 {
			s.Dashed = seen[s.Color]
			seen[s.Color] = true
			all = append(all, s)
		}
	}
	return all
}

// groups are the columns as groups of bars.
func (g grid) groups() []plot.Group {
	var all []plot.Group
	for _, c := range g.columns {
		group := plot.Group{Name: c.name}
		if c.size > 0 {
			group.Name += " articles"
		}
		for _, row := range g.rows {
			if cell := g.cells[[2]string{row, c.name}]; len(cell.Values) > 0 {
				group.Bars = append(group.Bars, plot.Bar{Name: row, Color: color(row), Value: cell.Median()})
			}
		}
		if len(group.Bars) > 0 {
			all = append(all, group)
		}
	}
	return all
}

// color is the colour of the program that a row names first.
func color(row string) int {
	name, _, _ := strings.Cut(row, ",")
	return slices.Index(append(programs, name), name)
}
