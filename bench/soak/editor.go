package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"writethru/bench/corpus"
)

// An editor works on a folder of articles. Each word that it writes is written
// once.
type editor struct {
	dir     string
	rand    *rand.Rand
	seen    func(word string) bool // by who reads
	found   *findings
	words   int
	written int // articles, also those that were there at first
	all     []*article
}

// An article is what the editor knows of one.
type article struct {
	path      string
	born      string // a word that readers must have seen before anything is news
	edit      string // the newest word in the middle
	followUps []string
	names     int
	gone      []byte // its text while it is deleted
}

// recent is how many of the newest articles most of the work is on.
const recent = 200

func newEditor(dir string, n int, seed uint64, found *findings) *editor {
	e := &editor{dir: dir, rand: rand.New(rand.NewPCG(seed, 6)), found: found, written: n}
	newest := corpus.Newest(n, n)
	for i := len(newest) - 1; i >= 0; i-- {
		e.all = append(e.all, &article{path: newest[i].Path})
	}
	return e
}

// work does something again and again, until ctx is done.
func (e *editor) work(ctx context.Context, each time.Duration) error {
	for ctx.Err() == nil {
		if err := e.step(); err != nil {
			return fmt.Errorf("editor: %w", err)
		}
		pause(ctx, time.Duration((0.5+e.rand.Float64())*float64(each)))
	}
	return nil
}

// step does one thing.
func (e *editor) step() error {
	from := 0
	if e.rand.IntN(10) < 7 {
		from = max(0, len(e.all)-recent)
	}
	a := e.all[from+e.rand.IntN(len(e.all)-from)]
	dice := e.rand.IntN(100)
	if dice < 8 || a.born != "" && !e.seen(a.born) {
		return e.write()
	}
	switch {
	case a.gone != nil:
		return e.restore(a)
	case dice < 50:
		return e.followUp(a)
	case dice < 75:
		return e.change(a)
	case dice < 88:
		return e.rename(a)
	}
	return e.remove(a)
}

// word is a new word: of an edit or of a follow-up.
func (e *editor) word(kind string) string {
	e.words++
	return fmt.Sprintf("%sw%06d", kind, e.words)
}

func (e *editor) file(a *article) string { return filepath.Join(e.dir, a.path) }

// write writes an article that was not there.
func (e *editor) write() error {
	it := corpus.Number(e.written)
	it.Date = time.Now().UTC()
	a := &article{path: it.Path, edit: e.word("e")}
	a.born = a.edit
	if err := os.MkdirAll(filepath.Dir(e.file(a)), 0o777); err != nil {
		return err
	}
	e.written++
	e.all = append(e.all, a)
	e.found.count("articles written")
	return e.save(a, edited(it.Append(nil), a.edit))
}

// change changes words in the middle.
func (e *editor) change(a *article) error {
	text, err := os.ReadFile(e.file(a))
	if err != nil {
		return err
	}
	a.edit = e.word("e")
	e.found.count("edits")
	return e.save(a, edited(text, a.edit))
}

// edited is a text with another word in its first paragraph, which is the
// editor's own.
func edited(text []byte, word string) []byte {
	front, rest, _ := bytes.Cut(text, []byte("\n---\n"))
	if i := bytes.Index(rest, []byte("Counted again in ")); i >= 0 {
		_, rest, _ = bytes.Cut(rest[i:], []byte(".\n"))
	}
	return fmt.Appendf(nil, "%s\n---\n\nCounted again in %s.\n%s", front, word, rest)
}

// followUp appends news: to the file, as a shell does, or with a new file.
func (e *editor) followUp(a *article) error {
	word := e.word("f")
	kind := []string{"Update", "Update", "Correction", "Clarification"}[e.rand.IntN(4)]
	news := fmt.Sprintf("\n**%s:** The clerk's office said that the records in %s are back, and that none is lost.\n", kind, word)
	a.followUps = append(a.followUps, word)
	e.found.count("follow-ups")
	if e.rand.IntN(2) == 0 {
		text, err := os.ReadFile(e.file(a))
		if err != nil {
			return err
		}
		return e.save(a, append(text, news...))
	}
	f, err := os.OpenFile(e.file(a), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(news)
	return errors.Join(err, f.Close())
}

func (e *editor) rename(a *article) error {
	from := e.file(a)
	base, _, _ := strings.Cut(strings.TrimSuffix(a.path, ".md"), "_")
	a.names++
	a.path = fmt.Sprintf("%s_%d.md", base, a.names)
	e.found.count("renames")
	return os.Rename(from, e.file(a))
}

// remove deletes an article, if readers have all its news.
func (e *editor) remove(a *article) (err error) {
	for _, word := range a.followUps {
		if !e.seen(word) {
			return e.change(a)
		}
	}
	if a.gone, err = os.ReadFile(e.file(a)); err != nil {
		return err
	}
	e.found.count("articles deleted")
	return os.Remove(e.file(a))
}

func (e *editor) restore(a *article) error {
	text := a.gone
	a.gone = nil
	e.found.count("articles restored")
	return e.save(a, text)
}

// save puts a complete file in the place of the article's.
func (e *editor) save(a *article, text []byte) error {
	aside := filepath.Join(e.dir, ".being-saved")
	if err := os.WriteFile(aside, text, 0o666); err != nil {
		return err
	}
	return os.Rename(aside, e.file(a))
}
