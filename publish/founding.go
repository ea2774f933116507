package publish

import (
	"cmp"
	"io"
	"regexp"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"writethru/internal/stamp"
)

// date is how most articles begin to say when they were published.
var date = regexp.MustCompile(`[12]\d{3}-[01]\d-[0-3]\d([T ][0-2]\d:[0-5]\d(:[0-5]\d)?)?`)

// glance is how much of a file is looked at for a date.
const glance = 1 << 10

// newestFirst sorts articles so that those that feeds will show are likely to
// be the first: a folder that is seen for the first time has feeds long before
// all of it is read. It only guesses; the order of feeds does not depend on it.
func (p *Publisher) newestFirst(names []string, stamps map[string]stamp.Stamp) {
	type dated struct{ name, date string }
	guesses := make([]dated, len(names))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for chunk := range slices.Chunk(indices(len(names)), atOnce) {
		g.Go(func() error {
			buf := make([]byte, glance)
			for _, i := range chunk {
				guess := p.guessDate(names[i], buf)
				if guess == "" {
					guess = time.Unix(0, stamps[names[i]].Mtime).UTC().Format("2006-01-02 15:04:05")
				}
				guesses[i] = dated{names[i], guess}
			}
			return nil
		})
	}
	_ = g.Wait() // none of them fails
	slices.SortFunc(guesses, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.date, a.date), cmp.Compare(a.name, b.name))
	})
	for i, d := range guesses {
		names[i] = d.name
	}
}

// guessDate returns the first date in an article's name or beginning, as text.
func (p *Publisher) guessDate(name string, buf []byte) string {
	if d := date.FindString(name); d != "" {
		return d
	}
	f, err := p.Posts.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	n, _ := io.ReadFull(f, buf) // a short file is no fault
	d := date.Find(buf[:n])
	if len(d) > 10 {
		d[10] = ' '
	}
	return string(d)
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
