// Package deploy tests what stands beside it, with the tools of those who made
// the formats, and without a cluster or a network beyond the module proxy.
package deploy

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
)

// The tools, as Go runs them.
const (
	composeGo = "github.com/compose-spec/compose-go/v2/cmd@v2.16.2"
	kustomize = "sigs.k8s.io/kustomize/kustomize/v5@v5.6.0"
	validate  = "sigs.k8s.io/kubectl-validate@v0.0.4"
)

// tool runs a tool. A test whose tool can't be had is skipped.
func tool(t *testing.T, name string, args ...string) (out []byte, err error) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "tool")
	get := exec.CommandContext(t.Context(), "go", "install", name)
	get.Dir = t.TempDir() // not in this module
	get.Env = append(os.Environ(), "GOBIN="+filepath.Dir(program), "GOFLAGS=")
	if out, err := get.CombinedOutput(); err != nil {
		t.Skipf("%s can't be had: %v\n%s", name, err, out)
	}
	installed, err := filepath.Glob(filepath.Join(filepath.Dir(program), "*"))
	if err != nil || len(installed) != 1 {
		t.Fatalf("%s is installed as %v, %v", name, installed, err)
	}
	cmd := exec.CommandContext(t.Context(), installed[0], args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if out, err = cmd.Output(); err != nil {
		err = fmt.Errorf("%w\n%s%s", err, out, errs.Bytes())
	}
	return out, err
}

func TestComposeFilesAreValid(t *testing.T) {
	for _, file := range []string{"../compose.yaml", "compose.many.yaml"} {
		if _, err := tool(t, composeGo, file); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestManifestsAreValid(t *testing.T) {
	for _, dir := range []string{"kubernetes/base", "kubernetes/scaled"} {
		out, err := tool(t, kustomize, "build", dir)
		if err != nil {
			t.Errorf("%s: %v", dir, err)
			continue
		}
		all := filepath.Join(t.TempDir(), "all.yaml")
		if err := os.WriteFile(all, out, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := tool(t, validate, all, "--version", "1.30"); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
		for _, line := range []string{`prometheus.io/port: "9180"`, `value: :9180`, `containerPort: 9180`} {
			if !strings.Contains(string(out), line) {
				t.Errorf("%s has no %q: what is scraped is not what listens", dir, line)
			}
		}
		if dir == "kubernetes/scaled" && strings.Contains(string(out), "claimName") {
			t.Error("the replicas share volumes, want a journal in the cluster and articles from git")
		}
	}
}

// A cluster whose machines lose power together loses nothing only if it syncs
// every write, which no client can see.
func TestClusterSyncsAlways(t *testing.T) {
	t.Setenv("SERVER_NAME", "nats-0")
	o, err := server.ProcessConfigFile("kubernetes/scaled/nats.conf")
	if err != nil {
		t.Fatal(err)
	}
	if !o.SyncAlways || !o.JetStream || o.ServerName != "nats-0" || o.MaxPayload != 8<<20 || len(o.Routes) != 3 {
		t.Errorf("sync always %v, jetstream %v, name %q, max_payload %d, routes %v", o.SyncAlways, o.JetStream, o.ServerName, o.MaxPayload, o.Routes)
	}
}
