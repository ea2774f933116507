package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"writethru/bench/process"
)

// Bounds of a start and an end.
const (
	startBound = 30 * time.Second // until /readyz says yes
	askBound   = 10 * time.Second // for one request
)

// A publisher is the program, in one life after the other.
type publisher struct {
	program string
	dir     string
	log     string // where it logs to, in all its lives
	address string
	found   *findings

	mu   sync.Mutex // guards what follows
	now  *process.Process
	kill context.CancelFunc
	life int
	up   bool // it was ready, and nobody has told it to end
}

func newPublisher(program, dir, log string, found *findings) (*publisher, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &publisher{program: program, dir: dir, log: log, address: ln.Addr().String(), found: found}, ln.Close()
}

func (p *publisher) posts() string          { return filepath.Join(p.dir, "posts") }
func (p *publisher) url(path string) string { return "http://" + p.address + path }

// command runs a command of the program with its settings: what is marked as a
// follow-up comes out soon, and all of it.
func (p *publisher) command(name string, args ...string) process.Command {
	all := []string{"-c", `exec "$@" 2>> "$0"`, p.log, p.program, name, "--log", "json"}
	for _, kv := range []string{
		"data=" + filepath.Join(p.dir, "data"), "title=The Courier", "description=What came since.", "listen=" + p.address,
		"follow_ups.settle=1s", "follow_ups.unmarked=ignore", "follow_ups.max_per_article=0", "follow_ups.max_per_hour=0",
		"promises.warn_after=0", "watch.rescan=1m", "clients.rate=0", "websub.allow_private=true",
	} {
		all = append(all, "--set", kv)
	}
	return process.Command{Path: "/bin/sh", Args: append(all, args...), Dir: p.dir}
}

// start begins a life, and returns how long it took until all was served.
func (p *publisher) start(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	living, kill := context.WithCancel(ctx)
	proc, err := process.Start(living, p.command("serve", p.posts()))
	if err != nil {
		kill()
		return 0, err
	}
	p.mu.Lock()
	p.now, p.kill, p.life = proc, kill, p.life+1
	p.mu.Unlock()
	for {
		if status, _, err := p.get(ctx, "/readyz"); err == nil && status == http.StatusOK {
			break
		}
		if err := errors.Join(proc.Err(), ctx.Err()); err != nil {
			return 0, err
		}
		if time.Since(began) > startBound {
			return 0, fmt.Errorf("not ready %s after a start", startBound)
		}
		pause(ctx, 20*time.Millisecond)
	}
	p.mu.Lock()
	p.up = true
	p.mu.Unlock()
	return time.Since(began), nil
}

// end ends a life: the program is told to, or killed. It returns the CPU time
// that it took.
func (p *publisher) end(killed bool) time.Duration {
	p.mu.Lock()
	proc, kill := p.now, p.kill
	p.up = false
	p.mu.Unlock()
	if proc.Err() != nil {
		p.found.add("the program ended by itself: %v", proc.Err())
	}
	if killed {
		kill()
		<-proc.Done()
		return proc.Stop().CPU
	}
	usage := proc.Stop()
	if _, failed := errors.AsType[*exec.ExitError](proc.Err()); failed {
		p.found.add("told to end, the program did so: %v", proc.Err())
	}
	return usage.CPU
}

// steady is the number of the life that goes on; 0 while none does for sure.
func (p *publisher) steady() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.up {
		return 0
	}
	return p.life
}

// running is the process that runs now; nil if none does for sure.
func (p *publisher) running() *process.Process {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.up {
		return nil
	}
	return p.now
}

// get gets a document as it is.
func (p *publisher) get(ctx context.Context, path string) (int, []byte, error) {
	a, err := ask(ctx, http.DefaultClient, p.url(path), nil)
	return a.status, a.body, err
}

// An answer is what a request got.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask makes a request and reads the answer to its end.
func ask(ctx context.Context, client *http.Client, url string, header http.Header) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, askBound)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	resp, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, body}, err
}

// visit asks as [ask] does. A request that fails while the program goes on is a
// finding; ok says whether there is an answer.
func (p *publisher) visit(ctx context.Context, client *http.Client, url string, header http.Header) (a answer, ok bool) {
	before := p.steady()
	a, err := ask(ctx, client, url, header)
	if err != nil && ctx.Err() == nil && before != 0 && before == p.steady() {
		p.found.add("GET %s: %v", url, err)
	}
	return a, err == nil
}

// pause waits for a while, or until ctx is done.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
