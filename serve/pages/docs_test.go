package pages_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The types that templates are given, in the order in which they are told.
var given = []string{
	"Frame", "Publication", "Feed", "Link", "Card", "FrontPage", "Item", "StoryPage", "Author", "Medium", "Section", "FollowUp", "Promise",
	"TopicPage", "Topic", "TopicsPage", "ArchivePage", "Volume", "SubscribePage", "Offer",
	"PromisesPage", "Party", "ToldPromise", "OwedPromise", "KeptPromise", "DeskPage", "DeskItem", "DecidePage",
	"ItemBlock", "FeedBlock", "PagerBlock", "MomentBlock", "MediumBlock", "Timeline", "Reader", "Words",
}

// docs/pages.md says what templates are given; -update writes it from the source.
func TestTheDocumentationHasAllData(t *testing.T) {
	const file, from = "../../docs/pages.md", "<!-- data: written by go test ./serve/pages -update -->\n"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, _, found := strings.Cut(string(b), from)
	if !found {
		t.Fatalf("%s: no line %q", file, from)
	}
	want := head + from + data(t)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(b) {
		t.Errorf("%s is not what the source says: go test ./serve/pages -update", file)
	}
}

// data tells the types, their fields, and the methods that take nothing.
func data(t *testing.T) string {
	t.Helper()
	structs, docs, methods := map[string]*ast.StructType{}, map[string]string{}, map[string][]string{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if s, ok := spec.(*ast.TypeSpec); ok {
						if of, ok := s.Type.(*ast.StructType); ok {
							structs[s.Name.Name], docs[s.Name.Name] = of, line(d.Doc)
						}
					}
				}
			case *ast.FuncDecl:
				if d.Recv != nil && d.Name.IsExported() {
					of := types.ExprString(d.Recv.List[0].Type)
					methods[of] = append(methods[of], fmt.Sprintf("| `%s%s` | %s |\n", d.Name.Name, arguments(d.Type.Params), line(d.Doc)))
				}
			}
		}
	}
	var out strings.Builder
	for _, name := range given {
		if structs[name] == nil {
			t.Fatalf("no type %s", name)
		}
		fmt.Fprintf(&out, "\n### %s\n\n%s\n\n| field | |\n|---|---|\n", name, docs[name])
		for _, field := range structs[name].Fields.List {
			var of []string
			for _, n := range field.Names {
				if n.IsExported() {
					of = append(of, "`"+n.Name+"`")
				}
			}
			kind := types.ExprString(field.Type)
			if field.Names == nil {
				of = []string{"the fields of `" + kind + "`"}
			}
			if of != nil {
				fmt.Fprintf(&out, "| %s `%s` | %s |\n", strings.Join(of, ", "), kind, line(field.Comment))
			}
		}
		slices.Sort(methods[name])
		out.WriteString(strings.Join(methods[name], ""))
	}
	return out.String()
}

func line(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }

func arguments(list *ast.FieldList) string {
	var out strings.Builder
	for _, p := range list.List {
		for _, n := range p.Names {
			out.WriteString(" " + n.Name)
		}
	}
	return out.String()
}
