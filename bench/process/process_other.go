//go:build !linux

package process

import (
	"errors"
	"os"
	"syscall"
	"time"
)

var errLinux = errors.New("can be measured on Linux alone")

func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// onCPUs leaves it to the system where a process runs.
func onCPUs(_ []int, start func() error) error { return start() }

func peak(*os.ProcessState) int64 { return 0 }

func cpu(int) (time.Duration, error) { return 0, errLinux }

func resident(int) (int64, error) { return 0, errLinux }
