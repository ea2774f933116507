//go:build linux

package image

import (
	"bytes"
	"debug/elf"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

var long = flag.Bool("long", false, "also break the image in ways that take minutes to build, and judge all of each")

func TestImage(t *testing.T) {
	e := newEngine(t)
	file, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	good := string(file)
	image := e.build(t, "writethru", build{dockerfile: good})

	t.Run("is as it should be", func(t *testing.T) {
		for point, err := range e.judge(t, image, points) {
			t.Errorf("%s: %v", point, err)
		}
	})
	t.Run("breakages are noticed", func(t *testing.T) { e.breakAll(t, good) })
	t.Run("is the same from anywhere", func(t *testing.T) { e.buildTwice(t, good) })
	t.Run("is built for another machine", func(t *testing.T) { e.crossBuild(t, good) })
	t.Run("bill of materials", func(t *testing.T) { e.bill(t, image) })
	t.Run("folders", func(t *testing.T) { e.folders(t, image) })
}

// breakAll holds that each breakage makes its points fail, and no others. The
// short form does not run images whose running is not what is broken.
func (e *engine) breakAll(t *testing.T, good string) {
	t.Helper()
	stage, _, ok := strings.Cut(good, "\nFROM scratch")
	if !ok {
		t.Fatal("the Dockerfile has no last stage from scratch")
	}
	e.build(t, "built", build{dockerfile: good, target: "build"})
	all := breakages
	if *long {
		all = append(slices.Clone(all), slowBreakages...)
	}
	seen := map[string]bool{}
	for i, b := range all {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			file := b.apply(t, good)
			if last, same := strings.CutPrefix(file, stage); same { // what is compiled is the same
				file = strings.ReplaceAll(last, "--from=build", "--from=localhost/built")
			}
			judged := points
			if first := runningPoints(); !*long && !slices.ContainsFunc(points[first:], func(p point) bool { return slices.Contains(b.fails, p.name) }) {
				judged = points[:first]
			}
			failed := e.judge(t, e.build(t, fmt.Sprint("broken", i), build{dockerfile: file}), judged)
			if got := slices.Sorted(maps.Keys(failed)); !slices.Equal(got, slices.Sorted(slices.Values(b.fails))) {
				t.Errorf("failed: %q, want %q\n%v", got, b.fails, failed)
			}
		})
		for _, point := range b.fails {
			seen[point] = true
		}
	}
	for _, p := range points {
		if !seen[p.name] && *long {
			t.Errorf("no breakage makes the point %q fail", p.name)
		}
	}
}

func (b breakage) apply(t *testing.T, good string) string {
	t.Helper()
	if b.old == "" {
		return good + b.new + "\n"
	}
	if strings.Count(good, b.old) != 1 {
		t.Fatalf("the Dockerfile has %q %d times, want once", b.old, strings.Count(good, b.old))
	}
	return strings.Replace(good, b.old, b.new, 1)
}

// buildTwice builds from copies of the repository that differ in all but their
// content. What is in the images is the same bit by bit.
func (e *engine) buildTwice(t *testing.T, good string) {
	t.Helper()
	layers := func(file string) (layers [2]string) {
		for i := range layers {
			dir := filepath.Join(t.TempDir(), strings.Repeat("elsewhere", i+1))
			copyRepository(t, dir, time.Unix(int64(1e9*(i+1)), 0))
			image := e.build(t, "again", build{dockerfile: file, context: dir})
			out, err := e.command(t.Context(), "image", "inspect", "--format={{.RootFS.Layers}}", image).Output()
			if err != nil {
				t.Fatal(err)
			}
			layers[i] = string(bytes.TrimSpace(out))
		}
		return layers
	}
	if got := layers(good); got[0] != got[1] {
		t.Errorf("two builds of the same give %s and %s", got[0], got[1])
	}
	broken := breakage{old: "main.release=${VERSION}", new: "main.release=$(cat /proc/sys/kernel/random/uuid)"}.apply(t, good)
	if got := layers(broken); got[0] == got[1] {
		t.Errorf("builds that differ by chance both give %s", got[0])
	}
}

// copyRepository copies what the build may read, and gives it a time.
func copyRepository(t *testing.T, dir string, at time.Time) {
	t.Helper()
	ignore, err := os.ReadFile("../../.dockerignore")
	if err != nil {
		t.Fatal(err)
	}
	fill(t, dir, map[string]string{".dockerignore": string(ignore)})
	for line := range strings.Lines(string(ignore)) {
		name, kept := strings.CutPrefix(strings.TrimSpace(line), "!")
		if !kept {
			continue
		}
		from := filepath.Join("../..", name)
		if b, err := os.ReadFile(from); err == nil {
			fill(t, dir, map[string]string{name: string(b)})
		} else if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	if err := filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(name, at, at)
	}); err != nil {
		t.Fatal(err)
	}
}

func (e *engine) crossBuild(t *testing.T, good string) {
	t.Helper()
	for arch, want := range map[string]elf.Machine{"arm64": elf.EM_AARCH64} {
		machine := func(file string) (string, elf.Machine) {
			image := e.build(t, "cross", build{dockerfile: file, arch: arch})
			_, program, err := e.files(t.Context(), image)
			if err != nil {
				t.Fatal(err)
			}
			f, err := elf.NewFile(bytes.NewReader(program))
			if err != nil {
				t.Fatal(err)
			}
			out, err := e.command(t.Context(), "image", "inspect", "--format={{.Architecture}}", image).Output()
			if err != nil {
				t.Fatal(err)
			}
			return string(bytes.TrimSpace(out)), f.Machine
		}
		if name, got := machine(good); got != want || name != arch {
			t.Errorf("the image is for %q, its program for %v, want %v", name, got, want)
		}
		broken := breakage{old: "GOARCH=${TARGETARCH}", new: "GOARCH=" + runtime.GOARCH}.apply(t, good)
		if _, got := machine(broken); got == want && runtime.GOARCH != arch {
			t.Errorf("a build for the machine that builds gives a program for %v", got)
		}
	}
}
