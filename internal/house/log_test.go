package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A warning in the log says what the operator can do, under the key "advice", and
// is in the guide for operators.
func TestWarningsTellWhatToDo(t *testing.T) {
	guide, err := os.ReadFile("../../docs/operators.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, p := range packages(t) {
		for name := range p.files {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				message, rest, ok := warning(n)
				if !ok {
					return true
				}
				found++
				if !advises(rest) {
					t.Errorf(`%s: %q is logged without an "advice"`, name, message)
				}
				if !strings.Contains(string(guide), "| "+message+" |") {
					t.Errorf("docs/operators.md does not have the log line %q", message)
				}
				return true
			})
		}
	}
	if found < 20 {
		t.Errorf("found %d warnings: they are looked for in a wrong way", found)
	}
}

// warning gives the message and the further arguments of a call like
// log.Warn("message", …), in which log is a *slog.Logger by its name.
func warning(n ast.Node) (message string, rest []ast.Expr, ok bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", nil, false
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || method.Sel.Name != "Warn" && method.Sel.Name != "Error" {
		return "", nil, false
	}
	message, ok = literal(call.Args[0])
	return message, call.Args[1:], ok
}

func advises(args []ast.Expr) bool {
	for i := 0; i+1 < len(args); i += 2 {
		if key, _ := literal(args[i]); key == "advice" {
			value, text := literal(args[i+1])
			return !text || value != "" // what is put together is not looked into
		}
	}
	return false
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}
