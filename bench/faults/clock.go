//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"writethru/bench/process"
)

// clockEnv names the file that says by how many seconds the publisher's clock
// is wrong.
const clockEnv = "FAULTS_CLOCK"

// steppedClock is compiled into the program in place of the computer's clock.
// It steps as that does: what measures how long something takes goes on.
const steppedClock = `package main

import (
	"os"
	"strconv"
	"time"
	"unsafe"
)

func steppedClock() time.Time {
	b, _ := os.ReadFile(os.Getenv("` + clockEnv + `"))
	seconds, _ := strconv.ParseInt(string(b), 10, 64)
	now := time.Now()
	*(*uint64)(unsafe.Pointer(&now)) += uint64(seconds) << 30
	return now
}
`

// clockwork runs a program whose clock can be set.
func clockwork(t *trial) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	dir, err := process.Output(ctx, process.Command{Path: "go", Args: []string{"list", "-f", "{{.Dir}}", "writethru/cmd/writethru"}}, time.Minute)
	if err != nil {
		return fmt.Errorf("%w: the program is not built here: %w", errCannot, err)
	}
	dir = strings.TrimSpace(dir)
	source, err := os.ReadFile(filepath.Join(dir, "main.go"))
	if err != nil {
		return err
	}
	stepped := strings.Replace(string(source), "now: time.Now}", "now: steppedClock}", 1)
	if stepped == string(source) {
		return fmt.Errorf("%s: no \"now: time.Now}\", where the clock enters", filepath.Join(dir, "main.go"))
	}
	overlay := map[string]string{}
	for name, text := range map[string]string{"main.go": stepped, "stepped_clock.go": steppedClock} {
		file := filepath.Join(t.dir, name+".txt")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return err
		}
		overlay[filepath.Join(dir, name)] = file
	}
	b, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return err
	}
	file := filepath.Join(t.dir, "overlay.json")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		return err
	}
	t.desk.program = filepath.Join(t.dir, "writethru")
	t.witness.timely = false // dates of a clock that was hours ahead don't keep news back
	t.desk.env = []string{clockEnv + "=" + t.clock()}
	build := process.Command{Path: "go", Args: []string{"build", "-overlay", file, "-o", t.desk.program, "writethru/cmd/writethru"}}
	_, err = process.Run(ctx, build, 10*time.Minute)
	return err
}

func (t *trial) clock() string { return filepath.Join(t.dir, "clock") }

// stepClock sets the clock to another time, of what is published and of what is
// saved, and back after a while.
func stepClock(ctx context.Context, t *trial) error {
	by := time.Duration(t.rand.IntN(6*3600)-3*3600) * time.Second
	t.note("the clock is set by %s", by)
	if err := t.set(by); err != nil {
		return err
	}
	t.perhaps()
	pause(ctx, time.Duration(100+t.rand.IntN(1500))*time.Millisecond)
	t.perhaps()
	return t.set(0)
}

// set sets the clock, at one instant.
func (t *trial) set(by time.Duration) error {
	next := t.clock() + ".next"
	if err := os.WriteFile(next, fmt.Append(nil, int64(by/time.Second)), 0o600); err != nil {
		return err
	}
	if err := os.Rename(next, t.clock()); err != nil {
		return err
	}
	t.editor.saving.Lock()
	defer t.editor.saving.Unlock()
	t.editor.wrong = by
	return nil
}
