package watch_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"writethru/internal/stamp"
	"writethru/watch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// deadline is how long a test waits for what must happen. It is generous: it
// only bounds how long a broken build hangs.
const deadline = time.Minute

// A receiver is what a watcher hands its batches to. It reads the files, as a
// real one does, and remembers their text.
type receiver struct {
	t       testing.TB
	dir     string // the folder that is watched
	w       *watch.Watcher
	texts   map[string]string // what it has read, by name
	batches []watch.Batch
	came    chan watch.Batch
	refuse  chan error // takes an error with which the next batch is refused
}

// begin watches dir until the test ends.
func begin(t testing.TB, o watch.Options) *receiver {
	t.Helper()
	r := &receiver{t: t, dir: o.Root, w: watch.New(o), texts: make(map[string]string),
		came: make(chan watch.Batch), refuse: make(chan error)}
	ctx, cancel := context.WithCancelCause(context.Background())
	stopped := errors.New("test is over")
	done := make(chan error)
	go func() {
		done <- r.w.Run(ctx, func(b watch.Batch) error {
			select {
			case err := <-r.refuse:
				return err
			case r.came <- b:
			case <-ctx.Done():
			}
			return nil
		})
	}()
	t.Cleanup(func() {
		cancel(stopped)
		if err := <-done; !errors.Is(err, stopped) {
			t.Errorf("Run = %v, want %v", err, stopped)
		}
	})
	return r
}

// ready watches o.Root and takes the first batch.
func ready(t testing.TB, o watch.Options) *receiver {
	t.Helper()
	r := begin(t, o)
	if b := r.next(); !b.Scanned {
		t.Errorf("first batch: Scanned = false, want true")
	}
	return r
}

// next takes one batch.
func (r *receiver) next() watch.Batch {
	r.t.Helper()
	select {
	case b := <-r.came:
		r.batches = append(r.batches, b)
		for name := range b.Changed {
			text, err := os.ReadFile(filepath.Join(r.dir, name))
			if errors.Is(err, os.ErrNotExist) {
				continue // gone again: it will be told
			}
			if err != nil {
				r.t.Fatal(err)
			}
			r.texts[name] = string(text)
		}
		for _, name := range b.Removed {
			delete(r.texts, name)
		}
		return b
	case <-time.After(deadline):
		r.t.Fatalf("no batch came; status %+v", r.w.Status())
		return watch.Batch{}
	}
}

// want takes batches until the receiver has read just these texts.
func (r *receiver) want(texts map[string]string) {
	r.t.Helper()
	until := time.After(deadline)
	for !maps.Equal(r.texts, texts) {
		select {
		case <-until:
			r.t.Fatalf("texts (-want +got):\n%s", cmp.Diff(texts, r.texts))
		default:
			r.next()
		}
	}
}

// status waits until the watcher's status is as ok wants it.
func (r *receiver) status(what string, ok func(watch.Status) bool) watch.Status {
	r.t.Helper()
	until := time.After(deadline)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		if s := r.w.Status(); ok(s) {
			return s
		}
		select {
		case <-until:
			r.t.Fatalf("status never was: %s; it is %+v", what, r.w.Status())
		case <-tick.C:
		}
	}
}

// put writes files by name, in place.
func put(t testing.TB, dir string, texts map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file := filepath.Join(dir, name)
		check(t, os.MkdirAll(filepath.Dir(file), 0o755))
		check(t, os.WriteFile(file, []byte(texts[name]), 0o644))
	}
}

