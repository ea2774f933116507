package publish

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// A full disk stops what is new, and nothing that was published. When there is
// room again, what was saved meanwhile is published.
func TestReadyWhileTheDiskIsFull(t *testing.T) {
	if os.Getenv("PUBLISH_TEST_MOUNTS") != t.Name() {
		if err := exec.Command("unshare", "-Urm", "true").Run(); err != nil {
			t.Skipf("unshare is not permitted here: %v", err)
		}
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("unshare", "-Urm", self, "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "PUBLISH_TEST_MOUNTS="+t.Name())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	data := t.TempDir()
	if err := syscall.Mount("tmpfs", data, "tmpfs", 0, "size=2m"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(data, syscall.MNT_DETACH) })
	o := openOffice(t, data)
	o.run()
	o.await("ready", func() bool { return o.p.Ready(t.Context()) == nil })

	large := filepath.Join(data, "large")
	f, err := os.Create(large)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if f.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	for _, name := range []string{"b.md", "c.md"} {
		o.write(name, "What "+name+" says.")
	}
	o.await("waiting", func() bool { return !o.p.Stats().Waiting.IsZero() })
	o.wantReady("")
	if !o.says("What A says.") || o.says("What b.md says") {
		t.Errorf("a full disk changed what is published")
	}
	if o.p.Stats().Failures == 0 {
		t.Error("no failure is counted")
	}
	if err := os.Remove(large); err != nil {
		t.Fatal(err)
	}
	o.await("published again", func() bool { return o.says("What b.md says") && o.says("What c.md says") })
	o.await("not waiting", func() bool { return o.p.Stats().Waiting.IsZero() })
}
