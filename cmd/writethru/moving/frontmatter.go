package moving

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"writethru/posts"
)

// A Field is a line of front matter.
type Field struct{ Name, Value string }

// ErrNoFrontMatter says that an article has none, and that a generator might
// take a new one for text.
var ErrNoFrontMatter = errors.New("it has no front matter")

// WithFields returns an article with more fields in its front matter, and not
// another byte changed.
func WithFields(name string, article []byte, add []Field) ([]byte, error) {
	text := bytes.TrimPrefix(article, []byte("\uFEFF"))
	mark := article[:len(article)-len(text)]
	lead := text[:len(text)-len(bytes.TrimLeft(text, "\r\n"))]
	text = text[len(lead):]
	first, _, _ := bytes.Cut(text, []byte("\n"))
	newline := "\n"
	if bytes.HasSuffix(first, []byte("\r")) {
		newline = "\r\n"
	}
	at, lines, err := insertion(name, string(text), strings.TrimRight(string(first), " \t\r"), add)
	if err != nil {
		return nil, err
	}
	var with bytes.Buffer
	for _, line := range lines {
		with.WriteString(line + newline)
	}
	out := slices.Concat(mark, lead, text[:at], with.Bytes(), text[at:])
	return out, same(name, article, out, add)
}

// insertion says where in the text which lines have to be.
func insertion(name, text, first string, add []Field) (at int, lines []string, err error) {
	next := strings.IndexByte(text, '\n') + 1
	switch {
	case first == "---" || first == "---yaml" || first == "---yml":
		return next, written(add, "%s: %s", ""), nil
	case first == "+++" || first == "---toml":
		at, err := tomlPlace(text, next)
		return at, written(add, "%s = %s", ""), err
	case first == ";;;" || first == "---json" || strings.HasPrefix(first, "{") && !strings.HasPrefix(first, "{{") && !strings.HasPrefix(first, "{%"):
		brace := strings.IndexByte(text, '{') + 1
		lines := written(add, `"%s": %s`, ",")
		lines[0] = "\n" + lines[0]
		return brace, lines, nil
	case header.MatchString(first) && isMarkdown(name):
		var plain []string
		for _, f := range add {
			plain = append(plain, f.Name+": "+f.Value)
		}
		return next, plain, nil
	case isMarkdown(name):
		return 0, slices.Concat([]string{"---"}, written(add, "%s: %s", ""), []string{"---"}), nil
	}
	return 0, nil, ErrNoFrontMatter
}

// header begins a header as Pelican has it.
var header = regexp.MustCompile(`^(?i:title):\s`)

func isMarkdown(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".markdown"
}

var (
	fence = regexp.MustCompile(`(?m)^(\+\+\+|---)[ \t\r]*$`)
	extra = regexp.MustCompile(`(?m)^\[extra\][ \t\r]*\n`)
	zola  = regexp.MustCompile(`(?m)^\[taxonomies\]`)
)

// tomlPlace is where TOML may have new keys: at the top, or, for Zola, which
// refuses keys that it does not know, in its table for them.
func tomlPlace(text string, next int) (int, error) {
	end := fence.FindStringIndex(text[next:])
	if end == nil {
		return 0, errors.New("front matter without an end")
	}
	inside := text[next : next+end[0]]
	if table := extra.FindStringIndex(inside); table != nil {
		return next + table[1], nil
	}
	if zola.MatchString(inside) {
		return 0, errors.New("it has no [extra] table, in which Zola allows other keys")
	}
	return next, nil
}

// written writes fields in a form. A string of JSON is one of YAML and TOML too.
func written(add []Field, form, end string) []string {
	var lines []string
	for _, f := range add {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(f.Value) // a string always encodes
		lines = append(lines, fmt.Sprintf(form, f.Name, strings.TrimSpace(b.String()))+end)
	}
	return lines
}

// same makes sure that an article says what it said before, and its new fields.
func same(name string, before, after []byte, add []Field) error {
	parse := func(b []byte) (*posts.Post, error) {
		p, faults := posts.Parser{}.Parse([]posts.File{{Name: name, Data: b}})
		if p == nil {
			return nil, faults[0]
		}
		return p, nil
	}
	was, err := parse(before)
	if err != nil {
		return err
	}
	is, err := parse(after)
	if err != nil {
		return err
	}
	for _, f := range add {
		if f.Name == "id" && is.ID != f.Value || f.Name == "canonical_url" && is.URL != f.Value {
			return fmt.Errorf("%s can't be written into its front matter", f.Name)
		}
	}
	if is.Title != was.Title || !is.Published.Equal(was.Published) || is.Draft != was.Draft || len(is.Blocks) != len(was.Blocks) {
		return errors.New("with other front matter it says something else")
	}
	return nil
}
