package publish

import (
	"context"
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

// What a build keeps in its folder beside the site. The manifest lists the files
// that it wrote, so that the next one removes those that no longer exist, and
// nothing that is not its own.
const (
	manifest = ".writethru-files"
	staged   = ".writethru-new"
)

// A directory is where a build writes to.
type directory struct {
	root    string
	staging staging

	mu    sync.Mutex // guards all below
	files map[string]bool
	kept  []string // what begins with these stays as it is
}

func newDirectory(root string) *directory {
	return &directory{root: root, staging: staging{dir: filepath.Join(root, staged)}, files: map[string]bool{}}
}

// keep leaves what an earlier build wrote below a path.
func (d *directory) keep(at string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = append(d.kept, strings.TrimPrefix(at, "/"))
}

// write makes the file that a static server gives for a path. It is in its place
// after finish.
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
	if err := d.staging.write(filepath.Join(d.root, filepath.FromSlash(name)), r); err != nil {
		return fmt.Errorf("build: %s: %w", name, err)
	}
	return nil
}

// finish puts what was written in its place and removes what an earlier build
// wrote and this one did not.
func (d *directory) finish(ctx context.Context) error {
	if err := d.change(ctx); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	return nil
}

func (d *directory) change(ctx context.Context) error {
	list := filepath.Join(d.root, manifest)
	old, err := os.ReadFile(list)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	all := maps.Clone(d.files)
	for name := range strings.Lines(string(old)) {
		name = strings.TrimSuffix(name, "\n")
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		all[name] = true
		if slices.ContainsFunc(d.kept, func(kept string) bool { return strings.HasPrefix(name, kept) }) {
			d.files[name] = true
		}
	}
	// The list has all files whenever this ends, so that none is left for ever.
	if err := writeList(list, all); err != nil {
		return err
	}
	if err := d.staging.release(ctx); err != nil {
		return err
	}
	for name := range all {
		if d.files[name] {
			continue
		}
		if err := d.remove(filepath.Join(d.root, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	return writeList(list, d.files)
}

// remove removes a file, and the folders that are empty without it.
func (d *directory) remove(full string) error {
	if err := os.Remove(full); err != nil && !os.IsNotExist(err) {
		return err
	}
	for dir := filepath.Dir(full); dir != filepath.Clean(d.root); dir = filepath.Dir(dir) {
		if os.Remove(dir) != nil {
			break // not empty
		}
	}
	return nil //nolint:nilerr // what was not there is removed
}

// writeList writes the manifest, if it is to be another.
func writeList(list string, files map[string]bool) error {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b.WriteString(name + "\n")
	}
	if old, err := os.ReadFile(list); err == nil && string(old) == b.String() {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(list), 0o755); err != nil {
		return err
	}
	return renameio.WriteFile(list, []byte(b.String()), 0o644, renameio.WithTempDir(filepath.Dir(list)))
}
