package process

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// sh is a command that runs a line of shell.
func sh(line string) Command { return Command{Path: "/bin/sh", Args: []string{"-c", line}} }

func TestARunTellsWhatItTook(t *testing.T) {
	u, err := Run(t.Context(), sh("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"), time.Minute)
	if err != nil || u.Wall <= 0 || u.CPU <= 0 {
		t.Errorf("Run = %+v, %v", u, err)
	}
}

func TestAFailureHoldsWhatWasSaid(t *testing.T) {
	_, err := Run(t.Context(), sh("echo no ink >&2; exit 3"), time.Minute)
	if err == nil || !strings.Contains(err.Error(), "no ink") {
		t.Errorf("Run = %v, want what the program said", err)
	}
}

func TestWhatTakesTooLongIsKilledWithItsChildren(t *testing.T) {
	held := fifo(t)
	ended := make(chan error, 1)
	go func() {
		_, err := os.ReadFile(held) // until nobody holds its other end
		ended <- err
	}()
	_, err := Run(t.Context(), sh("exec 3> "+held+"; sleep 60 & wait"), 300*time.Millisecond)
	if _, ok := errors.AsType[*LimitError](err); !ok {
		t.Errorf("Run = %v, want a LimitError", err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestStopLetsAProgramEnd(t *testing.T) {
	ready := fifo(t)
	p, err := Start(context.Background(), sh("trap 'exit 0' TERM; echo > "+ready+"; while :; do sleep 0.01; done"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(ready); err != nil {
		t.Fatal(err)
	}
	if err := p.Err(); err != nil {
		t.Errorf("while it runs: %v", err)
	}
	if u := p.Stop(); u.Wall <= 0 {
		t.Errorf("Stop = %+v", u)
	}
	if err := p.Err(); err == nil || !strings.Contains(err.Error(), "ended") {
		t.Errorf("when it has ended by itself: %v", err)
	}
}

// fifo makes a pipe with a name: reading from it waits for who writes.
func fifo(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