// save writes a file as careful programs do: aside, and then renamed.
func save(t testing.TB, file, text string) {
	t.Helper()
	check(t, os.WriteFile(file+".tmp", []byte(text), 0o644))
	check(t, os.Rename(file+".tmp", file))
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFirstBatchIsTheWholeFolder(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A", "2026/b.md": "B", ".git/c.md": "no", "d.md~": "no", "x/.h/e.md": "no"})
	r := begin(t, watch.Options{Root: dir})
	if b := r.next(); !b.Scanned {
		t.Errorf("Scanned = false, want true")
	}
	r.want(map[string]string{"a.md": "A", "2026/b.md": "B"})
}

func TestFirstBatchComesEvenIfNothingDiffers(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A"})
	b, err := watch.Scan(t.Context(), watch.Options{Root: dir})
	check(t, err)
	r := begin(t, watch.Options{Root: dir, Known: maps.All(b.Changed)})
	if b := r.next(); !b.Scanned || len(b.Changed) > 0 || len(b.Removed) > 0 {
		t.Errorf("batch = %+v, want an empty one with Scanned", b)
	}
}

func TestSavedFileIsPassedOn(t *testing.T) {
	dir := t.TempDir()
	r := ready(t, watch.Options{Root: dir})
	save(t, filepath.Join(dir, "a.md"), "A")
	r.want(map[string]string{"a.md": "A"})
	save(t, filepath.Join(dir, "a.md"), "A, updated")
	r.want(map[string]string{"a.md": "A, updated"})
	if b := r.batches[len(r.batches)-1]; b.Scanned {
		t.Errorf("Scanned = true, want false: an event told")
	}
}

func TestMatchChoosesFiles(t *testing.T) {
	dir := t.TempDir()
	match := func(name string) bool { return filepath.Ext(name) == ".md" }
	put(t, dir, map[string]string{"a.md": "A", "a.jpg": "no"})
	r := ready(t, watch.Options{Root: dir, Match: match})
	put(t, dir, map[string]string{"b.jpg": "no", "b.md": "B"})
	r.want(map[string]string{"a.md": "A", "b.md": "B"})
}

func TestRefusedBatchComesAgain(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A"})
	r := begin(t, watch.Options{Root: dir})
	r.refuse <- errors.New("disk full")
	if b := r.next(); !b.Scanned {
		t.Errorf("first batch, again: Scanned = false, want true")
	}
	r.want(map[string]string{"a.md": "A"})

	save(t, filepath.Join(dir, "b.md"), "B")
	r.refuse <- errors.New("disk full")
	r.want(map[string]string{"a.md": "A", "b.md": "B"})

	check(t, os.Remove(filepath.Join(dir, "b.md")))
	r.refuse <- errors.New("disk full")
	r.want(map[string]string{"a.md": "A"})
}

func TestRecheckHandsAFileOverAgain(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.md": "A"})
	r := ready(t, watch.Options{Root: dir})
	r.w.Recheck("a.md")
	if b := r.next(); b.Changed["a.md"] == (stamp.Stamp{}) {
		t.Errorf("Changed = %v, want a.md", b.Changed)
	}
}

func TestRescanFindsWhatNoEventTold(t *testing.T) {
	dir := t.TempDir()
	check(t, os.MkdirAll(filepath.Join(dir, ".hidden"), 0o755))
	put(t, dir, map[string]string{".hidden/a.md": "A"})
	check(t, os.Symlink(".hidden/a.md", filepath.Join(dir, "a.md")))
	r := ready(t, watch.Options{Root: dir})
	put(t, dir, map[string]string{".hidden/a.md": "A, updated"}) // nobody watches there
	r.w.Rescan()
	r.want(map[string]string{"a.md": "A, updated"})
	if b := r.batches[len(r.batches)-1]; !b.Scanned {
		t.Errorf("Scanned = false, want true")
	}
}

func TestMissedChangesAreCounted(t *testing.T) {
	dir := t.TempDir()
	check(t, os.MkdirAll(filepath.Join(dir, ".hidden"), 0o755))
	put(t, dir, map[string]string{".hidden/a.md": "A"})
	check(t, os.Symlink(".hidden/a.md", filepath.Join(dir, "a.md")))
	// The clock runs an hour ahead, so that changes look old enough for an event to have come.
	ahead := func() time.Time { return time.Now().Add(time.Hour) }
	r := ready(t, watch.Options{Root: dir, Rescan: 10 * time.Millisecond, Now: ahead})
	for i, text := range []string{"A2", "A3+", "A4++"} {
		put(t, dir, map[string]string{".hidden/a.md": text})
		r.want(map[string]string{"a.md": text})
		r.status("missed", func(s watch.Status) bool { return s.Missed > i })
	}
}
