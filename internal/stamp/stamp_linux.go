package stamp

import (
	"io/fs"
	"syscall"
)

// inode returns what only the inode tells: when it changed, and its number.
func inode(info fs.FileInfo) (ctime int64, number uint64) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0
	}
	return st.Ctim.Nano(), st.Ino
}
