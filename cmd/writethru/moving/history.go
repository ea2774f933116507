package moving

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// A Commit is what changed below a folder of a git repository. A merge counts as
// one change, at its own time: that is when its branch became public.
type Commit struct {
	At      time.Time
	Changed map[string]string // files, and their objects; names are relative to the folder
	Removed []string
}

// ErrShallow says that a repository holds only the end of its history.
var ErrShallow = errors.New("the repository holds only the end of its history")

// A History is that of a folder in a git repository.
type History struct {
	dir     string
	Commits []Commit // oldest first
}

// ReadHistory reads the history of a folder.
func ReadHistory(ctx context.Context, dir string) (*History, error) {
	h := &History{dir: dir}
	shallow, err := h.git(ctx, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(shallow)) == "true" {
		return nil, fmt.Errorf("%s: %w", dir, ErrShallow)
	}
	log, err := h.git(ctx, "log", "--first-parent", "-m", "--reverse", "--format=%x01%ct", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--", ".")
	if err != nil {
		return nil, err
	}
	for record := range bytes.SplitSeq(log, []byte{1}) {
		if len(record) == 0 {
			continue
		}
		c, err := commitOf(string(record))
		if err != nil {
			return nil, fmt.Errorf("git log: %w", err)
		}
		h.Commits = append(h.Commits, c)
	}
	return h, nil
}

// git runs git in the folder, without what the user has set for people.
func (h *History) git(ctx context.Context, args ...string) ([]byte, error) {
	cmd := h.command(ctx, args...)
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(string(failed.Stderr)))
	}
	return out, err
}

func (h *History) command(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "git", append([]string{"-C", h.dir, "-c", "core.quotePath=false", "-c", "log.showSignature=false"}, args...)...)
}

// commitOf reads a commit as git log writes it: its time, and the files that it
// changed, as in ":100644 100644 old new M", name, each with a zero at its end.
func commitOf(record string) (Commit, error) {
	c := Commit{Changed: map[string]string{}}
	parts := strings.Split(record, "\x00")
	seconds, err := strconv.ParseInt(strings.TrimSpace(parts[0]), 10, 64)
	if err != nil {
		return c, err
	}
	c.At = time.Unix(seconds, 0).UTC()
	for i := 1; i+1 < len(parts); i += 2 {
		change := strings.Fields(parts[i])
		if len(change) != 5 {
			return c, fmt.Errorf("change %q", parts[i])
		}
		mode, object, name := change[1], change[3], parts[i+1]
		if strings.HasPrefix(mode, "100") {
			c.Changed[name] = object
		} else {
			c.Removed = append(c.Removed, name) // deleted, or no file any more
		}
	}
	return c, nil
}

// Objects opens the contents of the history's files. It has to be closed.
func (h *History) Objects(ctx context.Context) (*Objects, error) {
	cmd := h.command(ctx, "cat-file", "--batch")
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &Objects{cmd: cmd, in: in, out: bufio.NewReader(out)}, cmd.Start()
}

// Objects are the contents of files in a repository.
type Objects struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// Read returns an object.
func (o *Objects) Read(object string) ([]byte, error) {
	if _, err := io.WriteString(o.in, object+"\n"); err != nil {
		return nil, err
	}
	line, err := o.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	words := strings.Fields(line)
	if len(words) != 3 {
		return nil, fmt.Errorf("git cat-file: %s", strings.TrimSpace(line))
	}
	size, err := strconv.Atoi(words[2])
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	b := make([]byte, size+1) // and the end of the line
	_, err = io.ReadFull(o.out, b)
	return b[:size], err
}

// Close ends git.
func (o *Objects) Close() error {
	return errors.Join(o.in.Close(), o.cmd.Wait())
}
