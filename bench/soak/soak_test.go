package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The soak in its shortest form. An hour is for a person.
func TestNothingIsLostUnderMixedLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("half a minute with the real program")
	}
	var out bytes.Buffer
	dir := t.TempDir()
	err := run(t.Context(), []string{"-for", "15s", "-articles", "300", "-saves", "3", "-out", dir}, &out, io.Discard)
	t.Log("\n" + out.String())
	if err != nil {
		t.Error(err)
	}
	docs := t.TempDir()
	if err := os.Mkdir(filepath.Join(docs, "performance"), 0o777); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(docs, "PERFORMANCE.md")
	if err := os.WriteFile(page, []byte("Prose.\n<!-- bench:soak -->\n<!-- /bench:soak -->\nMore.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), []string{"-render", "-out", dir, "-docs", docs}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Prose.\n", "| 5: ", "| follow-ups | ", "performance/soak.svg", "\nMore.\n"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %q in the document:\n%s", want, b)
		}
	}
	if svg, err := os.ReadFile(filepath.Join(docs, "performance", "soak.svg")); err != nil || !bytes.Contains(svg, []byte("descriptors")) {
		t.Errorf("the chart is %.100q, %v", svg, err)
	}
}

// life makes samples whose figures go from one value to another.
func life(n int, from, to Sample) []Sample {
	between := func(a, b float64, i int) float64 { return a + (b-a)*float64(i)/float64(n-1) + float64(i%3) }
	var all []Sample
	for i := range n {
		all = append(all, Sample{
			Resident: between(from.Resident, to.Resident, i), Heap: between(from.Heap, to.Heap, i),
			Goroutines: between(from.Goroutines, to.Goroutines, i), Descriptors: between(from.Descriptors, to.Descriptors, i),
		})
	}
	return all
}

func TestWhatGrowsIsFound(t *testing.T) {
	usual := Sample{Resident: 60e6, Heap: 30e6, Goroutines: 60, Descriptors: 40}
	with := func(change func(*Sample)) Sample {
		s := usual
		change(&s)
		return s
	}
	for _, c := range []struct {
		what string
		n    int
		to   Sample
		want string
	}{
		{"nothing", 100, usual, ""},
		{"less at the end", 100, Sample{Resident: 50e6, Heap: 20e6, Goroutines: 50, Descriptors: 30}, ""},
		{"a little memory", 100, with(func(s *Sample) { s.Resident += 10e6 }), ""},
		{"memory", 100, with(func(s *Sample) { s.Resident *= 2 }), "resident memory grew"},
		{"heap", 100, with(func(s *Sample) { s.Heap *= 2 }), "heap grew"},
		{"goroutines", 100, with(func(s *Sample) { s.Goroutines += 60 }), "goroutines grew"},
		{"descriptors", 100, with(func(s *Sample) { s.Descriptors += 30 }), "descriptors grew"},
		{"in a life too short", 12, with(func(s *Sample) { s.Resident *= 9 }), ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := &Record{Lives: []*Life{{Samples: life(c.n, usual, c.to)}}}
			err := r.verdict()
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("verdict: %v, want %q", err, c.want)
			}
		})
	}
}

func TestAFindingIsTheVerdict(t *testing.T) {
	r := &Record{Findings: []string{"fw000001 was said twice"}}
	if err := r.verdict(); err == nil || !strings.Contains(err.Error(), "said twice") {
		t.Errorf("verdict: %v", err)
	}
}

