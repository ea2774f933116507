package feedgen

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// A golden file holds the entries of a feed (entries.json, the newest first)
// and what the feed is in each format.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	t.Helper()
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	in := ar.Files[0]
	var entries []*Entry
	if err := json.Unmarshal(in.Data, &entries); err != nil {
		t.Fatalf("%s: %s: %v", file, in.Name, err)
	}
	var rendered []*Rendered
	for _, e := range entries {
		rendered = append(rendered, mustRender(t, e))
	}
	out := &txtar.Archive{Comment: ar.Comment, Files: []txtar.File{in}}
	for _, format := range Formats {
		b := mustBytes(t, courier(format, rendered...), format)
		if err := Verify(b, format); err != nil {
			t.Error(err)
		}
		out.Files = append(out.Files, txtar.File{Name: "feed." + format.Ext(), Data: b})
	}
	got := txtar.Format(out)
	if *rewrite {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(txtar.Format(ar)), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
