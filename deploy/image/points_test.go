//go:build linux

package image

import (
	"archive/tar"
	"bytes"
	"context"
	"debug/buildinfo"
	"debug/elf"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A subject is an image that is being judged.
type subject struct {
	t       *testing.T // for folders that end with it
	e       *engine
	image   string
	config  config
	size    int64
	files   map[string]*tar.Header
	program []byte
	running *container // from the point "starts" on
	posts   string     // of running
}

// A config is what an image says of itself.
type config struct {
	User         string
	Env          []string
	Entrypoint   []string
	Cmd          []string
	ExposedPorts map[string]struct{}
	Volumes      map[string]struct{}
	Labels       map[string]string
	Healthcheck  struct{ Test []string }
}

// A point is something that must hold of the image.
type point struct {
	name  string
	check func(context.Context, *subject) error
}

// points are all that must hold. What follows "starts" needs a container that
// runs.
var points = []point{
	{"user", numericUser},
	{"entrypoint", noShellNeeded},
	{"labels", labelled},
	{"volumes", noVolumes},
	{"port", listensForOthers},
	{"health command", ownHealthCommand},
	{"size", small},
	{"data folder", ownsData},
	{"nothing else to run", aloneInside},
	{"license", has("LICENSE")},
	{"roots", has("etc/ssl/certs/ca-certificates.crt")},
	{"static", static},
	{"trimmed", trimmed},
	{starting, starts},
	{"version", saysItsVersion},
	{"healthy", isHealthy},
	{"any user", runsAsAnyone},
	{"new post", publishesANewPost},
	{"stops", stops},
}

const starting = "starts"

// runningPoints is where the points begin that run the image.
func runningPoints() int {
	return slices.IndexFunc(points, func(p point) bool { return p.name == starting })
}

// judge gives the points that don't hold of an image, and why.
func (e *engine) judge(t *testing.T, image string, points []point) map[string]error {
	t.Helper()
	ctx := t.Context()
	s := &subject{t: t, e: e, image: image}
	if err := s.inspect(ctx); err != nil {
		t.Fatal(err)
	}
	failed := map[string]error{}
	for _, p := range points {
		if err := p.check(ctx, s); err != nil {
			failed[p.name] = err
			if p.name == starting {
				break
			}
		}
	}
	if s.running != nil {
		s.running.remove(ctx)
	}
	return failed
}

func (s *subject) inspect(ctx context.Context) (err error) {
	out, err := s.e.command(ctx, "image", "inspect", s.image).Output()
	if err != nil {
		return err
	}
	var found []struct {
		Config config
		Size   int64
		// podman has it beside the config
		Healthcheck struct{ Test []string }
	}
	if err := json.Unmarshal(out, &found); err != nil {
		return err
	}
	s.config, s.size = found[0].Config, found[0].Size
	if len(s.config.Healthcheck.Test) == 0 {
		s.config.Healthcheck = found[0].Healthcheck
	}
	s.files, s.program, err = s.e.files(ctx, s.image)
	return err
}

// uid is what Kubernetes must be able to tell from root.
var uid = regexp.MustCompile(`^([1-9][0-9]*):([1-9][0-9]*)$`)

func numericUser(_ context.Context, s *subject) error {
	if !uid.MatchString(s.config.User) {
		return fmt.Errorf("user %q, want numbers other than 0", s.config.User)
	}
	return nil
}

func noShellNeeded(_ context.Context, s *subject) error {
	if got := slices.Concat(s.config.Entrypoint, s.config.Cmd); !slices.Equal(got, []string{"/usr/bin/writethru", "serve"}) {
		return fmt.Errorf("entrypoint and command are %q", got)
	}
	return nil
}

func labelled(_ context.Context, s *subject) error {
	want := map[string]string{
		"org.opencontainers.image.title": "Writethru", "org.opencontainers.image.licenses": "Apache-2.0",
		"org.opencontainers.image.version": release,
	}
	for name, value := range want {
		if s.config.Labels[name] != value {
			return fmt.Errorf("label %s is %q, want %q", name, s.config.Labels[name], value)
		}
	}
	return nil
}

// A VOLUME would make a nameless volume of each run that names none.
func noVolumes(_ context.Context, s *subject) error {
	if len(s.config.Volumes) > 0 {
		return fmt.Errorf("volumes %v", slices.Collect(maps.Keys(s.config.Volumes)))
	}
	return nil
}

func listensForOthers(_ context.Context, s *subject) error {
	if _, ok := s.config.ExposedPorts["8080/tcp"]; !ok || !slices.Contains(s.config.Env, "WRITETHRU_LISTEN=:8080") {
		return fmt.Errorf("ports %v, environment %q", s.config.ExposedPorts, s.config.Env)
	}
	return nil
}

func ownHealthCommand(_ context.Context, s *subject) error {
	if got := s.config.Healthcheck.Test; !slices.Equal(got, []string{"CMD", "/usr/bin/writethru", "healthcheck"}) {
		return fmt.Errorf("health check %q", got)
	}
	return nil
}

func small(_ context.Context, s *subject) error {
	const most = 40 << 20
	if s.size > most {
		return fmt.Errorf("%d bytes, want at most %d", s.size, most)
	}
	return nil
}

// In the image itself: a new volume gets its owner from there.
func ownsData(_ context.Context, s *subject) error {
	data := s.files["data"]
	if data == nil || data.Typeflag != tar.TypeDir {
		return errors.New("no /data")
	}
	if owner := fmt.Sprintf("%d:%d", data.Uid, data.Gid); owner != "65532:65532" {
		return fmt.Errorf("/data belongs to %s", owner)
	}
	return nil
}

func aloneInside(_ context.Context, s *subject) error {
	for name, h := range s.files {
		if h.Typeflag == tar.TypeReg && h.Mode&0o111 != 0 && name != "usr/bin/writethru" {
			return fmt.Errorf("/%s can be run", name)
		}
		if h.Mode&0o6000 != 0 {
			return fmt.Errorf("/%s gives rights to who runs it", name)
		}
	}
	return nil
}

func has(name string) func(context.Context, *subject) error {
	return func(_ context.Context, s *subject) error {
		if h := s.files[name]; h == nil || h.Size == 0 || h.Mode&0o444 != 0o444 {
			return fmt.Errorf("/%s is not there for everybody", name)
		}
		return nil
	}
}

func static(_ context.Context, s *subject) error {
	f, err := elf.NewFile(bytes.NewReader(s.program))
	if err != nil {
		return err
	}
	if slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }) {
		return errors.New("the program needs a dynamic linker")
	}
	return nil
}

