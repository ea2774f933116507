//go:build linux

// Package image builds the container image as a person would, runs it as the
// manifests do, and breaks it on purpose to see that each check notices.
//
// No registry is needed: the build's base is made of a static busybox and the
// Go of this machine.
package image

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// An engine is podman with a storage of its own, which ends with the test.
type engine struct {
	storage string
	env     []string
	mounts  []string // into the build stage: the Go of this machine and its caches
}

// containersConf is what podman needs where there is no systemd.
const containersConf = `[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`

// base is the image that stands in for docker.io/library/golang.
const base = "localhost/go"

// newEngine makes an engine with a base image. The test is skipped where
// containers can't be had.
func newEngine(t *testing.T) *engine {
	t.Helper()
	for _, tool := range []string{"podman", "runc", "busybox"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%v", err)
		}
	}
	dir := t.TempDir()
	conf := filepath.Join(dir, "containers.conf")
	if err := os.WriteFile(conf, []byte(containersConf), 0o600); err != nil {
		t.Fatal(err)
	}
	e := &engine{storage: dir, env: append(os.Environ(), "CONTAINERS_CONF="+conf)}
	for host, inside := range map[string]string{"GOROOT": "/usr/local/go", "GOMODCACHE": "/go/pkg/mod", "GOCACHE": "/root/.cache"} {
		e.mounts = append(e.mounts, "--volume="+goEnv(t, host)+":"+inside)
	}
	e.importBase(t)
	if out, err := e.run(t.Context(), "run", "--rm", "--network=host", base, "true"); err != nil {
		t.Skipf("containers don't run here: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		for _, args := range [][]string{{"rm", "--all", "--force", "--time=0"}, {"volume", "rm", "--all"}, {"rmi", "--all", "--force"}} {
			if out, err := e.run(ctx, args...); err != nil {
				t.Errorf("podman %q: %v\n%s", args, err, out)
			}
		}
	})
	return e
}

// run runs podman and gives what it printed.
func (e *engine) run(ctx context.Context, args ...string) (string, error) {
	out, err := e.command(ctx, args...).CombinedOutput()
	return string(out), err
}

func (e *engine) command(ctx context.Context, args ...string) *exec.Cmd {
	all := append([]string{"--root", filepath.Join(e.storage, "root"), "--runroot", filepath.Join(e.storage, "run")}, args...)
	cmd := exec.CommandContext(ctx, "podman", all...)
	cmd.Env = e.env
	return cmd
}

// importBase makes the base of the build stage: a shell, and nothing of Go but
// where it will be mounted.
func (e *engine) importBase(t *testing.T) {
	t.Helper()
	roots, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt")
	if err != nil {
		t.Skipf("%v", err)
	}
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		t.Fatal(err)
	}
	box, err := os.ReadFile(busybox)
	if err != nil {
		t.Fatal(err)
	}
	var layer bytes.Buffer
	w := tar.NewWriter(&layer)
	add := func(h tar.Header, content []byte) {
		h.Size = int64(len(content))
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"bin/", "tmp/", "root/.cache/", "usr/local/go/", "go/pkg/mod/", "etc/ssl/certs/"} {
		add(tar.Header{Name: dir, Typeflag: tar.TypeDir, Mode: 0o755}, nil)
	}
	add(tar.Header{Name: "bin/busybox", Mode: 0o755}, box)
	for _, applet := range []string{"sh", "cat", "chmod", "cp", "dd", "mkdir", "true"} {
		add(tar.Header{Name: "bin/" + applet, Typeflag: tar.TypeSymlink, Linkname: "busybox"}, nil)
	}
	add(tar.Header{Name: "etc/ssl/certs/ca-certificates.crt", Mode: 0o644}, roots)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	args := []string{"import"}
	for _, env := range []string{"PATH=/usr/local/go/bin:/bin", "HOME=/root", "GOTOOLCHAIN=local", "GOFLAGS=",
		"GOMODCACHE=/go/pkg/mod", "GOCACHE=/root/.cache", "GOPROXY=" + goEnv(t, "GOPROXY"), "GOSUMDB=" + goEnv(t, "GOSUMDB")} {
		args = append(args, "--change=ENV "+env)
	}
	cmd := e.command(t.Context(), append(args, "-", base)...)
	cmd.Stdin = &layer
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("podman import: %v\n%s", err, out)
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// A build is what an image is made of.
type build struct {
	dockerfile string
	context    string // a folder; empty: the repository
	arch       string // empty: this machine's
	target     string // a stage; empty: the last one
}

// release is the version that images are built as.
const release = "v0.0.0-image.test"

// build makes an image, and gives it a name.
func (e *engine) build(t *testing.T, name string, b build) (image string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "Dockerfile")
	if err := os.WriteFile(file, []byte(b.dockerfile), 0o600); err != nil {
		t.Fatal(err)
	}
	if b.context == "" {
		b.context = "../.."
	}
	if b.arch == "" {
		b.arch = runtime.GOARCH
	}
	image = "localhost/" + name
	args := []string{"build", "--format=docker", "--network=host", "--layers=false", "--timestamp=0",
		"--platform=linux/" + b.arch, "--build-arg=TARGETARCH=" + b.arch, "--build-arg=BUILDPLATFORM=linux/" + runtime.GOARCH,
		"--build-arg=GO_IMAGE=" + base, "--build-arg=VERSION=" + release, "--file=" + file, "--tag=" + image}
	args = append(args, e.mounts...)
	if b.target != "" {
		args = append(args, "--target="+b.target)
	}
	if out, err := e.run(t.Context(), append(args, b.context)...); err != nil {
		t.Fatalf("podman %q: %v\n%s", args, err, out)
	}
	return image
}

// files gives all that is in an image, and the content of its program.
func (e *engine) files(ctx context.Context, image string) (files map[string]*tar.Header, program []byte, err error) {
	id, err := e.run(ctx, "create", image)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %s", err, id)
	}
	id = strings.TrimSpace(id[strings.LastIndexByte(strings.TrimSpace(id), '\n')+1:])
	cmd := e.command(ctx, "export", id)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	files = map[string]*tar.Header{}
	r := tar.NewReader(out)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		name := strings.Trim(h.Name, "./")
		files[name] = h
		if name == "usr/bin/writethru" {
			if program, err = io.ReadAll(r); err != nil {
				return nil, nil, err
			}
		}
	}
	if err := cmd.Wait(); err != nil {
		return nil, nil, err
	}
	_, err = e.run(ctx, "rm", "--force", id)
	return files, program, err
}
