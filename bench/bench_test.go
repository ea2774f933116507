package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/bench/corpus"
	"writethru/bench/process"
	"writethru/bench/report"
)

func TestTheCommandLine(t *testing.T) {
	o, err := parse([]string{"-sizes", "10k,500,1M", "-only", "http,latency", "-tool", "hugo=/opt/hugo", "-peers-up-to", "10k"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{500, 10_000, 1_000_000}, o.sizes); diff != "" {
		t.Errorf("sizes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"http", "latency"}, o.only); diff != "" {
		t.Errorf("only (-want +got):\n%s", diff)
	}
	if o.paths["hugo"] != "/opt/hugo" || o.peersUpTo != 10_000 {
		t.Errorf("options = %+v", o)
	}
	for _, args := range [][]string{{"-sizes", "many"}, {"-sizes", "0"}, {"-only", "lunch"}, {"-tool", "hugo"}, {"posts"}} {
		if _, err := parse(args, io.Discard); err == nil {
			t.Errorf("parse(%q) takes it", args)
		}
	}
}

func TestContendersTakeTurns(t *testing.T) {
	var order []string
	named := func(row string, err error) contender {
		return contender{key: report.Key{Row: row}, measure: func(context.Context) error {
			order = append(order, row)
			return err
		}}
	}
	slow := &process.LimitError{Limit: time.Minute}
	b := &bench{options: options{rounds: 3, limit: time.Minute, enough: time.Minute}, log: io.Discard}
	err := b.interleave(t.Context(), []contender{named("A", nil), named("B", nil), named("C", slow)})
	if got := strings.Join(order, " "); err != nil || got != "A B C A B A B" {
		t.Errorf("the order was %s, %v", got, err)
	}
	if r := b.report.Find(report.Key{Row: "C"}); r == nil || r.String() != "not done in 1m0s" {
		t.Errorf("C is told as %v", r)
	}
}

func TestWhatCantBeDoneInTimeIsNotTried(t *testing.T) {
	sized := func(row string, size int) report.Key {
		return report.Key{Part: "build", Measure: coldTime, Row: row, Size: size}
	}
	b := &bench{options: options{rounds: 1, limit: time.Minute, enough: time.Minute, sizes: []int{1000, 10_000, 100_000}}, log: io.Discard}
	b.report.Add(sized("fast", 10_000), report.Seconds, 5)
	b.report.Add(sized("slow", 10_000), report.Seconds, 7)
	b.report.Miss(sized("slower", 10_000), "not done in 1m0s")
	tried := ""
	var contenders []contender
	for _, row := range []string{"fast", "slow", "slower", "new"} {
		contenders = append(contenders, contender{grows: true, key: sized(row, 100_000), measure: func(context.Context) error {
			tried += row + " "
			return nil
		}})
	}
	if err := b.interleave(t.Context(), contenders); err != nil || tried != "fast new " {
		t.Errorf("tried %s, %v", tried, err)
	}
	for row, want := range map[string]string{"slow": "left out: 7 s with 10,000", "slower": "left out: not done in 1m0s with 10,000"} {
		if r := b.report.Find(sized(row, 100_000)); r == nil || r.String() != want {
			t.Errorf("%s is told as %v, want %s", row, r, want)
		}
	}
}

func TestAnInterruptEndsTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := &bench{options: options{rounds: 3, limit: time.Minute, enough: time.Minute}, log: io.Discard}
	err := b.interleave(ctx, []contender{{measure: func(context.Context) error {
		cancel()
		return errors.New("killed")
	}}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interleave = %v", err)
	}
}

func TestASaveChangesOneCopy(t *testing.T) {
	const size = 20
	b := &bench{options: options{cache: t.TempDir()}}
	b.sites = filepath.Join(b.cache, "sites")
	original := corpus.Dir(b.cache, size)
	if err := corpus.Make(t.Context(), original, size); err != nil {
		t.Fatal(err)
	}
	s, err := b.newSite("test", size, "posts", same)
	if err != nil {
		t.Fatal(err)
	}
	name := corpus.Newest(size, 1)[0].Path
	read := func(dir string) []byte {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	before := read(original)
	e := &editor{site: s, articles: corpus.Newest(size, 1)}
	for range 2 {
		words, err := e.edit()
		if err != nil {
			t.Fatal(err)
		}
		if text := read(s.articles); bytes.Count(text, []byte("Counted again")) != 1 || !bytes.Contains(text, []byte(words)) {
			t.Errorf("after an edit:\n%s", text)
		}
	}
	words, err := e.followUp()
	if err != nil {
		t.Fatal(err)
	}
	if text := read(s.articles); !bytes.Contains(text, []byte("\n\n**Update:** ")) || !bytes.Contains(text, []byte(words)) {
		t.Errorf("after a follow-up:\n%s", text)
	}
	if diff := cmp.Diff(string(before), string(read(original))); diff != "" {
		t.Errorf("the corpus itself changed:\n%s", diff)
	}
}

func TestWhatLoadGeneratorsSay(t *testing.T) {
	const wrk = `Running 2s test @ http://127.0.0.1:8080/feed.rss
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.10ms  424.13us  14.91ms   93.75%
  116000 requests in 2.00s, 29.17MB read
Requests/sec:  58000.12
`
	const h2load = `finished in 2.00s, 58000.00 req/s, 1.23MB/s
requests: 116000 total, 116064 started, 116000 done, 116000 succeeded, 0 failed, 0 errored, 0 timeout
status codes: 0 2xx, 116000 3xx, 0 4xx, 0 5xx
`
	for _, c := range []struct {
		says generatorSays
		said string
		bad  []string
	}{
		{wrkSays, wrk, []string{"unable to connect", wrk + "  Non-2xx or 3xx responses: 7\n", wrk + "  Socket errors: connect 0, read 3\n"}},
		{h2loadSays, h2load, []string{"", h2load + "status codes: 0 2xx, 0 3xx, 10 4xx, 0 5xx\n", strings.Replace(h2load, "0 failed", "20 failed", 1)}},
	} {
		counts, err := c.says.read(c.said)
		if err != nil || counts.PerSecond() != 58_000 {
			t.Errorf("read = %+v, %v of %s", counts, err, c.said)
		}
		for _, bad := range c.bad {
			if _, err := c.says.read(bad); err == nil {
				t.Errorf("read takes %s", bad)
			}
		}
	}
}

func TestEachPartIsPublishedOverEarlierOnes(t *testing.T) {
	docs := t.TempDir()
	page := filepath.Join(docs, "PERFORMANCE.md")
	const empty = "# Speed\n\n<!-- bench:build -->\n<!-- /bench:build -->\nprose\n<!-- bench:idle -->\n<!-- /bench:idle -->\n"
	if err := os.WriteFile(page, []byte(empty), 0o666); err != nil {
		t.Fatal(err)
	}
	publish := func(k report.Key, value float64) {
		t.Helper()
		b := &bench{options: options{docs: docs}}
		b.report.Add(k, report.Bytes, value)
		if err := b.publish(); err != nil {
			t.Fatal(err)
		}
	}
	publish(report.Key{Part: "build", Measure: peakMemory, Row: "A", Size: 1000}, 7e6)
	publish(report.Key{Part: "idle", Measure: memory, Row: "A", Case: "idle"}, 1e6)
	publish(report.Key{Part: "build", Measure: peakMemory, Row: "A", Size: 1000}, 5e6)
	read := func() string {
		t.Helper()
		doc, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		return string(doc)
	}
	doc := read()
	if !strings.Contains(doc, "| A | 5 MB |") || !strings.Contains(doc, "| A | 1 MB |") || !strings.Contains(doc, "\nprose\n") {
		t.Errorf("the document is\n%s", doc)
	}
	if err := os.WriteFile(page, []byte(empty), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := render(options{docs: docs}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(doc, read()); diff != "" {
		t.Errorf("made anew from the results (-want +got):\n%s", diff)
	}
}

func TestGoalsAndChartsNameParts(t *testing.T) {
	known := func(name string) bool { return slices.ContainsFunc(parts, func(p part) bool { return p.name == name }) }
	for _, g := range goals {
		if !known(g.Ours.Part) || g.Times > 0 && !known(g.Against.Part) {
			t.Errorf("goal %q names a part that is not measured", g.Text)
		}
	}
	for _, c := range charts {
		if !known(c.part) {
			t.Errorf("chart %q names a part that is not measured", c.file)
		}
	}
}
