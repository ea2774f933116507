package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"writethru/cmd/writethru/moving"
	"writethru/journal"
	"writethru/posts"
	"writethru/publish"
)

// replay fills an empty journal from the history of a folder in git, so that
// what was appended in the past is a follow-up of that time.
func (cmd *importCmd) replay(ctx context.Context, p *program) error {
	c, err := p.load(cmd.Git)
	if err != nil {
		return err
	}
	history, err := moving.ReadHistory(ctx, c.Posts)
	if err != nil {
		if errors.Is(err, moving.ErrShallow) {
			return hint(err, "git fetch --unshallow, or fetch-depth: 0 where a CI checks it out")
		}
		return err
	}
	if len(history.Commits) == 0 {
		return fmt.Errorf("%s: no commit has changed it", c.Posts)
	}
	objects, err := history.Objects(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = objects.Close() }() // what it said was read
	then, err := os.MkdirTemp("", "writethru-history-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(then) }() // the system clears it some day
	if cmd.DryRun {
		c.Data, c.Store = filepath.Join(then, ".writethru"), ""
	}
	c.Posts = then
	first := *p // the publication is as old as its first commit
	first.now = func() time.Time { return history.Commits[0].At }
	d, err := first.open(ctx, c)
	if err != nil {
		return err
	}
	defer d.close()
	for name := range d.publisher.Known {
		return hint(fmt.Errorf("the journal has stories already, such as %s", name), "replay into an empty one: --set data=DIR")
	}
	if err := d.publisher.Replay(ctx, cmd.moments(p, history, objects, then), p.now()); err != nil {
		return err
	}
	return p.tellReplayed(ctx, d.store, len(history.Commits))
}

// moments bring a folder to the state of each commit, one after the other.
func (cmd *importCmd) moments(p *program, h *moving.History, objects *moving.Objects, dir string) iter.Seq2[publish.Moment, error] {
	return func(yield func(publish.Moment, error) bool) {
		for i, commit := range h.Commits {
			p.progress.tell("replaying history", i, len(h.Commits))
			m, err := checkout(commit, objects, dir)
			if len(m.Changed)+len(m.Removed) == 0 && err == nil {
				continue
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// checkout applies the changes of a commit that concern articles.
func checkout(c moving.Commit, objects *moving.Objects, dir string) (publish.Moment, error) {
	m := publish.Moment{At: c.At}
	for name, object := range c.Changed {
		if !posts.Match(name) {
			continue
		}
		b, err := objects.Read(object)
		if err != nil {
			return m, err
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return m, err
		}
		if err := os.WriteFile(file, b, 0o644); err != nil {
			return m, err
		}
		m.Changed = append(m.Changed, name)
	}
	for _, name := range c.Removed {
		if !posts.Match(name) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, os.ErrNotExist) {
			return m, err
		}
		m.Removed = append(m.Removed, name)
	}
	slices.Sort(m.Changed)
	return m, nil
}

// tellReplayed prints what the journal holds now.
func (p *program) tellReplayed(ctx context.Context, store journal.Store, commits int) error {
	stories, emitted := 0, 0
	for r, err := range store.Heads(ctx) {
		if err != nil {
			return err
		}
		if r.Head.Withdrawn {
			continue
		}
		stories++
		for _, f := range r.Head.FollowUps {
			if f.State == journal.Out {
				emitted++
				fmt.Fprintf(p.stdout, "%s  %s  %s\n", f.Emitted.Format("2006-01-02 15:04"), f.ID, start(f.Text))
			}
		}
	}
	fmt.Fprintf(p.stdout, "%s: %s with %s\n", count(commits, "commit"), count(stories, "article"), count(emitted, "follow-up"))
	return nil
}
