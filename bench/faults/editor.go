//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// An editor carries out a plan in a folder of articles.
type editor struct {
	dir  string
	seen func(ctx context.Context, word string) error // waits until readers have got a word
	said func(format string, args ...any)

	saving sync.Mutex    // held while files are changed
	wrong  time.Duration // how wrong the clock is that files get their times from; guarded by saving

	mu       sync.Mutex // guards what follows
	articles []*article
}

// An article is what the editor knows of one. Some things are only added to
// articles that readers have got: what is there at first sight is no news.
type article struct {
	first     step
	name      string
	names     int
	edits     []string
	followUps []step
	gone      bool
	removals  int
	saves     int // that may change what readers get of its entry
	torn      int // saves of which half may have been seen, on a machine that has much to do
}

func (a *article) text() string {
	var b strings.Builder
	date := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(a.first.n) * time.Hour)
	fmt.Fprintf(&b, "---\ntitle: The case of %s\ndate: %s\ntags: [t%d]\n---\n\n", a.first.word(), date.Format(time.RFC3339), a.first.n%3)
	for i := range 4 {
		fmt.Fprintf(&b, "Paragraph %d of %s: the records of office %d were counted %d times in hall %s-%d.\n\n", i, a.first.word(), a.first.n*7+i, a.first.n+i*i, a.first.word(), i)
		for k, word := range a.edits {
			if k%4 == i {
				fmt.Fprintf(&b, "Counted again in %s.\n\n", word)
			}
		}
	}
	b.WriteString("The clerk's office has been asked for comment.\n")
	for _, s := range a.followUps {
		fmt.Fprintf(&b, "\n**%s:** The clerk's office said that the records in %s are back.\n", s.kind, s.word())
	}
	return b.String()
}

// work carries out steps, one after the other.
func (e *editor) work(ctx context.Context, steps []step) error {
	for _, s := range steps {
		if err := e.step(ctx, s); err != nil {
			return fmt.Errorf("step %v: %w", s, err)
		}
		e.said("%v", s)
		select {
		case <-time.After(s.pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (e *editor) step(ctx context.Context, s step) error {
	if s.deed == write {
		a := &article{first: s, name: fmt.Sprintf("desk%d/case-%03d.md", s.article%3, s.article)}
		e.mu.Lock()
		e.articles = append(e.articles, a)
		e.mu.Unlock()
		e.saving.Lock()
		defer e.saving.Unlock()
		return e.save(a, s.manner)
	}
	a := e.articles[s.article]
	if err := e.seen(ctx, a.first.word()); err != nil {
		return err
	}
	e.saving.Lock()
	defer e.saving.Unlock()
	file := e.file(a.name)
	switch s.deed {
	case edit:
		e.change(func() { a.edits = append(a.edits, s.word()) })
	case followUp:
		e.change(func() { a.followUps = append(a.followUps, s) })
	case rename:
		e.change(func() {
			a.names++
			a.name = fmt.Sprintf("desk%d/case-%03d-%d.md", s.article%3, s.article, a.names)
		})
		return os.Rename(file, e.file(a.name))
	case remove:
		e.change(func() { a.gone, a.removals = true, a.removals+1 })
		return os.Remove(file)
	case restore:
		e.change(func() { a.gone = false })
	}
	return e.save(a, s.manner)
}

func (e *editor) change(do func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	do()
}

func (e *editor) file(name string) string { return filepath.Join(e.dir, name) }

// save writes an article's file.
func (e *editor) save(a *article, how manner) error {
	if err := e.write(a, how); err != nil || e.wrong == 0 {
		return err
	}
	now := time.Now().Add(e.wrong)
	return os.Chtimes(e.file(a.name), now, now)
}

func (e *editor) write(a *article, how manner) error {
	text := a.text()
	e.change(func() {
		a.saves++
		if how != replaced {
			a.saves, a.torn = a.saves+1, a.torn+1
		}
	})
	if err := os.MkdirAll(filepath.Dir(e.file(a.name)), 0o755); err != nil {
		return err
	}
	if how == replaced {
		aside := filepath.Join(filepath.Dir(e.file(a.name)), ".saving")
		return errors.Join(os.WriteFile(aside, []byte(text), 0o644), os.Rename(aside, e.file(a.name)))
	}
	f, err := os.Create(e.file(a.name))
	if err != nil {
		return err
	}
	half := len(text)
	if how == halves {
		half /= 2
	}
	_, err = f.WriteString(text[:half])
	if how == halves {
		time.Sleep(20 * time.Millisecond) // much less than it is waited for, so that kills hit it
	}
	_, rest := f.WriteString(text[half:])
	return errors.Join(err, rest, f.Close())
}

// versions is how many versions of its entry the article that wrote a word may
// have had for readers, and how many those of its follow-ups.
func (e *editor) versions(word string) (own, followUps int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, a := range e.articles {
		if a.first.word() == word {
			return a.saves, 1 + a.torn
		}
	}
	return 0, 0
}

// removals is how often the article that wrote a word was deleted.
func (e *editor) removals(word string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, a := range e.articles {
		if a.first.word() == word {
			return a.removals
		}
	}
	return 0
}

// expected are the words of all follow-ups of articles that are there.
func (e *editor) expected() (articles, followUps []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, a := range e.articles {
		if a.gone {
			continue
		}
		articles = append(articles, a.first.word())
		for _, s := range a.followUps {
			followUps = append(followUps, s.word())
		}
	}
	return articles, followUps
}
