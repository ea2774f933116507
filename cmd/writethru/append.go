package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/renameio/v2"
)

type appendCmd struct {
	Article string `arg:"" help:"The article's file, or a bundle's folder."`
	Text    string `arg:"" optional:"" help:"What came since; blank lines separate paragraphs. Without it, or with -, it is read from standard input."`
	Kind    string `enum:"update,correction,clarification,retraction" default:"update" help:"What the follow-up does: update, correction, clarification or retraction."`
	From    string `placeholder:"PARTY" help:"Who it comes from."`
	Title   string `help:"Its own headline."`
}

func (*appendCmd) Help() string {
	return `Examples:
  writethru append posts/flood.md "The clerk's office said that the records are safe."
  writethru append --kind correction posts/flood.md - < correction.txt`
}

// maxText bounds a follow-up from standard input.
const maxText = 1 << 20

// Run appends the follow-up and replaces the file as a whole.
func (a *appendCmd) Run(_ context.Context, p *program) error {
	text := a.Text
	if text == "-" || text == "" {
		b, err := io.ReadAll(io.LimitReader(p.stdin, maxText+1))
		if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		if len(b) > maxText {
			return fmt.Errorf("standard input: more than %d bytes", maxText)
		}
		text = string(b)
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if text == "" {
		return errors.New("the follow-up has no text")
	}
	file, err := articleFile(a.Article)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	now := p.now()
	var whole string
	switch strings.ToLower(filepath.Ext(file)) {
	case ".md", ".markdown":
		whole = a.markdown(string(old), text, now)
	case ".html", ".htm":
		whole = a.html(string(old), text, now)
	case ".txt":
		whole = a.plain(string(old), text, now)
	default:
		return fmt.Errorf("%s: want an article: .md, .html or .txt", file)
	}
	return renameio.WriteFile(file, []byte(whole), info.Mode().Perm(), renameio.WithStaticPermissions(info.Mode().Perm()))
}

// articleFile is the file that a follow-up is appended to. What a link points
// to is changed, not the link.
func articleFile(name string) (string, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		for _, index := range []string{"index.md", "index.markdown", "index.html", "index.htm", "index.txt"} {
			if _, err := os.Stat(filepath.Join(name, index)); err == nil {
				return filepath.EvalSymlinks(filepath.Join(name, index))
			}
		}
		return "", fmt.Errorf("%s: want an article, or a folder with an index file", name)
	}
	return filepath.EvalSymlinks(name)
}

// marker is what announces the follow-up: "Update, Nov. 21, 2026, 3:45 p.m. UTC".
func (a *appendCmd) marker(now time.Time) string {
	kind := strings.ToUpper(a.Kind[:1]) + a.Kind[1:]
	stamp := now.UTC().Format("Jan. 2, 2006, 3:04 pm")
	stamp = strings.NewReplacer("May.", "May", " am", " a.m.", " pm", " p.m.").Replace(stamp)
	return kind + ", " + stamp + " UTC"
}

// body is the follow-up's text with its party in front.
func (a *appendCmd) body(text string) string {
	if a.From != "" {
		return "From " + a.From + ": " + text
	}
	return text
}

func (a *appendCmd) markdown(old, text string, now time.Time) string {
	if a.Title != "" {
		return ended(old) + "\n## " + a.marker(now) + ": " + a.Title + "\n\n" + a.body(text) + "\n"
	}
	return ended(old) + "\n**" + a.marker(now) + ":** " + a.body(text) + "\n"
}

func (a *appendCmd) plain(old, text string, now time.Time) string {
	if a.Title != "" {
		text = a.Title + "\n\n" + a.body(text)
	} else {
		text = a.body(text)
	}
	return ended(old) + "\n" + a.marker(now) + ": " + text + "\n"
}

// html puts the follow-up at the end of the article's element.
func (a *appendCmd) html(old, text string, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<section class=\"%s\">\n<p><strong>%s:</strong>", a.Kind, html.EscapeString(a.marker(now)))
	if a.Title != "" {
		fmt.Fprintf(&b, " <strong>%s</strong></p>\n<p>", html.EscapeString(a.Title))
	} else {
		b.WriteString(" ")
	}
	paragraphs := strings.Split(a.body(text), "\n\n")
	for i, paragraph := range paragraphs {
		if i > 0 {
			b.WriteString("<p>")
		}
		b.WriteString(html.EscapeString(paragraph) + "</p>\n")
	}
	b.WriteString("</section>\n")
	for _, end := range []string{"</article>", "</main>", "</body>"} {
		if i := strings.LastIndex(strings.ToLower(old), end); i >= 0 {
			return old[:i] + b.String() + old[i:]
		}
	}
	return ended(old) + b.String()
}

// ended is a text that ends with a line's end.
func ended(s string) string {
	if s == "" || strings.HasSuffix(s, "\n") {
		return s
	}
	return s + "\n"
}
