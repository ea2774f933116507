//go:build linux

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// apartEnv is set where this program has mounts of its own.
const apartEnv = "FAULTS_APART"

// canMount reports whether we may mount things, which nobody else sees and
// which end with this program.
func canMount() bool { return os.Getenv(apartEnv) != "" }

// apart runs this program once more, with mounts of its own. It reports false
// where the system does not allow that, or where we are that run.
func apart(ctx context.Context, args []string, stdout, stderr io.Writer) (bool, error) {
	if canMount() {
		return false, nil
	}
	cmd := exec.CommandContext(ctx, "/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), apartEnv+"=1")
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = time.Minute
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	if uid, gid := os.Geteuid(), os.Getegid(); uid != 0 {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: uid, Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: gid, Size: 1}}
	}
	if err := cmd.Start(); err != nil {
		return false, nil //nolint:nilerr // it is not allowed here
	}
	return true, cmd.Wait()
}

// unmount takes away what is mounted at a place. If somebody is using it, it
// stays for them alone.
func unmount(at string) error {
	err := unix.Unmount(at, 0)
	if errors.Is(err, unix.EBUSY) {
		err = unix.Unmount(at, unix.MNT_DETACH)
	}
	return err
}
