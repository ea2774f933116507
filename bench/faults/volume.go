//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// A volume is a file system that holds the articles. The editor has it at one
// place, and the publisher has it mounted at another, which can be without.
type volume struct {
	home string // for the editor
	at   string // for the publisher
	n    int    // how many there were
}

// onVolume puts the articles on a volume.
func onVolume(t *trial) error {
	if !canMount() {
		t.remark = " (by renaming: nothing can be mounted here)"
		return nil
	}
	v := &volume{at: t.desk.posts()}
	if err := v.make(t.dir); err != nil {
		return fmt.Errorf("%w: %w", errCannot, err)
	}
	t.volume, t.editor.dir = v, v.home
	t.desk.set = []string{"watch.rescan=5m"} // a scan every second would find all that is missed otherwise
	t.undo = append(t.undo, v.free)
	return v.mount()
}

// make makes the file system of a volume anew, at a place of its own.
func (v *volume) make(dir string) error {
	v.n++
	v.home = filepath.Join(dir, fmt.Sprint("volume", v.n))
	if err := os.Mkdir(v.home, 0o755); err != nil {
		return err
	}
	return unix.Mount("tmpfs", v.home, "tmpfs", 0, "size=64m")
}

// mount gives the publisher what the editor has.
func (v *volume) mount() error {
	if err := os.MkdirAll(v.at, 0o755); err != nil {
		return err
	}
	return unix.Mount(v.home, v.at, "", unix.MS_BIND, "")
}

// free takes a volume away from everybody.
func (v *volume) free() error {
	return errors.Join(unmount(v.at), unmount(v.home))
}

// copied puts the articles on another file system, with their times.
func (v *volume) copied(ctx context.Context, dir string) error {
	before := v.home
	if err := v.make(dir); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, "cp", "-a", before+"/.", v.home).CombinedOutput(); err != nil {
		return fmt.Errorf("cp: %w: %s", err, out)
	}
	return unmount(before)
}

// A way is one in which a mount goes and comes.
type way struct {
	name string
	do   func(ctx context.Context, t *trial) error
}

// ways are tried in turn. What stands where the volume was is an empty folder,
// or nothing.
var ways = []way{
	{"unmounted; the same comes back", func(ctx context.Context, t *trial) error {
		t.editor.saving.Lock()
		defer t.editor.saving.Unlock()
		return t.without(ctx, func() error { return nil })
	}},
	{"unmounted; newer articles come back", func(ctx context.Context, t *trial) error {
		return t.without(ctx, func() error { return nil })
	}},
	{"detached while the publisher is in it; newer articles come back", func(ctx context.Context, t *trial) error {
		t.desk.enter(t.volume.at)
		defer t.desk.enter(t.dir)
		t.desk.strike()
		pause(ctx, time.Duration(t.rand.IntN(500))*time.Millisecond) // it starts, or has started
		return t.without(ctx, func() error { return nil })
	}},
	{"unmounted; another volume with the same articles is mounted", func(ctx context.Context, t *trial) error {
		t.editor.saving.Lock()
		defer t.editor.saving.Unlock()
		return t.without(ctx, func() error { return t.move(ctx) })
	}},
	{"unmounted; another volume with newer articles is mounted", func(ctx context.Context, t *trial) error {
		return t.without(ctx, func() error {
			t.editor.saving.Lock()
			defer t.editor.saving.Unlock()
			return t.move(ctx)
		})
	}},
	{"another volume takes its place at once", func(ctx context.Context, t *trial) error {
		t.editor.saving.Lock()
		defer t.editor.saving.Unlock()
		if err := t.move(ctx); err != nil {
			return err
		}
		return errors.Join(unmount(t.volume.at), t.volume.mount())
	}},
	{"read-only for a while", func(ctx context.Context, t *trial) error {
		t.editor.saving.Lock()
		defer t.editor.saving.Unlock()
		if err := unix.Mount("", t.volume.home, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
			return err
		}
		t.perhaps()
		pause(ctx, time.Duration(100+t.rand.IntN(1000))*time.Millisecond)
		return unix.Mount("", t.volume.home, "", unix.MS_REMOUNT, "")
	}},
}

// remount takes the articles away and brings them back, in one of the ways.
func remount(ctx context.Context, t *trial) error {
	if t.volume == nil {
		return moveAside(ctx, t)
	}
	w := ways[t.struck%len(ways)]
	t.note("the volume: %s", w.name)
	if err := w.do(ctx, t); err != nil {
		return fmt.Errorf("%s: %w", w.name, err)
	}
	return nil
}

// without lets the publisher be without its volume for a while. Somebody does
// something meanwhile.
func (t *trial) without(ctx context.Context, meanwhile func() error) error {
	if err := unmount(t.volume.at); err != nil {
		return err
	}
	if t.rand.IntN(3) == 0 {
		_ = os.Remove(t.volume.at) // if the publisher does not run in it
	}
	t.perhaps()
	if err := meanwhile(); err != nil {
		return err
	}
	pause(ctx, time.Duration(100+t.rand.IntN(2500))*time.Millisecond)
	return t.volume.mount()
}

// perhaps kills the publisher, so that it has to start as things are.
func (t *trial) perhaps() {
	if t.rand.IntN(3) == 0 {
		t.desk.strike()
	}
}

// move brings the articles to another volume, and the editor with them. The
// publisher has the old one until it is unmounted.
func (t *trial) move(ctx context.Context) error {
	if err := t.volume.copied(ctx, t.dir); err != nil {
		return err
	}
	t.editor.dir = t.volume.home
	return nil
}
