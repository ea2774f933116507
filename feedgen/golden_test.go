package feedgen

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// A golden file holds the entries of a feed (entries.json, the newest first),
// its place in an archived feed (archive.json, EXT for the format's extension)
// if it has one, and what the feed is in each format.
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
	out := &txtar.Archive{Comment: ar.Comment}
	var entries []*Entry
	archives := map[Format]Archive{}
	for _, in := range ar.Files {
		switch in.Name {
		case "entries.json":
			err = json.Unmarshal(in.Data, &entries)
		case "archive.json":
			for _, format := range Formats {
				var a Archive
				err = json.Unmarshal(bytes.ReplaceAll(in.Data, []byte("EXT"), []byte(format.Ext())), &a)
				archives[format] = a
			}
		default:
			continue
		}
		if err != nil {
			t.Fatalf("%s: %s: %v", file, in.Name, err)
		}
		out.Files = append(out.Files, in)
	}
	var rendered []*Rendered
	for _, e := range entries {
		rendered = append(rendered, mustRender(t, e))
	}
	for _, format := range Formats {
		f := courier(format, rendered...)
		if f.Archive = archives[format]; f.Archive.Current != "" {
			f.Self = strings.Replace(f.Self, "feed.", "archive/3.", 1)
		}
		b := mustBytes(t, f, format)
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
