//go:build linux

package image

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A container is a running image.
type container struct {
	e    *engine
	id   string
	site string
}

// hardened is how the manifests run the image: nothing of it can be written,
// and it may do nothing that any process may not do.
var hardened = []string{"--network=host", "--read-only", "--read-only-tmpfs=false", "--cap-drop=ALL", "--security-opt=no-new-privileges"}

// start runs an image with a folder of posts. more are podman's flags.
func (e *engine) start(ctx context.Context, image, posts string, more ...string) (*container, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	at := ln.Addr().String()
	if err := ln.Close(); err != nil {
		return nil, err
	}
	args := append([]string{"run", "--detach"}, hardened...)
	args = append(args, "--env=WRITETHRU_LISTEN="+at, "--env=WRITETHRU_FOLLOW_UPS_SETTLE=0", "--volume="+posts+":/posts:ro")
	args = append(args, more...)
	out, err := e.run(ctx, append(args, image)...)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	lines := strings.Fields(out)
	return &container{e: e, id: lines[len(lines)-1], site: "http://" + at}, nil
}

// get gives what a path answers with.
func (c *container) get(ctx context.Context, path string) (status int, body string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.site+path, nil)
	if err != nil {
		return 0, "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

// await waits until a path answers with a text in it.
func (c *container) await(ctx context.Context, path, text string) error {
	return eventually(ctx, func() error {
		status, body, err := c.get(ctx, path)
		if err == nil && (status != http.StatusOK || !strings.Contains(body, text)) {
			err = fmt.Errorf("GET %s: status %d, without %q: %.300s", path, status, text, body)
		}
		return err
	})
}

// logs gives what the program has logged.
func (c *container) logs(ctx context.Context) string {
	out, err := c.e.run(ctx, "logs", c.id)
	if err != nil {
		return err.Error()
	}
	return out
}

// awaitLog waits until the program has logged a text.
func (c *container) awaitLog(ctx context.Context, text string) error {
	return eventually(ctx, func() error {
		if logs := c.logs(ctx); !strings.Contains(logs, text) {
			return fmt.Errorf("not logged: %q, but:\n%s", text, logs)
		}
		return nil
	})
}

// patience is how long to wait for what has to come; nothing is decided by how
// long it took.
const patience = 20 * time.Second

// eventually tries until there is no error.
func eventually(ctx context.Context, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	var err error
	for {
		if e := try(); e == nil {
			return nil
		} else if ctx.Err() == nil || err == nil {
			err = e
		}
		select {
		case <-ctx.Done():
			return err
		case <-again.C:
		}
	}
}

// remove ends a container at once.
func (c *container) remove(ctx context.Context) {
	_, _ = c.e.run(ctx, "rm", "--force", "--time=0", c.id) // the end of the test removes what is left
}

// folder makes a folder that any user may read, with files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "posts")
	fill(t, dir, files)
	for up := dir; up != os.TempDir() && up != "/"; up = filepath.Dir(up) {
		if err := os.Chmod(up, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// fill writes files into a folder, which is made if it is not there.
func fill(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
