//go:build unix

package watch_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"writethru/watch"
)

// A folder that we may not read keeps its files. Root may read all, and so has
// somebody else look.
func TestUnreadableFolderKeepsItsFiles(t *testing.T) {
	if os.Geteuid() == 0 {
		const nobody = 65534
		dir := t.TempDir()
		check(t, os.Chmod(filepath.Dir(dir), 0o755))
		check(t, os.Chown(dir, nobody, nobody))
		self := "/proc/self/exe" // the file itself may be where nobody else can look
		if _, err := os.Stat(self); err != nil {
			self, err = os.Executable()
			check(t, err)
		}
		cmd := exec.Command(self, "-test.run=^"+t.Name()+"$")
		cmd.Dir, cmd.Env = "/", append(os.Environ(), "TMPDIR="+dir)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	for _, mode := range []os.FileMode{0, 0o400, 0o100} { // its names can be read, or what they name, or neither
		dir := t.TempDir()
		put(t, dir, map[string]string{"a.md": "A", "sub/b.md": "B"})
		known, err := watch.Scan(t.Context(), watch.Options{Root: dir})
		check(t, err)
		check(t, os.Chmod(filepath.Join(dir, "sub"), mode))
		b, err := watch.Scan(t.Context(), watch.Options{Root: dir, Known: maps.All(known.Changed)})
		check(t, os.Chmod(filepath.Join(dir, "sub"), 0o755))
		if err != nil || len(b.Removed)+len(b.Missing) > 0 {
			t.Errorf("mode %o: Scan = %+v, %v, want nothing removed", mode, b, err)
		}
	}
}
