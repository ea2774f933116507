package check_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"writethru/internal/check"
	"writethru/internal/fetch"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// edited applies the edits of a fixture to a good document.
func edited(t *testing.T, good, edits string) string {
	t.Helper()
	var old string
	for line := range strings.Lines(edits) {
		text := strings.TrimSuffix(line[1:], "\n")
		if s, err := strconv.Unquote(text); err == nil && strings.Contains(text, `\`) {
			text = s
		}
		if line[0] == '-' {
			old = text
			continue
		}
		if !strings.Contains(good, old) {
			t.Fatalf("the good document has no %q", old)
		}
		good = strings.Replace(good, old, text, 1)
	}
	return good
}

// served is what a server answers by a description in words.
func served(t *testing.T, words, doc string) check.Subject {
	t.Helper()
	a := &check.Answer{Header: http.Header{}}
	for line := range strings.Lines(words) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		number, _ := strconv.Atoi(value)
		switch key {
		case "url":
			a.URL = value
		case "status":
			a.Status = number
		case "if-none-match":
			a.IfNone = number
		case "if-modified-since":
			a.IfSince = number
		case "hub":
			if a.Hub = (&check.Reached{Status: number}); number == 0 {
				a.Hub.Trouble = value
			}
		case "compressed":
			a.Compressed = true
		case "hop":
			status, to, _ := strings.Cut(value, " ")
			code, _ := strconv.Atoi(status)
			a.Hops = append(a.Hops, fetch.Hop{Status: code, To: to})
		case "again":
			old, with, _ := strings.Cut(value, " ")
			a.Again = []byte(strings.Replace(doc, old, with, 1))
		default:
			a.Header.Add(key, value)
		}
	}
	return check.Subject{Name: a.URL, Body: []byte(doc), Now: now, Answer: a}
}

// A fixture is a feed that breaks one rule.
type fixture struct {
	name, rule string
	subject    check.Subject
}

// fixtures reads an archive. Its golden lines are in the file of the same name
// that ends in .want.
func fixtures(t *testing.T, archive string) (all []fixture) {
	t.Helper()
	a, err := txtar.ParseFile("testdata/" + archive)
	if err != nil {
		t.Fatal(err)
	}
	good := ""
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, "good.") {
			good = string(f.Data)
			continue
		}
		doc := string(f.Data)
		if good != "" {
			doc = edited(t, good, doc)
		}
		s := check.Subject{Name: f.Name, Body: []byte(doc), Now: now}
		switch {
		case path.Ext(f.Name) == ".http":
			s = served(t, doc, goodFeed(t))
		case strings.Contains(f.Name, ".served."):
			s = served(t, strings.Replace(goodAnswer(t), "rss+xml", path.Ext(f.Name)[1:], 1), doc)
		}
		all = append(all, fixture{f.Name, path.Dir(f.Name), s})
	}
	return all
}

func goodFeed(t *testing.T) string {
	t.Helper()
	return first(t, "rss.txtar")
}

func goodAnswer(t *testing.T) string {
	t.Helper()
	return first(t, "web.txtar")
}

func first(t *testing.T, archive string) string {
	t.Helper()
	a, err := txtar.ParseFile("testdata/" + archive)
	if err != nil {
		t.Fatal(err)
	}
	return string(a.Files[0].Data)
}

var archives = []string{"rss.txtar", "atom.txtar", "json.txtar", "web.txtar", "whole.txtar"}

// TestEachBrokenFeedBreaksOneRule holds every fixture to the rule of its
// folder, and to a golden line that says how it is told.
func TestEachBrokenFeedBreaksOneRule(t *testing.T) {
	for _, archive := range archives {
		var told strings.Builder
		for _, f := range fixtures(t, archive) {
			r := check.Check(f.subject)
			if len(r.Findings) != 1 || r.Findings[0].ID != f.rule {
				t.Errorf("%s: %s: found %v, want %s alone", archive, f.name, lines(r), f.rule)
			}
			fmt.Fprintf(&told, "%s: %s\n", f.name, strings.Join(lines(r), "; "))
		}
		golden := filepath.Join("testdata", strings.TrimSuffix(archive, ".txtar")+".want")
		if *update {
			if err := os.WriteFile(golden, []byte(told.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if told.String() != string(want) {
			t.Errorf("%s: told\n%s\nwant\n%s", archive, told.String(), want)
		}
	}
}

func lines(r check.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %d× %s", f.Severity, f.ID, f.Place, f.Count, f.What)))
	}
	return out
}

func TestGoodFeedsBreakNoRule(t *testing.T) {
	for _, archive := range []string{"rss.txtar", "atom.txtar", "json.txtar"} {
		r := check.Check(check.Subject{Name: archive, Body: []byte(first(t, archive)), Now: now})
		if len(r.Findings) > 0 || r.Format == "" || r.Entries == 0 {
			t.Errorf("%s: %+v, want a feed with entries and no findings", archive, r)
		}
	}
	if r := check.Check(served(t, goodAnswer(t), goodFeed(t))); len(r.Findings) > 0 {
		t.Errorf("served well: %v, want no findings", lines(r))
	}
}

// large are feeds that are too long for a fixture.
func large(t *testing.T) []fixture {
	t.Helper()
	good := goodFeed(t)
	text := func(html string) []byte {
		return []byte(strings.Replace(good, "&lt;p&gt;Rain fell.&lt;/p&gt;", html, 1))
	}
	item := good[strings.Index(good, "<item>"):strings.Index(good, "</channel>")]
	var items strings.Builder
	for i := range 70 {
		items.WriteString(strings.ReplaceAll(item, "2026:", fmt.Sprintf("2026:%d-", i)))
	}
	many := strings.Replace(good, item, items.String(), 1)
	plain := served(t, strings.Replace(goodAnswer(t), "compressed: yes\n", "", 1), string(text(strings.Repeat("Rain. ", 1000))))
	return []fixture{
		{"1 MiB", "size-large", check.Subject{Body: text(strings.Repeat("Rain. ", 200<<10)), Now: now}},
		{"10 MiB", "size-huge", check.Subject{Body: text(strings.Repeat("Rain. ", 2000<<10)), Now: now}},
		{"a picture inside", "content-data", check.Subject{Body: text(`&lt;img src="data:image/png;base64,` + strings.Repeat("A", 5<<10) + `"&gt;`), Now: now}},
		{"210 entries", "entries-many", check.Subject{Body: []byte(many), Now: now}},
		{"not packed", "http-not-compressed", plain},
	}
}

func TestLargeFeeds(t *testing.T) {
	for _, f := range large(t) {
		r := check.Check(f.subject)
		if !slices.ContainsFunc(r.Findings, func(x check.Finding) bool { return x.ID == f.rule }) {
			t.Errorf("%s: found %v, want %s", f.name, lines(r), f.rule)
		}
	}
}

func TestEveryRuleIsBrokenByAFixture(t *testing.T) {
	broken := map[string]bool{}
	for _, archive := range archives {
		for _, f := range fixtures(t, archive) {
			broken[f.rule] = true
		}
	}
	for _, f := range large(t) {
		broken[f.rule] = true
	}
	seen := map[string]bool{}
	for _, r := range check.Rules() {
		if !broken[r.ID] {
			t.Errorf("no fixture breaks %s", r.ID)
		}
		if seen[r.ID] || r.Why == "" || r.Who == "" || r.Reference == "" {
			t.Errorf("rule %+v: want a name of its own, why, who and a reference", r)
		}
		seen[r.ID] = true
	}
}

func TestARuleThatIsBrokenOftenIsToldOnce(t *testing.T) {
	doc := strings.ReplaceAll(goodFeed(t), ` isPermaLink="false"`, "")
	doc = strings.ReplaceAll(doc, "<guid>tag:", "<guid>urn:x:")
	doc = strings.ReplaceAll(doc, "urn:x:news.example,2026:", "article-number-")
	r := check.Check(check.Subject{Body: []byte(doc), Now: now})
	if len(r.Findings) != 1 || r.Findings[0].Count != 3 {
		t.Errorf("found %v, want one finding, three times", lines(r))
	}
}

func FuzzCheck(f *testing.F) {
	for _, archive := range archives {
		a, err := txtar.ParseFile("testdata/" + archive)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			f.Add(file.Data)
		}
	}
	f.Add([]byte("\xef\xbb\xbf"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		first := check.Check(check.Subject{Body: doc, Now: now})
		if again := check.Check(check.Subject{Body: doc, Now: now}); !slices.Equal(lines(first), lines(again)) {
			t.Errorf("found %v, and then %v", lines(first), lines(again))
		}
	})
}