// What the build machine is called must not shape the program.
func trimmed(_ context.Context, s *subject) error {
	info, err := buildinfo.Read(bytes.NewReader(s.program))
	if err != nil {
		return err
	}
	settings := map[string]string{}
	for _, each := range info.Settings {
		settings[each.Key] = each.Value
	}
	if settings["-trimpath"] != "true" || settings["vcs.revision"] != "" {
		return fmt.Errorf("built with %v", settings)
	}
	return nil
}

// starts leaves a container running, with a new volume for the data.
func starts(ctx context.Context, s *subject) (err error) {
	s.posts = folder(s.t, map[string]string{"first.md": "# First\n\nThe first article.\n"})
	s.running, err = s.e.start(ctx, s.image, s.posts, "--volume="+volume(s.t)+":/data")
	if err != nil {
		return err
	}
	return s.running.comesUp(ctx)
}

// volume is the name of a volume of its own.
func volume(t *testing.T) string {
	t.Helper()
	return "v" + filepath.Base(t.TempDir()) + "-" + strings.ToLower(regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(t.Name(), "-"))
}

// comesUp waits until a container is ready, or has ended.
func (c *container) comesUp(ctx context.Context) error {
	ended := false
	err := eventually(ctx, func() error {
		_, body, err := c.get(ctx, "/readyz")
		if err == nil && body == "ready\n" {
			return nil
		}
		if state, stateErr := c.e.run(ctx, "inspect", "--format={{.State.Status}}", c.id); stateErr == nil && strings.TrimSpace(state) == "exited" {
			ended = true
			return nil
		}
		if err == nil {
			err = fmt.Errorf("/readyz says %q", body)
		}
		return err
	})
	if ended {
		err = errors.New("it ended")
	}
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, c.logs(ctx))
	}
	return err
}

func saysItsVersion(ctx context.Context, s *subject) error {
	out, err := s.e.command(ctx, "run", "--rm", "--network=none", s.image, "version").Output()
	if err == nil && string(out) != "writethru "+release+"\n" {
		err = fmt.Errorf("version is %q", out)
	}
	return err
}

func isHealthy(ctx context.Context, s *subject) error {
	if out, err := s.e.run(ctx, "healthcheck", "run", s.running.id); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// Some clusters give each project users of its own. What they own is theirs.
func runsAsAnyone(ctx context.Context, s *subject) error {
	data := s.t.TempDir()
	if err := os.Chown(data, 4711, 4711); err != nil {
		return err
	}
	c, err := s.e.start(ctx, s.image, s.posts, "--user=4711:4711", "--volume="+data+":/data")
	if err != nil {
		return err
	}
	defer c.remove(ctx)
	return c.comesUp(ctx)
}

func publishesANewPost(ctx context.Context, s *subject) error {
	fill(s.t, s.posts, map[string]string{"second.md": "# Second\n\nThe second article.\n"})
	return s.running.await(ctx, "/feed.atom", "The second article.")
}

// stops tells the container to stop while a client holds a connection open.
func stops(ctx context.Context, s *subject) error {
	if _, _, err := s.running.get(ctx, "/feed.atom"); err != nil {
		return err
	}
	if out, err := s.e.run(ctx, "stop", "--time=9", s.running.id); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	out, err := s.e.run(ctx, "inspect", "--format={{.State.ExitCode}}", s.running.id)
	if err == nil && strings.TrimSpace(out) != "0" { // 137: it was killed after 9 seconds
		err = fmt.Errorf("exit status %s\n%s", strings.TrimSpace(out), s.running.logs(ctx))
	}
	return err
}
