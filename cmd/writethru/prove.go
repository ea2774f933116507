package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"writethru/cmd/writethru/moving"
	"writethru/feedgen"
	"writethru/internal/readers"
	"writethru/publish"
	"writethru/watch"
)

// A verdict is what the subscribers that use one reader would see of a move.
type verdict struct {
	Reader string   `json:"reader"`
	New    int      `json:"new"`   // entries that it takes for new
	Again  int      `json:"again"` // entries that it knows, and delivers once more since their text differs
	Titles []string `json:"titles,omitempty"`
}

// prove publishes the folder into a temporary one, and lets all readers read
// first the old feed and then the new one in its place. What can't be published
// is added to the faults.
func (p *program) prove(ctx context.Context, f *moving.Feed, c config, faults map[string]string) ([]verdict, error) {
	tmp, err := os.MkdirTemp("", "writethru-proof-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(tmp) }() // the system clears it some day
	old, format := f.Document, f.Format
	if _, err := readers.Lemon24().Fetch(f.Address, old, p.now()); err != nil {
		if old, err = f.AsRead(); err != nil {
			return nil, err
		}
		format = feedgen.RSS.Ext()
	}
	doc, err := p.publishOnce(ctx, c, tmp, format, faults)
	if err != nil {
		return nil, err
	}
	return p.verdicts(f.Address, old, doc)
}

// verdicts are what subscribers see when a document takes another one's place.
func (p *program) verdicts(address string, old, doc []byte) ([]verdict, error) {
	var all []verdict
	for _, r := range readers.All() {
		if _, err := r.Fetch(address, old, p.now()); err != nil {
			return nil, err
		}
		shown, err := r.Fetch(address, doc, p.now())
		if err != nil {
			return nil, err
		}
		v := verdict{Reader: r.Name}
		for _, s := range shown {
			if s.How == readers.Updated || s.How == readers.Again && r.DeliversChanges() {
				v.Again++
				continue
			}
			v.New++
			v.Titles = append(v.Titles, s.Title)
		}
		all = append(all, v)
	}
	return all, nil
}

// publishOnce publishes a folder that nobody subscribes to, with a journal of
// its own, and returns the feed in a format.
func (p *program) publishOnce(ctx context.Context, c config, tmp, format string, faults map[string]string) ([]byte, error) {
	c.Data, c.Store = filepath.Join(tmp, "data"), ""
	d, err := p.open(ctx, c)
	if err != nil {
		return nil, err
	}
	defer d.close()
	scan, err := watch.Scan(ctx, watchOptions(c))
	if err != nil {
		return nil, err
	}
	in, ok := feedgen.ParseFormat(format)
	if !ok {
		return nil, fmt.Errorf("there is no format %q", format)
	}
	out := filepath.Join(tmp, "public")
	build := publish.Build{Out: out, Parts: []publish.BuildPart{publish.BuildFeeds}, Formats: []feedgen.Format{in}}
	if err := d.publisher.Build(ctx, scan, build); err != nil {
		return nil, err
	}
	for _, f := range d.publisher.Faults() {
		if !f.Warning {
			faults[f.File] = fmt.Sprintf("not published: %s: want %s", f.What, f.Want)
		}
	}
	return os.ReadFile(filepath.Join(out, "feed."+in.Ext()))
}

// tellProof prints what subscribers would see, and returns an error if one of
// them would see something new.
func tellProof(w io.Writer, f *moving.Feed, c config, all []verdict) error {
	var rows [][]string
	worst, again := verdict{}, 0
	for _, v := range all {
		rows = append(rows, []string{v.Reader, strconv.Itoa(v.New), strconv.Itoa(v.Again)})
		if v.New > worst.New {
			worst = v
		}
		again = max(again, v.Again)
	}
	fmt.Fprintln(w, "\nWhat subscribers see when the new feed takes the old one's place:")
	if err := table(w, []string{"READER", "NEW", "AGAIN"}, rows); err != nil {
		return err
	}
	if again > 0 {
		fmt.Fprintln(w, "AGAIN: programs that mail what changed deliver known entries once more, as their HTML differs from the old one's.")
	}
	if worst.New == 0 {
		fmt.Fprintln(w, "Nobody sees anything new.")
		return nil
	}
	for _, title := range worst.Titles[:min(3, len(worst.Titles))] {
		fmt.Fprintf(w, "new in %s: %s\n", worst.Reader, title)
	}
	err := fmt.Errorf("subscribers would see up to %d entries as new", worst.New)
	if c.Feed.Limit > f.Polled {
		return hint(err, fmt.Sprintf("the old feed has %d entries: set feed.limit to %d, or older ones come up as new", f.Polled, f.Polled))
	}
	return err
}
