package pages

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed *.html style.css
var house embed.FS

// styleFile is the only stylesheet.
const styleFile = "style.css"

// shared are the files that every page is made with.
var shared = []string{"layout.html", "blocks.html"}

// A Theme is how pages look: a template for each, and a stylesheet. It never
// changes, and may be used from any goroutine.
type Theme struct {
	pages  map[string]func() (*template.Template, error) // by name: "story"; parsed for the first such page
	style  []byte
	digest string // of all its files
}

// House is the theme that the program brings.
var House = sync.OnceValue(func() *Theme {
	t, err := NewTheme(nil)
	if err != nil {
		panic(err) // its files are part of the program
	}
	return t
})

// NewTheme reads a theme: each file of the folder stands for ours of that name,
// and ours stand for the others. A file has at most 1 MiB. Every page is made once, of [Specimens], so that
// what is wrong with a template is told here, with its file and line. A nil
// folder gives the theme that the program brings, which a test has looked at.
func NewTheme(folder fs.FS) (*Theme, error) {
	names, err := fs.Glob(house, "*")
	if err != nil {
		return nil, err
	}
	text := make(map[string]string, len(names))
	for _, name := range names {
		b, err := house.ReadFile(name)
		if err != nil {
			return nil, err
		}
		text[name] = string(b)
	}
	if err := override(text, folder); err != nil {
		return nil, err
	}
	t := &Theme{pages: map[string]func() (*template.Template, error){}, style: []byte(text[styleFile])}
	digest := sha256.New()
	for _, name := range names {
		fmt.Fprintf(digest, "%s %d\n%s", name, len(text[name]), text[name])
		if path.Ext(name) == ".html" && !slices.Contains(shared, name) {
			t.pages[strings.TrimSuffix(name, ".html")] = sync.OnceValues(func() (*template.Template, error) { return t.parse(name, text) })
		}
	}
	t.digest = hex.EncodeToString(digest.Sum(nil)[:8])
	if folder == nil {
		return t, nil
	}
	return t, t.check()
}

// check tells what is wrong with the templates.
func (t *Theme) check() error {
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(t.pages)) {
		_, err := t.pages[name]()
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	seen := map[string]bool{} // a page that is made of much and of little has a fault twice
	for _, page := range Specimens() {
		if err := located(page.write(t, io.Discard)); err != nil && !seen[err.Error()] {
			seen[err.Error()] = true
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// parse reads a page's template, and with it those that all pages share. Each
// file keeps its name in what is told of its faults.
func (t *Theme) parse(name string, text map[string]string) (*template.Template, error) {
	set := template.New(name).Funcs(template.FuncMap{
		"style":     func() string { return styleFile + "?" + t.digest },
		"machine":   machine,
		"dir":       direction,
		"words":     wordsIn,
		"mediatype": mediaType,
		"readers":   readers,
	})
	for _, file := range shared {
		// Ours first: a theme's blocks.html may have some of the blocks.
		ours, err := house.ReadFile(file)
		if err == nil {
			_, err = set.New(file).Parse(string(ours))
		}
		if err == nil && string(ours) != text[file] {
			_, err = set.New(file).Parse(text[file])
		}
		if err != nil {
			return nil, located(err)
		}
	}
	_, err := set.Parse(text[name])
	return set, located(err)
}

// located says where a template is wrong in the form in which all places are
// told: file:line: what.
func located(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	text = strings.TrimPrefix(strings.TrimPrefix(text, "html/template:"), "template: ")
	return errors.New(text)
}

// Stylesheet is what the pages' link to style.css leads to.
func (t *Theme) Stylesheet() []byte { return t.style }

// Digest names all that the theme is made of.
func (t *Theme) Digest() string { return t.digest }

// write makes a page: the frame of layout.html, with a page's own main part.
func (t *Theme) write(w io.Writer, name string, f Frame) error {
	f.Language = language(f.Language, f.Publication.Language)
	f.HouseLanguage = language(f.Publication.Language)
	f.Words, f.House = wordsIn(f.Language), wordsIn(f.HouseLanguage)
	f.Root = f.Home
	if strings.HasSuffix(f.Path, "/") { // else it may be shown under other paths too
		f.Root = cmp.Or(strings.Repeat("../", strings.Count(f.Path, "/")-1), "./")
	}
	page := t.pages[name]
	if page == nil {
		return fmt.Errorf("page %s: no template", name)
	}
	set, err := page()
	if err != nil {
		return err
	}
	return set.ExecuteTemplate(w, "layout", f)
}
