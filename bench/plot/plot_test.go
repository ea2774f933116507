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
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

func seconds(v float64) string { return fmt.Sprintf("%g s", v) }

var charts = map[string]interface{ SVG() []byte }{
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
	"bars.svg": Bars{
		Chart: Chart{Title: "Throughput", Axis: "requests per second", Label: func(v float64) string { return fmt.Sprintf("%g/s", v) }},
		Groups: []Group{
			{"304", []Bar{{"ours", 0, 120000}, {"nginx <static>", 4, 134000}}},
			{"200, gzip", []Bar{{"ours", 0, 40000}, {"nginx <static>", 4, 0}}},
		},
	},
}

func TestGolden(t *testing.T) {
	for name, chart := range charts {
		got := chart.SVG()
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
		svg := string(chart.SVG())
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
