package main

import (
	_ "embed"
	"strings"
	"text/template"

	"github.com/alecthomas/kong"
)

type manualCmd struct{}

func (*manualCmd) Help() string {
	return `Example:
  writethru manual > /usr/local/share/man/man1/writethru.1`
}

//go:embed manual.1
var manual string

// Run prints the manual page, in the macros of mdoc(7).
func (*manualCmd) Run(p *program, k *kong.Kong) error {
	t := template.Must(template.New("manual").Funcs(template.FuncMap{
		"roff":     roff,
		"prose":    func(s string) string { return roff(strings.ReplaceAll(s, ". ", ".\n")) }, // a sentence, a line
		"commands": func() []*kong.Node { return k.Model.Leaves(true) },
		"synopsis": func(n *kong.Node) string { return strings.TrimPrefix(n.Summary(), k.Model.Name+" ") },
	}).Parse(manual))
	return t.Execute(p.stdout, k.Model)
}

// roff is a text in which nothing is taken for a request or an escape.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, `-`, `\-`).Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
