package publish

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/google/renameio/v2"

	"writethru/serve"
)

// manifest lists the files that a build wrote, so that the next one removes
// those that no longer exist, and nothing that is not its own.
const manifest = ".writethru-files"

// A directory is where a build writes to.
type directory struct {
	root string

	mu    sync.Mutex // guards all below
	files map[string]bool
	kept  []string // what begins with these stays as it is
}

// keep leaves what an earlier build wrote below a path.
func (d *directory) keep(at string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = append(d.kept, strings.TrimPrefix(at, "/"))
}

// write makes the file that a static server gives for a path.
func (d *directory) write(at string, r serve.Resource) error {
	name := strings.TrimPrefix(at, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return fmt.Errorf("build: %s leaves the folder", name)
	}
	d.mu.Lock()
	d.files[name] = true
	d.mu.Unlock()
	full := filepath.Join(d.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	if r.Open != nil {
		return copyFile(full, r.Open)
	}
	if old, err := os.ReadFile(full); err == nil && bytes.Equal(old, r.Body) {
		return nil
	}
	if err := renameio.WriteFile(full, r.Body, 0o644); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	return nil
}

// finish removes what an earlier build wrote and this one did not, and writes
// the list of files for the next.
func (d *directory) finish() error {
	list := filepath.Join(d.root, manifest)
	old, err := os.ReadFile(list)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("build: %w", err)
	}
	for name := range strings.Lines(string(old)) {
		name = strings.TrimSuffix(name, "\n")
		if slices.ContainsFunc(d.kept, func(kept string) bool { return strings.HasPrefix(name, kept) }) {
			d.files[name] = true
		}
		if d.files[name] || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		name = filepath.FromSlash(name)
		full := filepath.Join(d.root, name)
		if err := os.Remove(full); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("build: %w", err)
		}
		for dir := filepath.Dir(full); dir != filepath.Clean(d.root); dir = filepath.Dir(dir) {
			if os.Remove(dir) != nil {
				break // not empty
			}
		}
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(d.files)) {
		b.WriteString(name + "\n")
	}
	if err := renameio.WriteFile(list, []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	return nil
}
