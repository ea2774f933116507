//go:build !linux

package attack

import "syscall"

// portLater is for systems that can choose a port late.
func portLater(_, _ string, _ syscall.RawConn) error { return nil }
