//go:build unix

package metrics

import "golang.org/x/sys/unix"

// free gives the room that is left in a folder for us.
func free(dir string) (bytes float64, ok bool) {
	var st unix.Statfs_t
	if dir == "" || unix.Statfs(dir, &st) != nil {
		return 0, false
	}
	return float64(st.Bavail) * float64(st.Bsize), true
}
