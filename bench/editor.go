package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"writethru/bench/corpus"
)

// edited is how many of the newest articles are edited in turn. All of them
// stand in the home feed.
const edited = 10

// An editor saves articles of a site as careful editors do: the new file is
// complete when it takes the place of the old one.
type editor struct {
	site     *site
	articles []corpus.Article
	saves    int
}

func newEditor(s *site, size int) *editor {
	return &editor{site: s, articles: corpus.Newest(size, edited)}
}

// edit changes an article's text. It returns the words that are new.
func (e *editor) edit() (string, error) {
	words := e.words()
	return words, e.save(func(text []byte) []byte {
		front, rest, _ := bytes.Cut(text, []byte("\n---\n"))
		// What the last edit added is taken away.
		if i := bytes.Index(rest, []byte("Counted again: ")); i >= 0 {
			_, rest, _ = bytes.Cut(rest[i:], []byte(".\n"))
		}
		return fmt.Appendf(nil, "%s\n---\n\nCounted again: %s.\n%s", front, words, rest)
	})
}

// followUp appends a follow-up to an article. It returns the words that are new.
func (e *editor) followUp() (string, error) {
	words := e.words()
	return words, e.save(func(text []byte) []byte {
		return fmt.Appendf(text, "\n**Update:** The clerk's office said that %s records are back, and that no record is lost.\n", words)
	})
}

// words are found in the feed when the save is served.
func (e *editor) words() string {
	e.saves++
	return fmt.Sprintf("number %d of %d", e.saves, e.saves+100_000)
}

func (e *editor) save(change func([]byte) []byte) error {
	path := filepath.Join(e.site.articles, e.articles[e.saves%len(e.articles)].Path)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	aside := filepath.Join(e.site.dir, "being-saved")
	if err := os.WriteFile(aside, change(text), 0o666); err != nil {
		return err
	}
	return os.Rename(aside, path)
}
