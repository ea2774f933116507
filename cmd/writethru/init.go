package main

import (
	"bufio"
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"go.yaml.in/yaml/v3"

	"writethru/posts"
)

type initCmd struct {
	Dir     string `arg:"" optional:"" default:"." help:"The folder of the publication. Default: here."`
	Title   string `help:"Of the publication."`
	BaseURL string `name:"base-url" placeholder:"URL" help:"Where readers will reach it."`
	Posts   string `placeholder:"DIR" help:"The folder of articles, in the publication's folder."`
}

func (*initCmd) Help() string {
	return `It asks for what is not given, on a terminal, and writes writethru.yaml with every key explained,
and a first article if there is none. It replaces no file.

Examples:
  writethru init
  writethru init courier --title "The Courier" --base-url https://courier.example`
}

//go:embed starter
var starter embed.FS

// Run writes what a publication begins with.
func (i *initCmd) Run(_ context.Context, p *program) error {
	file := filepath.Join(i.Dir, configName)
	if _, err := os.Lstat(file); err == nil {
		return hint(fmt.Errorf("%s is there already", file), "writethru serve "+i.Dir)
	}
	if err := i.ask(p); err != nil {
		return err
	}
	home, err := url.Parse(i.BaseURL)
	if err != nil || !isWeb(i.BaseURL) {
		return fmt.Errorf("base_url %q: want an address like https://news.example", i.BaseURL)
	}
	if !filepath.IsLocal(i.Posts) {
		return fmt.Errorf("posts %q: want a folder in the publication's folder", i.Posts)
	}
	folder := filepath.Join(i.Dir, i.Posts)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	values := struct{ Title, BaseURL, Authority, Posts, Date string }{
		i.Title, strings.TrimRight(i.BaseURL, "/"), home.Hostname(), filepath.ToSlash(i.Posts), p.now().UTC().Format(time.RFC3339),
	}
	if err := write(file, configName, values); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "wrote", file)
	none, err := noArticles(folder)
	if err != nil {
		return err
	}
	if none {
		first := filepath.Join(folder, "first-story.md")
		if err := write(first, "first-story.md", values); err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, "wrote", first)
	}
	fmt.Fprintf(p.stdout, "Next: writethru serve %s\n", i.Dir)
	return nil
}

// ask completes what the command line left out: by asking, on a terminal.
func (i *initCmd) ask(p *program) error {
	asking := isTerminal(p.stdin) && isTerminal(p.stdout)
	answers := bufio.NewReader(p.stdin)
	for _, q := range []struct {
		value         *string
		question, def string
	}{
		{&i.Title, "What is the publication called?", "Stories"},
		{&i.BaseURL, "At which address will readers reach it?", "http://localhost:8080"},
		{&i.Posts, "In which folder are the articles?", "posts"},
	} {
		if *q.value == "" && asking {
			fmt.Fprintf(p.stdout, "%s [%s] ", q.question, q.def)
			line, err := answers.ReadString('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				return fmt.Errorf("standard input: %w", err)
			}
			*q.value = strings.TrimSpace(line)
		}
		*q.value = cmp.Or(*q.value, q.def)
	}
	return nil
}

// noArticles reports whether a folder holds none.
func noArticles(folder string) (bool, error) {
	found := errors.New("found")
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() && posts.Match(name) {
			return found
		}
		return nil
	})
	if errors.Is(err, found) {
		return false, nil
	}
	return true, err
}

// write makes a file of a starter's template. It replaces none.
func write(file, name string, values any) error {
	t, err := template.New(name).Funcs(template.FuncMap{"quote": quoted}).ParseFS(starter, "starter/"+name)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(t.Execute(f, values), f.Close())
}

// quoted is a text as a value in YAML, on one line.
func quoted(s string) (string, error) {
	b, err := yaml.Marshal(strings.Join(strings.Fields(s), " "))
	return strings.TrimSpace(string(b)), err
}
