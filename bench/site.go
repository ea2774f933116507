package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"writethru/bench/corpus"
	"writethru/bench/process"
)

// A site is a copy of a corpus, set up for one program.
type site struct {
	program  string                         // as reports name it
	row      string                         // the program and what it makes
	dir      string                         // everything is below
	articles string                         // the copy of the corpus
	build    process.Command                // makes all files once; no path: it can't
	missing  string                         // what this program can't do yet
	serve    func(port int) process.Command // serves, and watches the articles
	feed     string                         // the home feed's path when served
	ready    string                         // the path that tells whether all is served; empty if there is none
	state    []string                       // what a cold start must not find
}

// cold makes the next run the first one.
func (s *site) cold() error {
	for _, path := range s.state {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}

// newSite makes a folder for a program with a copy of the corpus in it. The
// articles are hard links: who saves an article by renaming changes one copy.
func (b *bench) newSite(name string, size int, articles string, rename func(string) string) (*site, error) {
	if err := os.MkdirAll(b.sites, 0o777); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(b.sites, name+"-")
	if err != nil {
		return nil, err
	}
	s := &site{dir: dir, articles: filepath.Join(dir, articles)}
	from := corpus.Dir(b.cache, size)
	err = filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		to := filepath.Join(s.articles, rename(name))
		if err := os.Link(path, to); err == nil {
			return nil
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		return os.Link(path, to)
	})
	if err != nil {
		return nil, fmt.Errorf("copy the corpus: %w", err)
	}
	return s, nil
}

// write puts a file in the site's folder.
func (s *site) write(name, text string) error {
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o666)
}

// same keeps the names of a corpus.
func same(name string) string { return name }
