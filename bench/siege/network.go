//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// The network: addresses for tests of this kind (RFC 2544), all of them of this
// machine, so that nothing leaves it.
const (
	network    = "198.18.0.1/15"
	serverHost = "198.18.0.1"
	readerHost = "198.18.0.2"
	floodHost  = "198.18.0.3"
)

// strangers are the addresses of n clients.
func strangers(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = net.IPv4(198, 19, byte(i>>8), byte(i)).String()
	}
	return all
}

// inside is set in the process that has a network of its own.
const inside = "SIEGE_INSIDE"

// errCannot says that this machine can't have such a network.
var errCannot = errors.New("can't be done here")

// aside runs this program in a network of its own, where it may mount disks.
func aside(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Env = append(os.Environ(), inside+"=1")
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%w: a network of its own: %w", errCannot, err)
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("inside: %w", err)
	}
	return nil
}

// setUp gives the network its addresses, and keeps mounts from being seen
// elsewhere.
func setUp(ctx context.Context) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("%w: private mounts: %w", errCannot, err)
	}
	for _, args := range []string{"link set lo up", "address add " + network + " dev lo"} {
		if out, err := exec.CommandContext(ctx, "ip", strings.Fields(args)...).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: ip %s: %w: %s", errCannot, args, err, out)
		}
	}
	return nil
}

// superuser says whether this process may become others: it is root, and not only
// in a namespace of its own.
func superuser() bool {
	b, err := os.ReadFile("/proc/self/uid_map")
	return err == nil && strings.HasSuffix(strings.TrimSpace(string(b)), "4294967295")
}

// freeAddress asks the system for an address that nobody listens on.
func freeAddress() (string, error) {
	ln, err := net.Listen("tcp", serverHost+":0")
	if err != nil {
		return "", err
	}
	return ln.Addr().String(), ln.Close()
}

// split takes an address of ours apart.
func split(addr string) (host, port string) {
	host, port, _ = strings.Cut(addr, ":")
	return host, port
}
