package attack

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// portLater lets the system choose a port when it knows where the connection goes
// to: one address has enough of them for many connections then.
func portLater(_, _ string, c syscall.RawConn) error {
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_BIND_ADDRESS_NO_PORT, 1)
	})
	if err != nil {
		return err
	}
	return failed
}
