//go:build linux

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"writethru/bench/process"
)

// A desk is a publication, and the program that publishes it, over and over.
type desk struct {
	program string
	dir     string // all that it has
	address string
	set     []string // more settings
	wrap    []string // a command to run the program under
	env     []string

	mu     sync.Mutex // guards what follows
	kill   context.CancelFunc
	now    *process.Process // the run before, where there is none
	runs   int
	ended  int    // runs that ended by themselves
	last   string // what the last of these said
	in     string // the folder that it runs in
	held   bool
	killed bool // the run that is now, by us
}

func newDesk(program, dir string) (*desk, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	d := &desk{program: program, dir: dir, in: dir, address: ln.Addr().String()}
	for _, name := range []string{d.posts(), d.data()} {
		if err := os.MkdirAll(name, 0o755); err != nil {
			return nil, err
		}
	}
	return d, ln.Close()
}

func (d *desk) posts() string { return filepath.Join(d.dir, "posts") }
func (d *desk) data() string  { return filepath.Join(d.dir, "data") }

// settings make everything happen soon, and everything that was written come
// out.
func (d *desk) settings() []string {
	var args []string
	for _, kv := range append([]string{
		"data=" + d.data(), "title=The Courier", "base_url=https://courier.example", "description=What is lost, and what is not.",
		"feed.limit=1000", "follow_ups.settle=100ms", "follow_ups.unmarked=ignore", "follow_ups.max_per_article=0", "follow_ups.max_per_hour=0",
		"watch.quiet=100ms", "watch.longest=500ms", "watch.rescan=1s", "clients.rate=0",
	}, d.set...) {
		args = append(args, "--set", kv)
	}
	return args
}

func (d *desk) command(name string, args ...string) process.Command {
	all := append(append(append([]string{}, d.wrap...), d.program, name), append(d.settings(), args...)...)
	return process.Command{Path: all[0], Args: all[1:], Dir: d.dir, Env: d.env}
}

// serve runs the program until ctx is done, anew whenever it has ended.
func (d *desk) serve(ctx context.Context) {
	for ctx.Err() == nil {
		p, err := d.start(ctx)
		if p == nil {
			d.note(err)
			pause(ctx, 5*time.Millisecond)
			continue
		}
		<-p.Done()
		if !d.struck() {
			d.note(p.Err())
			pause(ctx, 50*time.Millisecond)
		}
	}
}

// start starts the program, unless it is held.
func (d *desk) start(ctx context.Context) (*process.Process, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held {
		return nil, nil
	}
	ctx, kill := context.WithCancel(ctx)
	c := d.command("serve", "--listen", d.address, d.posts())
	c.Dir = d.in
	p, err := process.Start(ctx, c)
	if err != nil {
		kill()
		return nil, err
	}
	d.kill, d.now, d.killed, d.runs = kill, p, false, d.runs+1
	return p, nil
}

// note notes why the program ended, or did not start, by itself.
func (d *desk) note(err error) {
	if err == nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ended++
	d.last = err.Error()
}

// strike kills the program.
func (d *desk) strike() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.kill != nil {
		d.killed = true
		d.kill()
	}
}

func (d *desk) struck() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.killed
}

// hold kills the program and keeps it down until resume.
func (d *desk) hold() {
	d.mu.Lock()
	d.held = true
	now := d.now
	d.mu.Unlock()
	d.strike()
	if now != nil {
		<-now.Done()
	}
}

// pid is the process that runs now, or ran last; 0 if there was none.
func (d *desk) pid() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.now == nil {
		return 0
	}
	return d.now.Pid()
}

// enter makes the next runs happen in a folder.
func (d *desk) enter(dir string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.in = dir
}

func (d *desk) resume() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held = false
}

// story tells how the runs went.
func (d *desk) story() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return fmt.Sprintf("%d runs, %d of which ended by themselves, at last so: %s", d.runs, d.ended, d.last)
}

// ready reports whether the program serves what the folder holds.
func (d *desk) ready(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+d.address+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	return resp.Body.Close() == nil && resp.StatusCode == http.StatusOK
}

// run runs a command of the program to its end.
func (d *desk) run(ctx context.Context, name string, args ...string) (string, error) {
	said, err := process.Output(ctx, d.command(name, args...), time.Minute)
	return strings.TrimSpace(said), err
}

// pause waits for a while, or until ctx is done.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
