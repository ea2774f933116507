package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"writethru/journal"
	"writethru/journal/journaltest"
)

// childEnv tells the test program to be another process on a data folder: what
// it does there, a space, and the folder.
const childEnv = "WRITETHRU_TEST_CHILD"

// batch is how many stories each append of a child changes.
const batch = 3

// beChild does what childEnv asks for, if it is set.
func beChild() bool {
	task, dir, ok := strings.Cut(os.Getenv(childEnv), " ")
	if !ok {
		return false
	}
	if err := childRun(context.Background(), task, dir); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return true
}

func childRun(ctx context.Context, task, dir string) error {
	mode := Publish
	if task == "decide" {
		mode = Append
	}
	s, err := Open(ctx, dir, Options{Mode: mode})
	if err != nil {
		return err
	}
	fmt.Println("open")
	switch task {
	case "hold":
		_, err = io.Copy(io.Discard, os.Stdin)
	case "append":
		for rev := 1; err == nil; rev++ {
			if _, err = s.Append(ctx, childBatch(rev)); err == nil {
				fmt.Println(rev)
			}
		}
	case "decide":
		_, err = s.Append(ctx, []journal.Revision{journaltest.Revision("decision", 1)})
	}
	if err != nil {
		return err
	}
	return s.Close()
}

// childBatch is the rev-th append of a child.
func childBatch(rev int) []journal.Revision {
	var revs []journal.Revision
	for i := range batch {
		revs = append(revs, journaltest.Revision(fmt.Sprint("story ", i), rev))
	}
	return revs
}

type child struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner // of its standard output
}

// start runs the test program as another process, and returns when it has the
// journal open.
func start(t *testing.T, task, dir string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childEnv+"="+task+" "+dir)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe() // a child that holds ends with it
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &child{cmd: cmd, lines: bufio.NewScanner(stdout)}
	t.Cleanup(func() {
		c.kill()
		_ = stdin.Close()
	})
	if got := c.line(t); got != "open" {
		t.Fatalf("the child says %q, want %q", got, "open")
	}
	return c
}

func (c *child) line(t *testing.T) string {
	t.Helper()
	if !c.lines.Scan() {
		t.Fatalf("the child has ended: %v", c.lines.Err())
	}
	return c.lines.Text()
}

// kill ends the child as power does, and gives the lines that it had still said.
// Killing it again does nothing.
func (c *child) kill() []string {
	_ = c.cmd.Process.Kill() // an error says that it has ended
	var rest []string
	for c.lines.Scan() {
		rest = append(rest, c.lines.Text())
	}
	_ = c.cmd.Wait() // an error says that it was killed
	return rest
}
