//go:build linux

package image

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// bill holds that the bill of materials that `make sbom` writes can be made of
// the program in an image, and names each module in it with its version. It
// needs no list beside the program: Go keeps one inside.
func (e *engine) bill(t *testing.T, image string) {
	t.Helper()
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	_, tool, _ := strings.Cut(string(makefile), "\nSBOM         = ")
	tool, _, _ = strings.Cut(tool, "\n")
	_, program, err := e.files(t.Context(), image)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "writethru")
	if err := os.WriteFile(file, program, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "run", tool, "bin", "-json", file)
	cmd.Env = append(os.Environ(), "GOFLAGS=")
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("%s can't be had: %v", tool, err)
	}
	var bom struct {
		BOMFormat  string
		Components []struct{ Name, Version string }
	}
	if err := json.Unmarshal(out, &bom); err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, c := range bom.Components {
		listed = append(listed, c.Name+"@"+c.Version)
	}
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range info.Deps {
		if want := m.Path + "@" + m.Version; !slices.Contains(listed, want) {
			t.Errorf("%s is in the program and not in its bill of materials", want)
		}
	}
	if bom.BOMFormat != "CycloneDX" || len(info.Deps) < 20 {
		t.Errorf("format %q, %d modules", bom.BOMFormat, len(info.Deps))
	}
}
