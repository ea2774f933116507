// Package corpus makes the articles that everything is measured with: Markdown
// with YAML front matter, as newsrooms and blogs keep it.
//
// An article depends on its number alone, so a corpus is the same on every
// machine, and a smaller one is a part of each larger one.
package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

// version changes with whatever changes an article, so that kept corpora are
// made anew.
const version = "1"

// complete is the file that is written when all articles are there.
const complete = ".complete"

// Dir is where the corpus of n articles is kept below a cache folder.
func Dir(cache string, n int) string {
	return filepath.Join(cache, "corpus-"+version+"-"+strconv.Itoa(n))
}

// Make writes n articles to dir, unless they are there already.
func Make(ctx context.Context, dir string, n int) error {
	if _, err := os.Stat(filepath.Join(dir, complete)); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := makeFolders(dir); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	writers := runtime.GOMAXPROCS(0)
	for w := range writers {
		g.Go(func() error {
			var text []byte
			for i := w; i < n; i += writers {
				if err := ctx.Err(); err != nil {
					return err
				}
				a := Number(i)
				text = a.Append(text[:0])
				if err := os.WriteFile(filepath.Join(dir, a.Path), text, 0o666); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("corpus: %w", err)
	}
	return os.WriteFile(filepath.Join(dir, complete), nil, 0o666)
}

// makeFolders makes a folder for each section and year.
func makeFolders(dir string) error {
	for _, section := range sections {
		for year := first.Year(); year <= last.Year(); year++ {
			if err := os.MkdirAll(filepath.Join(dir, section, strconv.Itoa(year)), 0o777); err != nil {
				return err
			}
		}
	}
	return nil
}

// Newest returns the k newest of the first n articles, the newest first. They
// are those that feeds show.
func Newest(n, k int) []Article {
	type dated struct {
		number int
		date   time.Time
	}
	all := make([]dated, n)
	for i := range all {
		all[i] = dated{i, Number(i).Date}
	}
	slices.SortFunc(all, func(a, b dated) int { return b.date.Compare(a.date) })
	var newest []Article
	for _, d := range all[:min(k, n)] {
		newest = append(newest, Number(d.number))
	}
	return newest
}
