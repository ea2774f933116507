package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"writethru/bench/report"
)

// charts are the measures that are drawn.
var charts = []struct{ part, measure, file, title string }{
	{"build", coldTime, "build-time", "From articles to feed files"},
	{"build", peakMemory, "build-memory", "Memory of a build"},
	{"start", coldFeed, "start-cold", "A server's first start"},
	{"start", warmFeed, "start-warm", "A server's next start"},
	{"start", idleMemory, "start-memory", "A server at rest"},
	{"latency", saved, "latency", "A save reaches readers"},
	{"save", saveCPU, "save-cpu", "What a save costs"},
	{"http", rate, "http-rate", "Throughput of one core"},
	{"idle", memory, "idle-memory", "Many readers, nothing to do"},
	{"polling", dayBytes, "polling", "A reader that polls every 15 minutes"},
}

// publish puts what was measured so far into the documents, over what they had
// of the same parts and sizes.
func (b *bench) publish() error {
	if b.docs == "" {
		return nil
	}
	dir := filepath.Join(b.docs, "performance")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	file := resultsFile(b.docs)
	earlier, err := report.Read(file)
	if err != nil {
		return err
	}
	r := b.report.Over(earlier)
	if err := r.Write(file); err != nil {
		return err
	}
	for _, c := range charts {
		svg := r.Chart(c.part, c.measure, c.title)
		if svg == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, c.file+".svg"), svg, 0o666); err != nil {
			return err
		}
	}
	page := filepath.Join(b.docs, "PERFORMANCE.md")
	doc, err := os.ReadFile(page)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if doc, err = report.Fill(doc, sections(&r)); err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	return os.WriteFile(page, doc, 0o666)
}

// render publishes what earlier runs have left.
func render(o options) error {
	r, err := report.Read(resultsFile(o.docs))
	if err != nil {
		return err
	}
	return (&bench{options: o, report: r}).publish()
}

func resultsFile(docs string) string { return filepath.Join(docs, "performance", "results.json") }

// print prints what this run measured.
func (b *bench) print(w io.Writer) {
	if len(b.report.Results) == 0 {
		return
	}
	for _, text := range ordered(sections(&b.report)) {
		fmt.Fprintln(w, text)
	}
}

// sections are the parts of the document that are ours, by name.
func sections(r *report.Report) map[string]string {
	all := map[string]string{"machine": r.Machine.Markdown(), "goals": r.Goals(goals)}
	for _, p := range parts {
		var blocks []string
		for _, measure := range r.Measures(p.name) {
			blocks = append(blocks, r.Table(p.name, measure))
		}
		for _, c := range charts {
			if c.part == p.name && r.Chart(c.part, c.measure, c.title) != nil {
				blocks = append(blocks, fmt.Sprintf("![%s: %s](performance/%s.svg)\n", c.title, c.measure, c.file))
			}
		}
		if len(blocks) > 0 {
			all[p.name] = strings.Join(blocks, "\n")
		}
	}
	return all
}

// ordered are the sections in the order of the parts.
func ordered(sections map[string]string) []string {
	all := []string{sections["machine"]}
	for _, p := range parts {
		if text := sections[p.name]; text != "" {
			all = append(all, "## "+p.about+"\n\n"+text)
		}
	}
	return append(all, "## goals\n\n"+sections["goals"])
}
