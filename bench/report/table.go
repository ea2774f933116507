package report

import (
	"fmt"
	"slices"
	"strings"
)

// Measures are the things that were counted in a part, in the order in which
// they came.
func (r *Report) Measures(part string) []string {
	var all []string
	for _, result := range r.Results {
		if result.Part == part && !slices.Contains(all, result.Measure) {
			all = append(all, result.Measure)
		}
	}
	return all
}

// A grid is one measure, laid out: rows are programs, columns sizes or cases.
type grid struct {
	rows    []string
	columns []column
	cells   map[[2]string]Result // by row and the column's name
}

type column struct {
	name string
	size int // 0 for a case
}

func (r *Report) grid(part, measure string) grid {
	g := grid{cells: map[[2]string]Result{}}
	for _, result := range r.Results {
		if result.Part != part || result.Measure != measure {
			continue
		}
		c := column{name: result.Case}
		if result.Case == "" {
			c = column{Count(float64(result.Size)), result.Size}
		}
		if !slices.Contains(g.columns, c) {
			g.columns = append(g.columns, c)
		}
		if !slices.Contains(g.rows, result.Row) {
			g.rows = append(g.rows, result.Row)
		}
		g.cells[[2]string{result.Row, c.name}] = result
	}
	slices.SortStableFunc(g.columns, func(a, b column) int { return a.size - b.size })
	return g
}

// Table is one measure as a Markdown table of medians.
func (r *Report) Table(part, measure string) string {
	g := r.grid(part, measure)
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |", measure)
	for _, c := range g.columns {
		fmt.Fprintf(&b, " %s |", c.name)
	}
	b.WriteString("\n|---|" + strings.Repeat("--:|", len(g.columns)) + "\n")
	for _, row := range g.rows {
		fmt.Fprintf(&b, "| %s |", row)
		for _, c := range g.columns {
			fmt.Fprintf(&b, " %s |", g.cells[[2]string{row, c.name}])
		}
		b.WriteString("\n")
	}
	return b.String()
}
