package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"writethru/journal"
	"writethru/journal/journaltest"
)

func TestLockNamesItsHolder(t *testing.T) {
	dir := t.TempDir()
	holder := start(t, "hold", dir)
	_, err := Open(t.Context(), dir, Options{})
	if !errors.Is(err, journal.ErrLocked) {
		t.Fatalf("Open while another process publishes gave error %v, want %v", err, journal.ErrLocked)
	}
	since := time.Now().UTC().Format("2006-01-02T")
	for _, want := range []string{dir, fmt.Sprintf("pid %d (%s", holder.cmd.Process.Pid, filepath.Base(os.Args[0])), " since " + since} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %q, want it to have %q", err, want)
		}
	}
	// Those who don't publish aren't kept out.
	open(t, dir, Append)
	open(t, dir, Read)

	holder.kill()
	open(t, dir, Publish)
}

func TestLockIsFreeAfterClose(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		s, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		if _, err := Open(t.Context(), dir, Options{}); !errors.Is(err, journal.ErrLocked) {
			t.Errorf("a second Open gave error %v, want %v", err, journal.ErrLocked)
		}
		if err := s.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}
}

// A process is killed while it appends. What it was told to be recorded is
// recorded, and no append is there in part.
func TestKilledProcessLosesNothing(t *testing.T) {
	for n := range 20 {
		dir := t.TempDir()
		c := start(t, "append", dir)
		said := "0"
		for range 1 + 3*n {
			said = c.line(t)
		}
		if rest := c.kill(); len(rest) > 0 {
			said = rest[len(rest)-1]
		}
		acknowledged, err := strconv.Atoi(said)
		if err != nil {
			t.Fatalf("the child said %q", said)
		}

		s := open(t, dir, Publish)
		revs := 0
		for r, err := range s.Since(t.Context(), 0) {
			if want := childBatch(revs/batch + 1)[revs%batch]; err != nil || r.Op != want.Op || r.Seq != uint64(revs+1) {
				t.Fatalf("revision %d is %q, %v, want %q", r.Seq, r.Op, err, want.Op)
			}
			revs++
		}
		if revs%batch != 0 || revs/batch < acknowledged {
			t.Errorf("%d revisions after %d appends of %d were acknowledged", revs, acknowledged, batch)
		}
		for r, err := range s.Heads(t.Context()) {
			if err != nil || r.Rev != revs/batch {
				t.Errorf("the head of %s is revision %d, %v, want %d", r.Story, r.Rev, err, revs/batch)
			}
			if _, err := s.Source(t.Context(), r.Story, r.Hash); err != nil {
				t.Errorf("the source of %s: %v", r.Story, err)
			}
		}
	}
}

func TestReadsWhileAnotherProcessWrites(t *testing.T) {
	dir := t.TempDir()
	start(t, "append", dir)
	s := open(t, dir, Read)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var seq uint64
	for seq < 50*batch {
		if err := s.Wait(ctx, seq); err != nil {
			t.Fatal(err)
		}
		for r, err := range s.Since(ctx, seq) {
			if err != nil || r.Seq != seq+1 {
				t.Fatalf("after %d came %d, %v", seq, r.Seq, err)
			}
			seq = r.Seq
		}
		if seq%batch != 0 {
			t.Fatalf("%d revisions: an append of %d is seen in part", seq, batch)
		}
	}
	if _, err := s.Append(ctx, childBatch(1)); !errors.Is(err, errReadOnly) {
		t.Errorf("Append to a journal opened for reading gave error %v, want %v", err, errReadOnly)
	}
}

func TestAnotherProcessRecordsADecision(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Publish)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	woken := make(chan error)
	go func() { woken <- s.Wait(ctx, 0) }()
	start(t, "decide", dir)
	if err := <-woken; err != nil {
		t.Fatalf("Wait: %v", err)
	}
	if r, err := s.Head(ctx, "decision"); err != nil || r.Seq != 1 {
		t.Errorf("Head(decision) = record %d, %v, want 1", r.Seq, err)
	}
	if _, err := s.Append(ctx, []journal.Revision{journaltest.Revision("decision", 2)}); err != nil {
		t.Errorf("Append after the other process': %v", err)
	}
}
