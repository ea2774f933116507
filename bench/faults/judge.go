//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
)

// patience is how long what was written may take to come out at the end, when
// nothing is broken any more.
const patience = 3 * time.Minute

// settled waits until readers have got all that the editor wrote, and nothing
// that was deleted.
func (t *trial) settled(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	articles, followUps := t.editor.expected()
	for _, word := range append(articles, followUps...) {
		if err := t.witness.wait(ctx, word); err != nil {
			return err
		}
	}
	for _, a := range t.editor.articles {
		for _, word := range a.edits {
			if a.gone {
				continue
			}
			if err := t.witness.wait(ctx, word); err != nil {
				return err
			}
		}
	}
	want := len(articles) + len(followUps)
	for {
		t.witness.mu.Lock()
		now := len(t.witness.now)
		t.witness.mu.Unlock()
		if now == want {
			return nil
		}
		pause(ctx, 50*time.Millisecond)
		if ctx.Err() != nil {
			return fmt.Errorf("the feed has %d entries, want %d of %d articles and %d follow-ups", now, want, len(articles), len(followUps))
		}
	}
}

// documents are the feeds as they are now.
func (t *trial) documents(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	for _, name := range []string{"feed", "stories", "updates"} {
		for _, format := range []string{"rss", "atom", "json"} {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+t.desk.address+"/"+name+"."+format, nil)
			if err != nil {
				return nil, err
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				return nil, err
			}
			b, err := io.ReadAll(resp.Body)
			if err = errors.Join(err, resp.Body.Close()); err != nil {
				return nil, err
			}
			out[name+"."+format] = string(b)
		}
	}
	return out, nil
}

// valid has the program's own judge of feeds look at documents.
func (t *trial) valid(ctx context.Context, documents map[string]string) error {
	args := []string{}
	for name, text := range documents {
		file := filepath.Join(t.desk.dir, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
		args = append(args, file)
	}
	if said, err := t.desk.run(ctx, "check", args...); err != nil {
		return fmt.Errorf("feeds are not valid: %w: %s", err, said)
	}
	return nil
}

// A record is what an audit reads of one of the journal's.
type record struct {
	Seq  int
	Kind string
	Head struct {
		ID        string
		Title     string
		FollowUps []struct{ State, ID string } `json:"follow_ups"`
	}
}

// audit reads the journal beside the program: what was recorded stays, in its
// place, readers got nothing that is not there, and what was withdrawn had been
// deleted.
func (t *trial) audit(ctx context.Context) error {
	known := t.witness.known()
	c := t.desk.command("log", "--json")
	cmd := exec.CommandContext(ctx, c.Path, c.Args...)
	cmd.Dir, cmd.Env = c.Dir, append(os.Environ(), c.Env...)
	out, err := cmd.Output()
	if err != nil && len(t.recorded) == 0 && len(known) == 0 {
		return nil // it has not been made yet
	}
	if err != nil {
		if failed, ok := errors.AsType[*exec.ExitError](err); ok {
			err = fmt.Errorf("%w: %s", err, failed.Stderr)
		}
		return fmt.Errorf("the journal does not open: %w", err)
	}
	ids, withdrawn := map[string]bool{}, map[string]int{}
	n := 0
	for line := range strings.Lines(string(out)) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return err
		}
		n++
		switch {
		case r.Seq != n:
			return fmt.Errorf("record %d stands where %d was expected", r.Seq, n)
		case n > len(t.recorded):
			t.recorded = append(t.recorded, line)
		case t.recorded[n-1] != line:
			return fmt.Errorf("record %d was %s, and is now %s", n, t.recorded[n-1], line)
		}
		ids[r.Head.ID] = true
		if word := articleWord.FindString(r.Head.Title); r.Kind == "withdrawn" {
			if withdrawn[word]++; withdrawn[word] > t.editor.removals(word) {
				return fmt.Errorf("record %d withdraws %s, which nobody deleted", n, word)
			}
		}
		for _, f := range r.Head.FollowUps {
			if f.State == "emitted" {
				ids[f.ID] = true
			}
		}
	}
	if n < len(t.recorded) {
		return fmt.Errorf("the journal has %d records, and had %d", n, len(t.recorded))
	}
	for _, id := range known {
		if !ids[id] {
			return fmt.Errorf("readers got %s, which is not in the journal", id)
		}
	}
	return nil
}

// dates are those that depend on when the program ran, and some that don't.
var dates = regexp.MustCompile(`\d{4}-\d\d-\d\d(T[0-9:.]+Z)?|\w{3}, \d\d \w{3} \d{4} [0-9:]+ \+0000`)

// chance finds lines that depend on what was seen at once: that an article was
// modified, and that a follow-up went out before its article was deleted. The
// clock is set in a program that is built for it, with another version.
var chance = regexp.MustCompile(`<dcterms:modified>|<at:deleted-entry ref="[^"]*/update/|<generator`)

// lines are what an RSS or Atom feed says whatever the time, sorted.
func lines(feed string) []string {
	all := slices.Sorted(strings.Lines(dates.ReplaceAllString(feed, "DATE")))
	return slices.DeleteFunc(all, chance.MatchString)
}

var dateInID = regexp.MustCompile(`,\d{4}-\d\d-\d\d:`)

// said is what a feed says whatever the time: its entries without the moments
// that depend on when the program ran, sorted.
func said(feed string) ([]string, error) {
	var doc struct{ Items []item }
	if err := json.Unmarshal([]byte(feed), &doc); err != nil {
		return nil, err
	}
	var out []string
	for _, it := range doc.Items {
		if it.FollowUp != nil {
			it.Published = ""
		}
		b, err := json.MarshalIndent(it, "", " ")
		if err != nil {
			return nil, err
		}
		out = append(out, dateInID.ReplaceAllString(string(b), ",DATE:"))
	}
	slices.Sort(out)
	return out, nil
}

// same compares feeds with those of a run in which nothing was broken.
func same(got, want map[string]string) error {
	for name, text := range want {
		if strings.HasSuffix(name, ".json") {
			continue
		}
		if d := cmp.Diff(lines(text), lines(got[name])); d != "" {
			return fmt.Errorf("%s differs from that of a run without faults (-without +with):\n%s", name, d)
		}
	}
	for _, name := range []string{"feed.json", "stories.json", "updates.json"} {
		g, err := said(got[name])
		if err != nil {
			return err
		}
		w, err := said(want[name])
		if err != nil {
			return err
		}
		if d := cmp.Diff(w, g); d != "" {
			return fmt.Errorf("%s differs from that of a run without faults (-without +with):\n%s", name, d)
		}
	}
	return nil
}

// faults of the witness, as one error.
func (t *trial) witnessed() error {
	found := t.witness.found()
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("a reader saw:\n  %s", strings.Join(found[:min(len(found), 10)], "\n  "))
}
