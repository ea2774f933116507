package plot

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

func seconds(v float64) string { return fmt.Sprintf("%g s", v) }

var charts = map[string]Drawing{
	"lines.svg": Lines{
		Chart:  Chart{Title: "Start", Axis: "seconds until the feed is served", Label: seconds},
		Across: "articles", AcrossLabel: func(v float64) string { return fmt.Sprintf("%g", v) },
		Series: []Series{
			{Name: "ours", Points: []Point{{1000, 0.08}, {10000, 0.3}, {100000, 1.9}}},
			{Name: "theirs & others'", Color: 1, Dashed: true, Points: []Point{{1000, 0.2}, {10000, 1.2}}},
		},
	},
	"lines-of-one-size.svg": Lines{
		Chart:  Chart{Title: "Start", Axis: "seconds", Label: seconds},
		Across: "articles", AcrossLabel: func(v float64) string { return fmt.Sprintf("%g", v) },
		Series: []Series{{Name: "ours", Points: []Point{{1000, 1}}}},
	},
	"lines-even.svg": Lines{
		Chart: Chart{Title: "Readers", Axis: "requests", Width: 640}, Even: true, Across: "hour of the day",
		AcrossTicks: []float64{0, 6, 12, 18, 24}, AcrossLabel: func(v float64) string { return fmt.Sprintf("%02g:00", v) },
		Series: []Series{
			{Name: "Feedly", Points: []Point{{0, 4}, {5, 17}, {12, 0}, {23, 8}}},
			{Name: "all others", Color: 6, Dashed: true, Points: hours(100)},
		},
	},
	"lines-of-nothing.svg": Lines{Chart: Chart{Title: "Readers", Axis: "requests"}, Even: true, Across: "hour"},
	"bars.svg": Bars{
		Chart: Chart{Title: "Throughput", Axis: "requests per second", Label: func(v float64) string { return fmt.Sprintf("%g/s", v) }},
		Groups: []Group{
			{"304", []Bar{{"ours", 0, 120000}, {"nginx <static>", 4, 134000}}},
			{"200, gzip", []Bar{{"ours", 0, 40000}, {"nginx <static>", 4, 0}}},
		},
	},
	"bars-with-long-names.svg": Bars{
		Chart:  Chart{Title: "Owed", Axis: "promises", Text: "The water company owes most.", Width: 640, Bare: true},
		Groups: []Group{{"", []Bar{{"the water company of the northern county and its daughters", 0, 7}, {"東京都水道局および関係する部署のすべての担当者の皆様", 0, 2}}}},
	},
	"distribution.svg": Distribution{
		Chart:  Chart{Title: "Answers", Axis: "time until the answer", Label: seconds, Width: 640},
		Counts: "promises", Edges: []float64{1, 6, 24, 72, 168}, Values: []float64{0.5, 1, 2, 5.9, 6, 30, 1000, 72},
	},
	"distribution-of-nothing.svg": Distribution{Chart: Chart{Title: "Answers", Axis: "hours"}, Edges: []float64{1, 6}},
}

func hours(n int) []Point {
	var all []Point
	for i := range n {
		all = append(all, Point{24 * float64(i) / float64(n), float64(10 + i*i%7)})
	}
	return all
}

func TestGolden(t *testing.T) {
	for name, chart := range charts {
		got := Document(chart)
		file := filepath.Join("testdata", name)
		if *rewrite {
			if err := os.WriteFile(file, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestChartsAreXMLWithoutHolesInTheFigures(t *testing.T) {
	for name, chart := range charts {
		svg := string(Document(chart))
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%s holds a coordinate that is no number", name)
		}
		for d := xml.NewDecoder(strings.NewReader(svg)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
}

func TestInlineChartsBringNoStyleAndNameThemselvesByTheirID(t *testing.T) {
	svg := string(Inline(charts["bars.svg"], "a&b"))
	if strings.Contains(svg, "<style") {
		t.Error("a chart within a page holds a style sheet, which would hold for all of the page")
	}
	for _, want := range []string{`aria-labelledby="a&amp;b-title a&amp;b-text"`, `<title id="a&amp;b-title">Throughput</title>`, `<desc id="a&amp;b-text">requests per second</desc>`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in %s", want, svg)
		}
	}
}

func TestAnEdgeBelongsToTheRangeAboveIt(t *testing.T) {
	d := Distribution{Chart: Chart{Label: seconds}, Edges: []float64{1, 6}, Values: []float64{0, 0.9, 1, 5.9, 6, 7, 8}}
	var got []string
	for i, count := range d.counts() {
		got = append(got, fmt.Sprint(d.Range(i), ": ", count))
	}
	want := []string{"under 1 s: 2", "1 s to 6 s: 2", "6 s and more: 3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEvenScalesHaveFewRoundTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newScale(0, 100, true)
		s.span(0)
		s.span(rapid.Float64Range(1e-6, 1e12).Draw(t, "largest"))
		s.round()
		ticks := s.ticks()
		if len(ticks) < 2 || len(ticks) > 7 {
			t.Errorf("%d ticks to %g: %v", len(ticks), s.max, ticks)
		}
		if last := ticks[len(ticks)-1]; s.at(last) < 99.9 || s.at(last) > 100.1 {
			t.Errorf("the last tick of %v is not the end, %g", ticks, s.max)
		}
	})
}
