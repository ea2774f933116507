//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/mmcdole/gofeed"

	"writethru/bench/faults/disk"
)

// left is what a full disk has for a build that needs more.
const left = 256 << 10

// full fills a disk up, and says how to make room again.
func full(disk string) (func() error, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(disk, &st); err != nil {
		return nil, err
	}
	filler := filepath.Join(disk, "filler")
	f, err := os.Create(filler)
	if err != nil {
		return nil, err
	}
	_, err = io.CopyN(f, zeros{}, max(0, int64(st.Bavail)*st.Bsize-left))
	if errors.Is(err, syscall.ENOSPC) {
		err = nil // somebody else was faster
	}
	return func() error { return os.Remove(filler) }, errors.Join(err, f.Close())
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// readOnly makes a disk one that can't be written, and says how to undo that.
func readOnly(disk string) (func() error, error) {
	err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
	return func() error { return syscall.Mount("", disk, "", syscall.MS_REMOUNT, "") }, err
}

// breakServer does to Writethru's server what breakBuilds does to builds: its
// journal is on the disk that fails. The matrix of bench/faults goes further.
func (s *siege) breakServer(ctx context.Context, t *table) error {
	fmt.Fprint(s.log, "  Writethru, serve\n")
	dir, err := s.folder("server")
	if err != nil {
		return err
	}
	c, err := s.own(dir, "follow_ups.unmarked=ignore")
	if err != nil {
		return err
	}
	data := filepath.Join(dir, ".writethru")
	if err := os.Mkdir(data, 0o700); err != nil {
		return err
	}
	journal, err := disk.New(data, rand.New(rand.NewPCG(3, 6)))
	if errors.Is(err, disk.ErrNoFUSE) {
		t.note("Writethru's server was not tried: %v", err)
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = journal.Close() }() // its namespace ends soon
	if err := s.edition(dir, 1); err != nil {
		return err
	}
	v, err := s.start(ctx, c)
	if err != nil {
		return err
	}
	defer func() { v.stop() }()
	k := &keeper{siege: s, server: v, journal: journal, edition: 1}
	if k.ids, err = v.ids(ctx, 1); err != nil {
		return err
	}
	row := []string{"Writethru, `serve`"}
	for _, try := range []func(context.Context) (string, error){k.killed, k.ill(disk.Full), k.ill(disk.ReadOnly)} {
		said, err := try(ctx)
		v = k.server
		if err != nil {
			return err
		}
		row = append(row, said)
	}
	t.row(append(row, fmt.Sprintf("all that was saved meanwhile comes out by itself; the ids of the feed changed %d times", k.changed))...)
	if k.changed > 0 {
		s.fell("ids changed %d times", k.changed)
	}
	return nil
}

// A keeper saves all articles while Writethru's server is hurt, and looks whether
// the ids in its feed stay.
type keeper struct {
	*siege
	server  *server
	journal *disk.Disk
	edition int
	ids     string
	changed int
}

// save writes the next edition.
func (k *keeper) save() error {
	k.edition++
	return k.siege.edition(k.server.dir, k.edition)
}

// look waits until the last edition is in the feed.
func (k *keeper) look(ctx context.Context) error {
	ids, err := k.server.ids(ctx, k.edition)
	if err != nil {
		return fmt.Errorf("edition %d: %w: %s", k.edition, err, k.server.Said())
	}
	if ids != k.ids {
		k.changed++
	}
	return nil
}

// killed kills the server while it takes in an edition.
func (k *keeper) killed(ctx context.Context) (string, error) {
	random := rand.New(rand.NewPCG(2, 6))
	var late time.Duration
	for range k.Kills {
		if err := k.save(); err != nil {
			return "", err
		}
		time.Sleep(time.Duration(random.IntN(1000)) * time.Millisecond)
		if err := syscall.Kill(k.server.Pid(), syscall.SIGKILL); err != nil {
			return "", err
		}
		<-k.server.Done()
		start := time.Now()
		v, err := k.start(ctx, k.server.contender)
		if err != nil {
			return "", err
		}
		k.server, late = v, max(late, time.Since(start))
		if err := k.look(ctx); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("the feed whole after each; all served again in at most %.1f s", late.Seconds()), nil
}

// ill saves an edition while the journal's disk is ill.
func (k *keeper) ill(mode disk.Mode) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		const looks = 10
		k.journal.Set(mode)
		if err := k.save(); err != nil {
			return "", err
		}
		good := 0
		for range looks {
			time.Sleep(100 * time.Millisecond)
			if status, body, err := k.server.fetch(ctx, k.server.site.Feed); err == nil && status == http.StatusOK && whole(".rss", body) {
				good++
			}
		}
		ready, _, err := k.server.fetch(ctx, "/readyz")
		if err != nil {
			return "", err
		}
		k.journal.Set(disk.Good)
		if good < looks {
			k.fell("with a bad disk, the feed was whole %d of %d times", good, looks)
		}
		return fmt.Sprintf("the feed whole %d of %d times; `/readyz` has status %d", good, looks, ready), k.look(ctx)
	}
}

// ids waits until the feed has an edition of all that it holds, and returns the ids
// of its entries.
func (v *server) ids(ctx context.Context, edition int) (string, error) {
	var ids string
	err := v.await(ctx, v.site.Feed, func(status int, body string) bool {
		feed, err := gofeed.NewParser().ParseString(body)
		if status != http.StatusOK || err != nil {
			return false
		}
		ids = ""
		for _, item := range feed.Items {
			var n, of int
			if _, err := fmt.Sscanf(item.Title, "Case %d, edition %d", &n, &of); err != nil || of != edition {
				return false
			}
			ids += item.GUID + "\n"
		}
		return len(feed.Items) > 0
	})
	return ids, err
}
