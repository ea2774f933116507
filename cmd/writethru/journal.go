package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"writethru/journal"
	"writethru/journal/sqlite"
)

type journalCmd struct {
	Copy    journalCopyCmd   `cmd:"" help:"Copy a journal to another engine, and compare the two record by record."`
	Verify  journalVerifyCmd `cmd:"" help:"Read all that a journal holds, and say what is damaged."`
	Rebuild rebuildCmd       `cmd:"" help:"Make a lost or damaged journal anew, from the articles and the feeds as they were published last."`
}

type journalCopyCmd struct {
	From string `required:"" placeholder:"URL" help:"The journal: sqlite:DIR or nats://HOST,HOST,HOST."`
	To   string `required:"" placeholder:"URL" help:"An empty one. It is made where there is none."`
}

func (*journalCopyCmd) Help() string {
	return `Stop what publishes from the journal first, so that nothing is recorded after the copy.

Examples:
  writethru journal copy --from sqlite:.writethru --to nats://nats-0,nats-1,nats-2
  writethru journal copy --from nats://nats-0,nats-1,nats-2 --to sqlite:back`
}

// Run copies a journal.
func (c *journalCopyCmd) Run(ctx context.Context, p *program) error {
	from, err := p.journal(ctx, c.From, sqlite.Read)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := p.journal(ctx, c.To, sqlite.Publish)
	if err != nil {
		return err
	}
	defer to.Close()
	if err := journal.Copy(ctx, from, to, func(done, total int) { p.progress.tell("copying revisions", done, total) }); err != nil {
		if errors.Is(err, journal.ErrNotEmpty) {
			return hint(fmt.Errorf("%s: %w", c.To, err), "name one that is not there yet")
		}
		return err
	}
	if err := journal.Compare(ctx, from, to); err != nil {
		return err
	}
	st, err := to.Stats(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "copied and compared: %d revisions of %d stories, %d subscribers\n", st.Revisions, st.Stories, st.Subscribers)
	return err
}

type journalVerifyCmd struct {
	Store string `placeholder:"URL" help:"The journal: sqlite:DIR or nats://HOST,HOST,HOST. Default: the configuration's."`
}

// Run reads a journal.
func (v *journalVerifyCmd) Run(ctx context.Context, p *program) error {
	if v.Store != "" {
		p.cli.Set = with(p.cli.Set, "store", v.Store)
	}
	return p.asked(ctx, sqlite.Read, func(store journal.Store) error {
		good, err := journal.Verify(ctx, store)
		if err != nil {
			err = hint(err, "writethru journal rebuild FEED... makes a journal of what is good, the articles and the published feeds")
		}
		fmt.Fprintf(p.stdout, "good: %d revisions of %d stories, %d sources, %d subscribers\n", good.Revisions, good.Stories, good.Sources, good.Subscribers)
		return err
	})
}

type backupCmd struct {
	Path string `arg:"" help:"A file that is not there yet. Its folder is made if need be."`
}

func (*backupCmd) Help() string {
	return `The file is a SQLite journal, whatever the engine is. To publish from it, name it journal.db in an empty data folder.

Examples:
  writethru backup /backups/courier-2026-11-21.db`
}

// Run writes a copy of the journal, also while another process publishes from it.
func (b *backupCmd) Run(ctx context.Context, p *program) error {
	return p.asked(ctx, sqlite.Read, func(store journal.Store) error {
		// An image has no shell in which somebody could make a folder first.
		if err := os.MkdirAll(filepath.Dir(b.Path), 0o700); err != nil {
			return err
		}
		if err := store.Backup(ctx, b.Path); err != nil {
			if errors.Is(err, fs.ErrExist) {
				err = hint(err, "name one that is not there yet")
			}
			return err
		}
		_, err := fmt.Fprintf(p.stdout, "%s is a journal as of now\n", b.Path)
		return err
	})
}
