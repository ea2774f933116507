package publish

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/renameio/v2"
	"golang.org/x/sync/errgroup"

	"writethru/feedgen"
	"writethru/serve"
	"writethru/watch"
)

// manifest lists the files that a build wrote, so that the next one removes
// those that no longer exist, and nothing that is not its own.
const manifest = ".writethru-files"

// Build does once what Run does for ever, from a scan of the posts folder, and
// writes everything that readers can ask for as files below out. A file whose
// bytes are the same is not touched; the others are replaced as a whole.
// Follow-ups don't wait to settle: whoever builds says that articles are done.
func (p *Publisher) Build(ctx context.Context, scan watch.Batch, out string) error {
	p.Settings.FollowUps.Settle = 0
	if err := p.Take(ctx, scan); err != nil {
		return err
	}
	if err := p.drain(ctx); err != nil {
		return err
	}
	dir := &directory{root: out, files: map[string]bool{}}
	for _, in := range profiles {
		for _, format := range feedgen.Formats {
			at := p.feedPath(in) + format.Ext()
			if r, ok := p.Site.Lookup(at); ok {
				if err := dir.write(at, r); err != nil {
					return err
				}
			}
		}
	}
	front, err := p.front()
	if err != nil {
		return err
	}
	if err := dir.write("/", front); err != nil {
		return err
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, id := range slices.Sorted(maps.Keys(p.index.stories)) {
		if s := p.index.stories[id]; !s.withdrawn {
			g.Go(func() error { return p.buildStory(ctx, dir, s) })
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	p.save()
	return dir.finish()
}

// drain emits all that is due. Entries have a second each, so that some may
// have to wait for theirs; what a limit holds stays for a later build.
func (p *Publisher) drain(ctx context.Context) error {
	for {
		if err := p.Tick(ctx); err != nil {
			return err
		}
		pause := p.pause(nil)
		if len(p.index.waiting) == 0 || pause > time.Second {
			return nil
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// buildStory writes a story's page, feeds and files.
func (p *Publisher) buildStory(ctx context.Context, dir *directory, s *story) error {
	e, err := p.edition(ctx, s.id)
	if err != nil {
		return err
	}
	files := []string{""}
	for _, format := range feedgen.Formats {
		files = append(files, "feed."+format.Ext())
	}
	folder := path.Dir(e.head.Name) + "/"
	for _, name := range e.post.Assets() {
		if folder == "./" {
			files = append(files, name)
		} else if file, ok := strings.CutPrefix(name, folder); ok {
			files = append(files, file)
		}
	}
	for _, file := range files {
		r, ok, err := p.ofStory(e, s, file)
		if err != nil {
			p.Log.Error("not written", "story", s.id, "file", file, "error", err)
			continue
		}
		if !ok {
			continue
		}
		if err := dir.write("/stories/"+s.slug+"/"+file, r); err != nil {
			return err
		}
	}
	return nil
}

// A directory is where a build writes to.
type directory struct {
	root string

	mu    sync.Mutex // guards files
	files map[string]bool
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
	if old, err := os.ReadFile(full); err == nil && bytes.Equal(old, r.Body) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return fmt.Errorf("build: %w", err)
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
		name = filepath.FromSlash(strings.TrimSuffix(name, "\n"))
		if d.files[filepath.ToSlash(name)] || !filepath.IsLocal(name) {
			continue
		}
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
