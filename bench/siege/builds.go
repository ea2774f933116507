//go:build linux

package main

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"writethru/bench/process"
)

// builds breaks things while files are made, and looks what readers would get.
func (s *siege) builds(ctx context.Context) (table, error) {
	t := table{header: []string{"", fmt.Sprintf("killed %d times in mid-build", s.Kills), "the disk full in mid-build", "the output read-only", "after that, with the fault gone"}}
	if err := s.breakBuilds(ctx, &t, s.ownFiles); err != nil {
		return t, err
	}
	if s.has("hugo") {
		if err := s.breakBuilds(ctx, &t, s.hugo); err != nil {
			return t, err
		}
	}
	return t, s.breakServer(ctx, &t)
}

// edition writes all articles anew. Later editions are longer.
func (s *siege) edition(dir string, n int) error {
	for i := range s.Articles {
		date := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Hour)
		text := fmt.Sprintf("---\ntitle: Case %d, edition %d\ndate: %s\ntags: [t%d]\n---\n\n", i, n, date.Format(time.RFC3339), i%7) +
			strings.Repeat(fmt.Sprintf("The records of case %d were counted %d times in the hall of the county.\n\n", i, n), 5+n)
		if err := write(dir, fmt.Sprintf("posts/case-%05d.md", i), text); err != nil {
			return err
		}
	}
	return nil
}

// An output is what a look at files finds.
type output struct {
	files, torn int
	feed        bool // the home feed is whole
	example     string
}

func (s *siege) breakBuilds(ctx context.Context, t *table, make func(dir string) (*contender, error)) error {
	dir, err := s.folder("builds")
	if err != nil {
		return err
	}
	c, err := make(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.log, "  %s\n", c.name)
	public := filepath.Join(dir, "public")
	if err := os.Mkdir(public, 0o755); err != nil {
		return err
	}
	size := fmt.Sprintf("size=%d,mode=755", 32<<20+s.Articles*200<<10) // what fills it is in memory too
	if err := syscall.Mount("tmpfs", public, "tmpfs", 0, size); err != nil {
		return fmt.Errorf("a disk in memory: %w", err)
	}
	defer func() { _ = syscall.Unmount(public, syscall.MNT_DETACH) }() // its namespace ends soon
	look := func() (output, error) { return inspect(public, c.site.Feed) }

	if err := s.edition(dir, 1); err != nil {
		return err
	}
	if err := c.publish(ctx); err != nil {
		return err
	}
	kills, err := s.killed(ctx, c, look)
	if err != nil {
		return err
	}
	row := []string{c.name, kills}
	last, mended := 100, output{feed: true}
	for _, fault := range []func(string) (func() error, error){full, readOnly} {
		last++
		if err := s.edition(dir, last); err != nil {
			return err
		}
		undo, err := fault(public)
		if err != nil {
			return err
		}
		failed := c.publish(ctx)
		o, err := look()
		if err := errors.Join(err, undo()); err != nil {
			return err
		}
		row = append(row, o.said(failed))
		s.whole(c, o, "while its disk is ill")
		if err := c.publish(ctx); err != nil {
			return err
		}
		if o, err = look(); err != nil {
			return err
		}
		s.whole(c, o, "after the next build")
		mended = output{files: o.files, torn: mended.torn + o.torn, feed: mended.feed && o.feed}
	}
	t.row(append(row, "the next build makes all: "+mended.said(nil))...)
	return nil
}

func (s *siege) whole(c *contender, o output, when string) {
	if c.own && (o.torn > 0 || !o.feed) {
		s.fell("%s: %s, %s", when, o.said(nil), o.example)
	}
}

// killed kills builds at any instant.
func (s *siege) killed(ctx context.Context, c *contender, look func() (output, error)) (string, error) {
	random := rand.New(rand.NewPCG(1, 6))
	usual := time.Duration(0)
	torn, most, feeds, inTime := 0, 0, 0, 0
	for n := range s.Kills + 1 {
		if err := s.edition(c.dir, 2+n); err != nil {
			return "", err
		}
		if n == 0 {
			start := time.Now()
			if err := c.publish(ctx); err != nil {
				return "", err
			}
			usual = time.Since(start)
			continue
		}
		bounded, kill := context.WithTimeout(ctx, time.Duration((0.1+0.9*random.Float64())*float64(usual)))
		p, err := process.Start(bounded, c.build())
		if err != nil {
			kill()
			return "", err
		}
		<-p.Done()
		if bounded.Err() != nil {
			inTime++
		}
		kill()
		o, err := look()
		if err != nil {
			return "", err
		}
		s.whole(c, o, "after a kill")
		most = max(most, o.torn)
		if o.torn > 0 {
			torn++
		}
		if !o.feed {
			feeds++
		}
	}
	said := fmt.Sprintf("whole each time (%d kills came before the end)", inTime)
	if torn > 0 {
		said = fmt.Sprintf("torn files after %d of %d kills that came before the end, at most %s; the feed torn %d times", torn, inTime, figure(most), feeds)
	}
	return said, nil
}

// said tells what a reader would get.
func (o output) said(failed error) string {
	said := fmt.Sprintf("%s files, all whole", figure(o.files))
	if o.torn > 0 {
		said = fmt.Sprintf("%s of %s files torn", figure(o.torn), figure(o.files))
	}
	if !o.feed {
		said += ", the feed too"
	}
	if failed != nil {
		said += "; the build says that it failed"
	}
	return said
}

// inspect looks whether files are whole, as far as their kinds can tell.
func inspect(public, feed string) (output, error) {
	var o output
	err := filepath.WalkDir(public, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") || d.Name() == "filler" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		o.files++
		good := whole(filepath.Ext(path), string(b))
		if !good {
			o.torn++
			o.example = path
		}
		if path == filepath.Join(public, feed) {
			o.feed = good
		}
		return nil
	})
	return o, err
}

func whole(ext, text string) bool {
	switch ext {
	case ".html":
		return strings.HasSuffix(strings.TrimSpace(text), "</html>")
	case ".json":
		return json.Valid([]byte(text))
	case ".xml", ".rss", ".atom", ".opml":
		d, elements := xml.NewDecoder(strings.NewReader(text)), 0
		for {
			token, err := d.Token()
			if err != nil {
				return errors.Is(err, io.EOF) && elements > 0
			}
			if _, ok := token.(xml.StartElement); ok {
				elements++
			}
		}
	}
	return true
}
