// Package process runs the programs that are measured, and says what they
// cost. None of them outlives its context, nor this program: each has a process
// group of its own, which is killed as a whole.
package process

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// A Command is a program to run.
type Command struct {
	Path string
	Args []string
	Dir  string   // where it runs; empty: here
	Env  []string // added to ours
	CPUs []int    // it runs on these alone; none: on all
}

// Usage is what a program took.
type Usage struct {
	Wall time.Duration
	CPU  time.Duration // of all its threads, in user and system mode
	Peak int64         // the most memory that was resident, in bytes
}

// A Process is a running program.
type Process struct {
	cmd   *exec.Cmd
	stop  context.CancelFunc
	said  *tail
	start time.Time
	done  chan struct{} // closed when it has ended; usage and err are set then
	usage Usage
	err   error
}

// grace is how long a program may take to end when it is told to.
const grace = 10 * time.Second

// Start starts a program. It is killed when ctx is done.
func Start(ctx context.Context, c Command) (*Process, error) {
	ctx, stop := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, c.Path, c.Args...)
	cmd.Dir = c.Dir
	cmd.Env = append(os.Environ(), c.Env...)
	cmd.SysProcAttr = attributes()
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	p := &Process{cmd: cmd, stop: stop, said: &tail{}, done: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.said, p.said
	p.start = time.Now()
	if err := onCPUs(c.CPUs, cmd.Start); err != nil {
		stop()
		return nil, fmt.Errorf("%s: %w", filepath.Base(c.Path), err)
	}
	go p.wait()
	return p, nil
}

func (p *Process) wait() {
	err := p.cmd.Wait()
	p.usage.Wall = time.Since(p.start)
	if s := p.cmd.ProcessState; s != nil {
		p.usage.CPU = s.UserTime() + s.SystemTime()
		p.usage.Peak = peak(s)
	}
	if err != nil {
		p.err = fmt.Errorf("%s: %w: %s", filepath.Base(p.cmd.Path), err, bytes.TrimSpace(p.said.bytes()))
	}
	close(p.done)
	p.stop()
}

// Stop tells the program to end and returns what it took.
func (p *Process) Stop() Usage {
	select {
	case <-p.done:
		return p.usage
	default:
	}
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGTERM) // it may have ended by itself
	select {
	case <-p.done:
	case <-time.After(grace):
		p.stop()
		<-p.done
	}
	return p.usage
}

// Done is closed when the program has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Pid is the number of the program's process.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Said is the end of what the program has written so far.
func (p *Process) Said() string { return string(p.said.bytes()) }

// Err says why a program ended that should go on.
func (p *Process) Err() error {
	select {
	case <-p.done:
		if p.err == nil {
			return fmt.Errorf("%s ended: %s", filepath.Base(p.cmd.Path), bytes.TrimSpace(p.said.bytes()))
		}
		return p.err
	default:
		return nil
	}
}

// CPU is the time that the running program has used so far.
func (p *Process) CPU() (time.Duration, error) { return cpu(p.cmd.Process.Pid) }

// Resident is the memory of the running program, in bytes.
func (p *Process) Resident() (int64, error) { return resident(p.cmd.Process.Pid) }

// Run runs a program to its end, for at most limit.
func Run(ctx context.Context, c Command, limit time.Duration) (Usage, error) {
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	p, err := Start(bounded, c)
	if err != nil {
		return Usage{}, err
	}
	<-p.done
	if ctx.Err() == nil && errors.Is(bounded.Err(), context.DeadlineExceeded) {
		return p.usage, &LimitError{limit}
	}
	return p.usage, p.err
}

// A LimitError says that a program took longer than it may.
type LimitError struct{ Limit time.Duration }

func (e *LimitError) Error() string { return fmt.Sprintf("not done in %s", e.Limit) }

// Output runs a program to its end, for at most limit, and returns what it says.
func Output(ctx context.Context, c Command, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	p, err := Start(ctx, c)
	if err != nil {
		return "", err
	}
	<-p.done
	return p.Said(), p.err
}
