package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"writethru/internal/folder"
	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/posts/followups"
	"writethru/publish"
)

type explainCmd struct {
	Article string `arg:"" help:"The article's file."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

func (*explainCmd) Help() string {
	return `Examples:
  writethru explain posts/flood.md
  writethru explain examples/courier/posts/flood.md --config examples/courier/writethru.yaml`
}

// Run explains an article by the journal of its publication, if there is one.
func (e *explainCmd) Run(ctx context.Context, p *program) error {
	c, err := p.load("")
	if err != nil {
		return err
	}
	name, err := within(c.Posts, e.Article)
	if err != nil {
		return hint(err, "name the publication's configuration with --config")
	}
	articles, err := folder.Open(c.Posts)
	if err != nil {
		return err
	}
	defer articles.Close()
	var store journal.Store
	s, err := p.journal(ctx, c.journalURL(), sqlite.Read)
	switch {
	case err == nil:
		defer s.Close()
		store = s
	case !errors.Is(err, journal.ErrNotFound):
		return err
	}
	x, err := publish.Explain(ctx, c.settings(version()), articles, store, name, p.now())
	if err != nil {
		return err
	}
	if e.JSON {
		return json.NewEncoder(p.stdout).Encode(x)
	}
	p.explain(x)
	return nil
}

// within gives a file's name relative to a folder that it must be in.
func within(dir, file string) (string, error) {
	absDir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	absFile, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	name, err := filepath.Rel(absDir, absFile)
	if err != nil || !filepath.IsLocal(name) {
		return "", fmt.Errorf("%s: want an article in %s", file, dir)
	}
	return filepath.ToSlash(name), nil
}

// explain prints an explanation for people.
func (p *program) explain(x *publish.Explanation) {
	w := p.stdout
	switch {
	case x.Story == "":
		fmt.Fprintf(w, "%s: not in the journal yet: all of it would be there at first sight, and nothing would be emitted\n", x.Article)
	default:
		fmt.Fprintf(w, "%s: story %s\n", x.Article, x.Story)
	}
	for _, f := range x.Faults {
		fmt.Fprintf(w, "%s\n", f)
	}
	if len(x.Blocks) > 0 {
		fmt.Fprintln(w)
	}
	for _, b := range x.Blocks {
		age := " "
		if b.Fresh {
			age = "+"
		}
		fmt.Fprintf(w, "%s %s:%d: %s %q\n    %s: %s\n", age, b.File, b.Line, b.Kind, start(b.Text), b.What, b.Rule)
	}
	if len(x.Head.FollowUps) > 0 {
		fmt.Fprintln(w, "\nFollow-ups:")
	}
	for _, f := range x.Head.FollowUps {
		state := string(f.State)
		if why := x.Due[f.N]; why != "" {
			state = why
		} else if f.Why != "" {
			state += " (" + f.Why + ")"
		}
		if f.Removed {
			state = "removed from the text"
		}
		fmt.Fprintf(w, "  %d  %s: %s\n     %q\n", f.N, followups.Title(f.Kind, f.Count, x.Head.Title, x.Head.Language), state, start(f.Text))
	}
	if len(x.Head.Promises) > 0 {
		fmt.Fprintln(w, "\nPromises:")
	}
	for _, o := range x.Head.Promises {
		state := "open"
		if o.ClosedBy != "" {
			state = "closed by " + o.ClosedBy
		}
		fmt.Fprintf(w, "  %s: %s\n     %q\n", o.ID, state, o.Sentence)
	}
	changes := make([]string, len(x.Changes))
	for i, c := range x.Changes {
		changes[i] = string(c)
	}
	if len(changes) == 0 {
		changes = []string{"nothing"}
	}
	fmt.Fprintf(w, "\nPublishing it now would record: %s\n", strings.Join(changes, ", "))
}
