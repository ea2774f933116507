package report

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// measured is a small report with all that reports have.
func measured() Report {
	r := Report{Machine: Machine{
		CPU: "A CPU", Cores: 2, Memory: 25_300_000_000, System: "linux 6.1, go1.26", Date: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		Tools: []Tool{{Name: "Writethru", Version: "v1"}, {Name: "Hugo", Version: "0.165.0"}, {Name: "Jekyll", Hint: "gem install jekyll"}},
	}}
	for _, v := range []float64{0.09, 0.07, 0.081} {
		r.Add(Key{Part: "start", Measure: "time", Row: "Writethru", Size: 1000}, Seconds, v)
	}
	r.Add(Key{Part: "start", Measure: "time", Row: "Writethru", Size: 10_000}, Seconds, 0.42)
	r.Add(Key{Part: "start", Measure: "time", Row: "Hugo", Size: 1000}, Seconds, 0.17)
	r.Miss(Key{Part: "start", Measure: "time", Row: "Hugo", Size: 10_000}, "not done in 5m0s")
	r.Add(Key{Part: "start", Measure: "memory", Row: "Writethru", Size: 1000}, Bytes, 41_234_567)
	for _, v := range []float64{121_000.4, 60_000, 119_000} { // the machine was busy in the second round
		r.Add(Key{Part: "http", Measure: "requests per second", Row: "Writethru", Size: 1000, Case: "304"}, PerSecond, v)
	}
	for _, v := range []float64{134_900, 75_000, 110_000} {
		r.Add(Key{Part: "http", Measure: "requests per second", Row: "nginx, files", Size: 1000, Case: "304"}, PerSecond, v)
	}
	return r
}

var wanted = []Goal{
	{Text: "bound", Ours: Key{Part: "start", Measure: "time", Row: "Writethru", Size: 1000}, AtMost: 0.1},
	{Text: "bound from below, missed", Ours: Key{Part: "http", Measure: "requests per second", Row: "Writethru", Size: 1000, Case: "304"}, AtLeast: 120_000},
	{Text: "bound, missed", Ours: Key{Part: "start", Measure: "memory", Row: "Writethru", Size: 1000}, AtMost: 40e6},
	{
		Text: "ratio", Ours: Key{Part: "start", Measure: "time", Row: "Writethru", Size: 1000},
		Against: Key{Part: "start", Measure: "time", Row: "Hugo", Size: 1000}, Times: 2,
	},
	{
		Text: "ratio of rates, missed", Ours: Key{Part: "http", Measure: "requests per second", Row: "Writethru", Size: 1000, Case: "304"},
		Against: Key{Part: "http", Measure: "requests per second", Row: "nginx, files", Size: 1000, Case: "304"}, Times: 0.9,
	},
	{
		Text: "nothing to compare with", Ours: Key{Part: "start", Measure: "time", Row: "Writethru", Size: 10_000},
		Against: Key{Part: "start", Measure: "time", Row: "Hugo", Size: 10_000}, Times: 2,
	},
	{Text: "never measured", Ours: Key{Part: "save"}, AtMost: 1},
}

func TestGolden(t *testing.T) {
	r := measured()
	got := txtar.Format(&txtar.Archive{Files: []txtar.File{
		{Name: "machine.md", Data: []byte(r.Machine.Markdown())},
		{Name: "start-time.md", Data: []byte(r.Table("start", "time"))},
		{Name: "start-memory.md", Data: []byte(r.Table("start", "memory"))},
		{Name: "http.md", Data: []byte(r.Table("http", "requests per second"))},
		{Name: "goals.md", Data: []byte(r.Goals(wanted))},
		{Name: "start-time.svg", Data: r.Chart("start", "time", "Start")},
		{Name: "http.svg", Data: r.Chart("http", "requests per second", "Throughput")},
	}})
	file := filepath.Join("testdata", "report.txtar")
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
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFiguresAreWrittenAsPeopleDo(t *testing.T) {
	for _, c := range []struct {
		unit  Unit
		value float64
		want  string
	}{
		{Seconds, 155.2, "155 s"}, {Seconds, 11.24, "11.2 s"}, {Seconds, 1, "1 s"}, {Seconds, 0.9994, "999 ms"}, {Seconds, 0.0153, "15.3 ms"}, {Seconds, 7.3e-6, "7.3 µs"}, {Seconds, 0, "0 µs"},
		{Bytes, 1.7e9, "1.7 GB"}, {Bytes, 45e6, "45 MB"}, {Bytes, 912_345, "912 KB"}, {Bytes, 12, "12 B"},
		{PerSecond, 134_900, "134,900/s"}, {PerSecond, 999.6, "1,000/s"},
	} {
		if got := c.unit.Format(c.value); got != c.want {
			t.Errorf("%s.Format(%v) = %q, want %q", c.unit, c.value, got, c.want)
		}
	}
}

func TestAPartIsReplacedAsAWholeForEachSize(t *testing.T) {
	earlier, later := measured(), Report{Machine: measured().Machine}
	later.Add(Key{Part: "start", Measure: "time", Row: "Writethru", Size: 1000}, Seconds, 0.05)
	all := later.Over(earlier)
	if r := all.Find(Key{Part: "start", Measure: "time", Row: "Hugo", Size: 1000}); r != nil {
		t.Errorf("figures of another run stand beside the new ones: %v", r)
	}
	for _, k := range []Key{
		{Part: "start", Measure: "time", Row: "Writethru", Size: 10_000},
		{Part: "http", Measure: "requests per second", Row: "nginx, files", Size: 1000, Case: "304"},
	} {
		if all.Find(k) == nil {
			t.Errorf("%v is gone", k)
		}
	}
	later.Machine.CPU = "Another CPU"
	if all := later.Over(earlier); len(all.Results) != 1 {
		t.Errorf("figures of another machine are kept: %v", all.Results)
	}
}

func TestAReportReadsBack(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.json")
	if empty, err := Read(file); err != nil || len(empty.Results) > 0 {
		t.Errorf("Read of nothing = %v, %v", empty, err)
	}
	want := measured()
	if err := want.Write(file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestProseAroundSectionsStays(t *testing.T) {
	doc := "# Speed\n\n<!-- bench:start -->\nold\n<!-- /bench:start -->\nprose\n<!-- bench:other -->\nkept\n<!-- /bench:other -->\n"
	got, err := Fill([]byte(doc), map[string]string{"start": "new", "absent": "lost"})
	want := strings.Replace(doc, "old\n", "\nnew\n", 1)
	if err != nil || string(got) != want {
		t.Errorf("Fill = %q, %v; want %q", got, err, want)
	}
	if _, err := Fill([]byte("<!-- bench:start -->\n"), map[string]string{"start": "new"}); err == nil {
		t.Error("a section without an end is taken")
	}
}
