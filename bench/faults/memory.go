//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// A pen is a group of processes whose memory is limited: who wants more is
// killed by the system.
type pen struct {
	dir    string
	limit  string // names of its files
	usage  string
	events string
}

// plenty is what the publisher may have when memory is not short.
const plenty = 256 << 20

// pens are how systems name what a pen has: with control groups of the second
// version, and of the first.
var pens = []pen{
	{"/sys/fs/cgroup", "memory.max", "memory.current", "memory.events"},
	{"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "memory.oom_control"},
}

// newPen makes a pen where the system lets us.
func newPen() (*pen, error) {
	var errs []error
	for _, p := range pens {
		p.dir = filepath.Join(p.dir, fmt.Sprint("writethru-faults-", os.Getpid()))
		err := os.Mkdir(p.dir, 0o755)
		if err == nil {
			if err = p.allow(plenty); err == nil {
				return &p, nil
			}
			err = errors.Join(err, p.free())
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func (p *pen) free() error { return os.Remove(p.dir) }

// allow sets how much memory there is.
func (p *pen) allow(bytes int64) error {
	f, err := os.OpenFile(filepath.Join(p.dir, p.limit), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(f, bytes)
	return errors.Join(err, f.Close())
}

// used is how much memory is in use.
func (p *pen) used() (int64, error) {
	b, err := os.ReadFile(filepath.Join(p.dir, p.usage))
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
}

// kills is how often the system has killed for want of memory.
func (p *pen) kills() int {
	b, err := os.ReadFile(filepath.Join(p.dir, p.events))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if count, ok := strings.CutPrefix(strings.TrimSpace(line), "oom_kill "); ok {
			n, _ := strconv.Atoi(count) // the system writes numbers there
			return n
		}
	}
	return 0
}

// penned runs the program where its memory can be limited.
func penned(t *trial) error {
	p, err := newPen()
	if err != nil {
		t.remark = " (no group with a limit of memory can be made here: the data of the process was limited)"
		t.note("memory: %v", err)
		return nil
	}
	t.pen = p
	t.desk.wrap = []string{"sh", "-c", "echo $$ > " + filepath.Join(p.dir, "cgroup.procs") + " && exec \"$@\"", "sh"}
	t.undo = append(t.undo, func() error {
		t.remark = fmt.Sprintf(" (killed for want of memory %d times)", p.kills())
		return p.free()
	})
	return nil
}

// squeeze leaves the running program about as much memory as it has, for a
// while.
func squeeze(ctx context.Context, t *trial) error {
	if t.pen == nil {
		return squeezeData(ctx, t)
	}
	used, err := t.pen.used()
	if err != nil {
		return err
	}
	share := 80 + int64(t.rand.IntN(25))
	// A system that can't take memory back that is in use says so, or kills.
	if err := t.pen.allow(used * share / 100); err != nil && t.pen.allow(used) != nil {
		t.note("%d bytes of memory are in use, and can't be limited to that: %v", used, err)
	}
	pause(ctx, time.Duration(100+t.rand.IntN(1000))*time.Millisecond)
	return t.pen.allow(plenty)
}

// squeezeData does the same where there are no groups: what the program asks
// for is refused then.
func squeezeData(ctx context.Context, t *trial) error {
	pid := t.desk.pid()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	fields := strings.Fields(string(b)) // size resident shared text lib data
	if err != nil || len(fields) < 6 {
		return nil //nolint:nilerr // it has just ended
	}
	pages, err := strconv.ParseUint(fields[5], 10, 64)
	if err != nil {
		return err
	}
	var before unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_DATA, nil, &before); err != nil {
		return nil //nolint:nilerr // it has just ended
	}
	few := unix.Rlimit{Cur: (pages + uint64(t.rand.IntN(64))) * uint64(os.Getpagesize()), Max: before.Max}
	_ = unix.Prlimit(pid, unix.RLIMIT_DATA, &few, nil) // it may have ended
	pause(ctx, time.Duration(100+t.rand.IntN(1000))*time.Millisecond)
	_ = unix.Prlimit(pid, unix.RLIMIT_DATA, &before, nil)
	return nil
}
