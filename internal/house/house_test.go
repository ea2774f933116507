package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "writethru/"

// imports is who may import whom. The packages that data flows through don't
// know each other; only publish knows their order, and cmd puts the parts
// together. Everybody may import what is in mayAll. A new package needs a row.
var imports = map[string][]string{
	"cmd/writethru": {"cmd/writethru/metrics", "cmd/writethru/moving", "publish", "watch", "posts", "posts/followups", "journal", "journal/jetstream", "journal/sqlite", "feedgen", "serve", "serve/audience", "serve/pages", "websub"},

	"cmd/writethru/metrics": {"publish", "watch", "posts/followups", "journal", "serve", "serve/audience", "websub"},
	"cmd/writethru/moving":  {"posts"},

	"publish":             {"watch", "posts", "posts/followups", "journal", "feedgen", "serve", "serve/pages", "websub"},
	"watch":               {},
	"posts":               {},
	"posts/followups":     {"posts"},
	"journal":             {"posts", "posts/followups"},
	"journal/journaltest": {"journal", "posts", "posts/followups"},
	"journal/jetstream":   {"journal", "journal/sqlite"},
	"journal/sqlite":      {"journal"},
	"feedgen":             {},
	"serve":               {},
	"serve/audience":      {"serve"},
	"serve/pages":         {},
	"websub":              {},
	"bench":               {"bench/corpus", "bench/load", "bench/process", "bench/report"},
	"bench/attack":        {},
	"bench/corpus":        {},
	"bench/faults":        {"bench/faults/disk", "bench/process"},
	"bench/faults/disk":   {},
	"bench/load":          {},
	"bench/process":       {},
	"bench/report":        {},
	"bench/siege":         {"bench/attack", "bench/faults/disk", "bench/process"},
	"bench/soak":          {"bench/corpus", "bench/process", "bench/report"},
}

// mayAll is what everybody may import: small things that several need. They
// import nothing of ours but each other.
const mayAll = "internal/"

// vague are package names that say nothing of what is inside.
var vague = []string{"util", "utils", "common", "helper", "helpers", "misc", "base", "model", "models", "types", "shared", "lib"}

// A pkg is one package of the module, without its tests.
type pkg struct {
	dir   string // relative to the module
	files map[string]*ast.File
}

// command says whether the package is a program.
func (p pkg) command() bool {
	for _, file := range p.files {
		return file.Name.Name == "main"
	}
	return false
}

func TestImportTable(t *testing.T) {
	for _, p := range packages(t) {
		allowed, listed := imports[p.dir]
		if !listed && !strings.HasPrefix(p.dir, mayAll) {
			t.Errorf("package %s has no row in the import table", p.dir)
			continue
		}
		for name, file := range p.files {
			for _, spec := range file.Imports {
				to, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				to, ours := strings.CutPrefix(to, module)
				if ours && !strings.HasPrefix(to, mayAll) && !slices.Contains(allowed, to) {
					t.Errorf("%s imports %s, want only %s* or one of %q", name, to, mayAll, allowed)
				}
			}
		}
	}
}

func TestTheImportTableHasNoStaleRows(t *testing.T) {
	var dirs []string
	for _, p := range packages(t) {
		dirs = append(dirs, p.dir)
	}
	for dir, allowed := range imports {
		for _, name := range append([]string{dir}, allowed...) {
			if !slices.Contains(dirs, name) {
				t.Errorf("the row of %s names %s, which is no package", dir, name)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		var docs []string
		for _, file := range p.files {
			if file.Doc != nil {
				docs = append(docs, file.Doc.Text())
			}
			if name := file.Name.Name; slices.Contains(vague, name) {
				t.Errorf("package %s: %q does not say what is inside", p.dir, name)
			}
		}
		want := "Package " + path.Base(p.dir) + " "
		if name := path.Base(p.dir); p.command() {
			want = strings.ToUpper(name[:1]) + name[1:] + " "
		}
		if len(docs) != 1 {
			t.Errorf("package %s has %d doc comments, want one", p.dir, len(docs))
		} else if !strings.HasPrefix(docs[0], want) {
			t.Errorf("the doc comment of %s begins %.40q, want %q", p.dir, docs[0], want)
		}
	}
}

func TestNothingRefersToAnUnfinishedState(t *testing.T) {
	for _, p := range packages(t) {
		for name, file := range p.files {
			for _, group := range file.Comments {
				for _, word := range []string{"TODO", "FIXME", "XXX"} {
					if strings.Contains(group.Text(), word) {
						t.Errorf("%s: a comment says %s: do it, or file an issue", name, word)
					}
				}
			}
		}
	}
}

// packages parses all packages of the module, whatever system their files are
// for, in the order of their folders.
func packages(t *testing.T) []pkg {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	found := map[string]map[string]*ast.File{}
	err = fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "bin") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(fset, filepath.Join(root, name), nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		if found[dir] == nil {
			found[dir] = map[string]*ast.File{}
		}
		found[dir][name] = file
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dir, files := range found {
		all = append(all, pkg{dir, files})
	}
	slices.SortFunc(all, func(a, b pkg) int { return strings.Compare(a.dir, b.dir) })
	return all
}
