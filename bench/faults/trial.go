//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"writethru/bench/faults/disk"
)

// A trial is one run of an editor, a publisher and a reader, while something
// breaks again and again.
type trial struct {
	name    string
	dir     string
	rand    *rand.Rand // of faults: which instants they hit depends on the machine
	log     *os.File
	editor  *editor
	desk    *desk
	witness *witness
	disk    *disk.Disk   // of the journal; nil: the machine's
	mirror  *disk.Mirror // of the articles; nil: there is none
	volume  *volume      // of the articles; nil: the machine's
	pen     *pen         // that limits memory; nil: there is none
	remark  string       // what is to be known of how it was tried; empty: nothing

	recorded []string // by the journal, as seen by audits
	struck   int
	undo     []func() error // of what a fault has set up
}

// newTrial sets up a trial in a folder of its own.
func newTrial(program, dir, name string, seed uint64) (*trial, error) {
	dir = filepath.Join(dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	d, err := newDesk(program, dir)
	if err != nil {
		return nil, err
	}
	t := &trial{name: name, dir: dir, rand: rand.New(rand.NewPCG(seed, 60)), log: log, desk: d}
	t.witness = newWitness("http://" + d.address)
	t.editor = &editor{dir: d.posts(), seen: t.witness.wait, said: t.note}
	t.witness.editor = t.editor
	return t, nil
}

// note writes a line into the record of the run.
func (t *trial) note(format string, args ...any) {
	fmt.Fprintf(t.log, time.Now().Format("15:04:05.000 ")+format+"\n", args...)
}

// run carries out a plan while a fault strikes, and judges what is left. It
// returns the feeds at the end.
func (t *trial) run(ctx context.Context, steps []step, f fault) (documents map[string]string, err error) {
	defer func() {
		for _, undo := range t.undo {
			err = errors.Join(err, undo())
		}
		err = errors.Join(err, t.log.Close())
	}()
	if f.setUp != nil {
		if err := f.setUp(t); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	stop := func() {
		cancel()
		running.Wait()
	}
	defer stop()
	running.Go(func() { t.desk.serve(ctx) })
	running.Go(func() { t.witness.watch(ctx) })

	worked := make(chan error, 1)
	go func() { worked <- t.editor.work(ctx, steps) }()
	err = t.breakThings(ctx, f, worked)
	if err == nil {
		documents, err = t.judge(ctx)
	}
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, t.desk.story())
	}
	return documents, errors.Join(err, t.witnessed())
}

// breakThings lets the fault strike until the editor is done.
func (t *trial) breakThings(ctx context.Context, f fault, worked <-chan error) error {
	for {
		if f.strike == nil {
			return <-worked
		}
		select {
		case err := <-worked:
			if err != nil || t.struck >= f.least {
				return err
			}
			worked = nil
		case <-time.After(time.Duration(t.rand.ExpFloat64() * float64(f.every))):
		}
		if err := f.strike(ctx, t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		t.struck++
		if t.struck%8 == 0 {
			if err := t.audit(ctx); err != nil {
				return fmt.Errorf("after fault %d: %w", t.struck, err)
			}
		}
		if worked == nil && t.struck >= f.least {
			return nil
		}
	}
}

// judge looks at what is left when nothing is broken any more.
func (t *trial) judge(ctx context.Context) (map[string]string, error) {
	if err := t.settled(ctx); err != nil {
		return nil, err
	}
	if err := t.audit(ctx); err != nil {
		return nil, err
	}
	if said, err := t.desk.run(ctx, "journal", "verify"); err != nil {
		return nil, fmt.Errorf("journal verify: %w: %s", err, said)
	}
	t.up(ctx)
	before, err := t.documents(ctx)
	if err != nil {
		return nil, err
	}
	if err := t.valid(ctx, before); err != nil {
		return nil, err
	}
	// A last start gives the same bytes.
	t.desk.hold()
	for t.desk.ready(ctx) {
		pause(ctx, time.Millisecond)
	}
	t.desk.resume()
	t.up(ctx)
	after, err := t.documents(ctx)
	if err != nil {
		return nil, err
	}
	for name, text := range before {
		if after[name] != text {
			return nil, fmt.Errorf("%s has other bytes after a start:\n%s\nand was:\n%s", name, after[name], text)
		}
	}
	return after, nil
}

// up waits until the program serves what the folder holds.
func (t *trial) up(ctx context.Context) {
	for !t.desk.ready(ctx) && ctx.Err() == nil {
		pause(ctx, 10*time.Millisecond)
	}
}
