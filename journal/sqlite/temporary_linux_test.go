package sqlite_test

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"writethru/journal/sqlite"
)

// A container has no folder for temporary files, and nothing can be written but
// the data folder. A journal is made and copied there all the same.
func TestNoFolderForTemporaryFiles(t *testing.T) {
	if os.Getenv("SQLITE_TEST_ALONE") != t.Name() {
		if err := exec.Command("unshare", "-Urm", "true").Run(); err != nil {
			t.Skipf("unshare is not permitted here: %v", err)
		}
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("unshare", "-Urm", self, "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "SQLITE_TEST_ALONE="+t.Name(), "TMPDIR=/none")
		cmd.Dir = "/proc"
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	for _, dir := range []string{"/var/tmp", "/usr/tmp", "/tmp"} {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_RDONLY, ""); err != nil && !errors.Is(err, syscall.ENOENT) {
			t.Fatal(err)
		}
	}
	if err := syscall.Mount("tmpfs", "/mnt", "tmpfs", 0, "size=32m"); err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(t.Context(), "/mnt/data", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Backup(t.Context(), "/mnt/backup.db"); err != nil {
		t.Error(err)
	}
}
