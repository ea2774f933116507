package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"writethru/bench/report"
	"writethru/internal/plot"
)

// A Record is what a soak found.
type Record struct {
	Version  string         `json:"version"`
	Date     time.Time      `json:"date"`
	Articles int            `json:"articles"` // at first
	Lives    []*Life        `json:"lives"`
	Counts   map[string]int `json:"counts"`
	Findings []string       `json:"findings"`
}

// A Life is one process.
type Life struct {
	Began   float64  `json:"began"` // seconds since the soak began
	Ready   float64  `json:"ready"` // seconds until all was served
	Ended   float64  `json:"ended"`
	How     string   `json:"how"` // it ended
	CPU     float64  `json:"cpu"` // seconds
	Samples []Sample `json:"samples"`
}

// Ways to end.
const (
	stopped = "SIGTERM"
	killed  = "kill -9"
)

func readRecord(dir string) (*Record, error) {
	b, err := os.ReadFile(filepath.Join(dir, "soak.json"))
	if err != nil {
		return nil, err
	}
	r := new(Record)
	return r, json.Unmarshal(b, r)
}

// write writes the record.
func (r *Record) write(dir string) error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "soak.json"), append(b, '\n'), 0o666)
}

// publish writes record, chart and table, and puts the last two into the
// documents if their folder is named.
func (r *Record) publish(dir, docs string) error {
	err := errors.Join(
		r.write(dir),
		os.WriteFile(filepath.Join(dir, "soak.svg"), r.chart(), 0o666),
		os.WriteFile(filepath.Join(dir, "soak.md"), []byte(r.table()), 0o666),
	)
	if err != nil || docs == "" {
		return err
	}
	page := filepath.Join(docs, "PERFORMANCE.md")
	doc, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	text := r.table() + "\n![A soak: memory, goroutines and descriptors](performance/soak.svg)\n"
	if doc, err = report.Fill(doc, map[string]string{"soak": text}); err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	return errors.Join(os.WriteFile(filepath.Join(docs, "performance", "soak.svg"), r.chart(), 0o666), os.WriteFile(page, doc, 0o666))
}

// grew says what grew, in lives that were long enough.
func (r *Record) grew() []string {
	var all []string
	for i, l := range r.Lives {
		if samples := settled(l.Samples); samples != nil {
			for _, m := range measures {
				if what := m.grew(samples); what != "" {
					all = append(all, fmt.Sprintf("life %d: %s", i+1, what))
				}
			}
		}
	}
	return all
}

// verdict is an error if something grew or was not as it should be.
func (r *Record) verdict() error {
	all := append(slices.Clone(r.Findings), r.grew()...)
	if len(all) == 0 {
		return nil
	}
	return errors.New(strings.Join(all, "\n"))
}

// seconds is how long there was load.
func (r *Record) seconds() (wall, cpu float64) {
	for _, l := range r.Lives {
		wall, cpu = max(wall, l.Ended), cpu+l.CPU
	}
	return wall, cpu
}

// table tells of the soak in Markdown.
func (r *Record) table() string {
	var b strings.Builder
	wall, cpu := r.seconds()
	fmt.Fprintf(&b, "%s with %s articles at first, on %s, version %s. The program took %.1f %% of one core.\n\n",
		clock(wall), report.Count(float64(r.Articles)), r.Date.Format("2 January 2006"), r.Version, 100*cpu/max(wall, 1))
	b.WriteString("| life | ready after | ended by |")
	for _, m := range measures {
		fmt.Fprintf(&b, " %s |", m.name)
	}
	b.WriteString(" journal |\n|---|--:|---|" + strings.Repeat("--:|", len(measures)+1) + "\n")
	for i, l := range r.Lives {
		fmt.Fprintf(&b, "| %d: %s | %s | %s |", i+1, clock(l.Ended-l.Began), report.Seconds.Format(l.Ready), l.How)
		samples := settled(l.Samples)
		for _, m := range measures {
			if samples == nil {
				b.WriteString(" too short |")
				continue
			}
			first, last, _ := m.thirds(samples)
			fmt.Fprintf(&b, " %s → %s |", m.format(first), m.format(last))
		}
		if len(l.Samples) > 0 {
			fmt.Fprintf(&b, " %s |\n", megabytes(l.Samples[len(l.Samples)-1].Journal))
		} else {
			b.WriteString(" – |\n")
		}
	}
	b.WriteString("\nMedians of the first and the last third of each life, after its first quarter.\n\n| done | |\n|---|--:|\n")
	for _, what := range sortedKeys(r.Counts) {
		fmt.Fprintf(&b, "| %s | %s |\n", what, report.Count(float64(r.Counts[what])))
	}
	fmt.Fprintf(&b, "| **lost, said twice, changed, refused or logged as an error** | **%d** |\n", len(r.Findings))
	for _, what := range r.grew() {
		fmt.Fprintf(&b, "\n**%s**\n", what)
	}
	return b.String()
}

func sortedKeys(counts map[string]int) []string {
	var all []string
	for what := range counts {
		all = append(all, what)
	}
	slices.Sort(all)
	return all
}

// chart draws all lives.
func (r *Record) chart() []byte {
	series := []plot.Series{{Name: "resident memory, MB"}, {Name: "heap, MB", Color: 5}, {Name: "goroutines", Color: 1}, {Name: "descriptors", Color: 2}, {Name: "journal, MB", Color: 6, Dashed: true}}
	for _, l := range r.Lives {
		for _, s := range l.Samples {
			for i, v := range []float64{s.Resident / 1e6, s.Heap / 1e6, s.Goroutines, s.Descriptors, s.Journal / 1e6} {
				series[i].Points = append(series[i].Points, plot.Point{X: s.At / 60, Y: v})
			}
		}
	}
	wall, _ := r.seconds()
	text := fmt.Sprintf("%d lives of the program in %s.", len(r.Lives), clock(wall))
	for i, l := range r.Lives {
		if samples := settled(l.Samples); samples != nil {
			first, last, _ := measures[0].thirds(samples)
			text += fmt.Sprintf(" In life %d resident memory went from %s to %s.", i+1, megabytes(first), megabytes(last))
		}
	}
	return plot.Document(plot.Lines{
		Chart: plot.Chart{Title: "A soak, with restarts and kills", Text: text, Axis: "MB, or how many"},
		Even:  true, Across: "minutes", AcrossLabel: func(v float64) string { return fmt.Sprintf("%.3g", v) }, Series: series,
	})
}

// clock writes seconds as people do.
func clock(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second)).Round(time.Second)
	if d < time.Minute {
		return fmt.Sprintf("%d s", int(d.Seconds()))
	}
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}