func TestTheWitnessSeesWhatGoesWrong(t *testing.T) {
	followUp := func(id, word, at, more string) string {
		return fmt.Sprintf(`{"id":%q,"url":"/a/#u","content_html":"back in %s%s","date_published":%q,"_writethru":{"kind":"update"}}`, id, word, more, at)
	}
	const story = `{"id":"a","content_html":"Counted again in ew000001.","date_published":"2026-01-01T00:00:00Z"}`
	one := followUp("a/1", "fw000002", "2026-11-01T00:00:05Z", "")
	for what, c := range map[string]struct {
		documents []string
		want      string
	}{
		"nothing":                {[]string{story, one + "," + story, story, one}, ""},
		"two ids":                {[]string{one, followUp("a/2", "fw000002", "2026-11-01T00:00:09Z", "")}, "said twice"},
		"an id twice":            {[]string{one + "," + one}, "twice in one document"},
		"another date":           {[]string{one, followUp("a/1", "fw000002", "2026-11-01T00:00:09Z", "")}, "has changed"},
		"other bytes":            {[]string{one, followUp("a/1", "fw000002", "2026-11-01T00:00:05Z", ", or not")}, "has changed"},
		"news with an old date":  {[]string{one, followUp("b/1", "fw000003", "2026-11-01T00:00:01Z", "")}, "after one of"},
		"news that nobody wrote": {[]string{followUp("b/1", "no word", "2026-11-01T00:00:01Z", "")}, "nobody wrote"},
		"half a document":        {[]string{story + ","}, "does not parse"},
	} {
		t.Run(what, func(t *testing.T) {
			found := newFindings(io.Discard)
			w := newWitness("a reader", false, found)
			for _, items := range c.documents {
				w.read([]byte(`{"items":[` + items + `]}`))
			}
			all := strings.Join(found.list(), "\n")
			if (all != "") != (c.want != "") || !strings.Contains(all, c.want) {
				t.Errorf("the witness found %q, want %q", all, c.want)
			}
			if c.want == "" && (!w.has("fw000002") || !w.has("ew000001") || w.has("fw000009") || w.page("fw000002") != "/a/") {
				t.Errorf("the witness has not seen what it read")
			}
		})
	}
}

func TestTheLogHoldsNoWarnings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	text := `{"level":"INFO","msg":"published"}
{"level":"WARN","msg":"file passed over"}
panic: no
`
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	found := newFindings(io.Discard)
	if err := readLog(file, found); err != nil {
		t.Fatal(err)
	}
	if all := found.list(); len(all) != 2 || !strings.Contains(all[0], "passed over") || !strings.Contains(all[1], "panic") {
		t.Errorf("found %q", all)
	}
}

func TestASubscriberLooksAtWhatItIsSent(t *testing.T) {
	found := newFindings(io.Discard)
	s := &subscribers{found: found, all: []*subscriber{{topic: "/feed.rss", state: taking}, {n: 1, state: left}}}
	srv := httptest.NewServer(s)
	defer srv.Close()
	for path, want := range map[string]int{"/0": http.StatusNoContent, "/1": http.StatusGone, "/2": http.StatusNotFound} {
		resp, err := http.Post(srv.URL+path, "application/rss+xml", strings.NewReader("forged"))
		if err != nil {
			t.Fatal(err)
		}
		if resp.Body.Close(); resp.StatusCode != want {
			t.Errorf("POST %s: status %d, want %d", path, resp.StatusCode, want)
		}
	}
	all, err := json.Marshal(found.list())
	if err != nil || !strings.Contains(string(all), "signature") || !strings.Contains(string(all), "which nobody has") {
		t.Errorf("found %s, want the forged signature and the unknown callback", all)
	}
	if got := s.late(); got[1] != 1 {
		t.Errorf("late deliveries: %v, want one to subscriber 1", got)
	}
}

func TestAFeedIsWhole(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   bool
	}{
		{200, "<rss></rss>\n", true}, {226, "<feed></feed>", true}, {200, "{}", true},
		{200, "<rss><channel>", false}, {200, "", false}, {503, "{}", false},
	} {
		if err := whole(answer{status: c.status, body: []byte(c.body)}); (err == nil) != c.want {
			t.Errorf("whole(%d %q) = %v", c.status, c.body, err)
		}
	}
}
