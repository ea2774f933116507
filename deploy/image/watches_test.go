//go:build linux

package image

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// greedyEnv is set where this program takes what others need.
const greedyEnv = "IMAGE_TEST_GREEDY"

func TestMain(m *testing.M) {
	if os.Getenv(greedyEnv) != "" {
		takeAllWatchers()
		return
	}
	m.Run()
}

// takeAllWatchers takes all of inotify that its user may have, says so, and
// keeps it until its input ends.
func takeAllWatchers() {
	for {
		if _, err := syscall.InotifyInit1(syscall.IN_CLOEXEC); err != nil {
			fmt.Println(err)
			break
		}
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // it ends when we are killed, too
}

// A system gives each user few watchers, and other containers of the same user
// may have them all.
func (e *engine) noWatchers(t *testing.T, image string) {
	const uid = 4712
	if os.Geteuid() != 0 {
		t.Skip("only root can be another user")
	}
	greedy := exec.CommandContext(t.Context(), "/proc/self/exe")
	greedy.Env = append(os.Environ(), greedyEnv+"=1")
	greedy.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	in, err := greedy.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := greedy.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := greedy.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
		if err := greedy.Wait(); err != nil {
			t.Error(err)
		}
	}()
	if said, err := bufio.NewReader(out).ReadString('\n'); err != nil || said != syscall.EMFILE.Error()+"\n" {
		t.Fatalf("taking all watchers ended with %q, %v", said, err)
	}

	data := t.TempDir()
	if err := os.Chown(data, uid, uid); err != nil {
		t.Fatal(err)
	}
	dir := folder(t, map[string]string{"a.md": "# A\n\nWhat A said.\n"})
	c, err := e.start(t.Context(), image, dir, fmt.Sprintf("--user=%d:%d", uid, uid), "--volume="+data+":/data")
	if err != nil {
		t.Fatal(err)
	}
	defer c.remove(t.Context())
	if err := c.comesUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.awaitLog(t.Context(), syscall.EMFILE.Error()); err != nil {
		t.Error(err)
	}
	fill(t, dir, map[string]string{"b.md": "# B\n\nWhat B said.\n"})
	if err := c.await(t.Context(), "/feed.atom", "What B said."); err != nil {
		t.Error(err)
	}
}
