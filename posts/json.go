package posts

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readJSON reads front matter in JSON. The text's first line is line skipped+1
// of the file.
func readJSON(file, text string, skipped int) (value, []Fault) {
	c := jsonConverter{text: text, line: skipped + 1, file: file, dec: json.NewDecoder(strings.NewReader(text))}
	c.dec.UseNumber()
	v, err := c.convert(0)
	if err == nil {
		if _, end := c.dec.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("something after the object")
		}
	}
	if err != nil {
		return value{}, []Fault{{File: file, Line: c.lineAt(c.dec.InputOffset()), What: "front matter: " + clean(err.Error()), Want: "JSON"}}
	}
	if v.kind != dict {
		c.faults = append(c.faults, Fault{File: file, Line: v.line, What: "front matter: " + v.word(), Want: "an object"})
	}
	return v, c.faults
}

// A jsonConverter reads values token by token, which keeps their lines.
type jsonConverter struct {
	file   string
	text   string
	dec    *json.Decoder
	at     int64 // line is that of this offset
	line   int
	faults []Fault
}

func (c *jsonConverter) lineAt(offset int64) int {
	offset = min(offset, int64(len(c.text)))
	if offset > c.at {
		c.line += strings.Count(c.text[c.at:offset], "\n")
		c.at = offset
	}
	return c.line
}

func (c *jsonConverter) convert(depth int) (value, error) {
	if depth > 100 {
		return value{}, errors.New("nested too deeply")
	}
	tok, err := c.dec.Token()
	if err != nil {
		return value{}, err
	}
	v := value{line: c.lineAt(c.dec.InputOffset())}
	switch tok := tok.(type) {
	case json.Delim:
		if tok == '{' {
			v.kind = dict
			err = c.convertPairs(&v, depth)
		} else {
			v.kind = list
			err = c.convertItems(&v, depth)
		}
	case nil:
	case string:
		v.kind, v.text = scalar, clean(tok)
	default:
		v.kind, v.text = scalar, fmt.Sprint(tok)
	}
	return v, err
}

func (c *jsonConverter) convertItems(v *value, depth int) error {
	for c.dec.More() {
		item, err := c.convert(depth + 1)
		if err != nil {
			return err
		}
		v.items = append(v.items, item)
	}
	_, err := c.dec.Token()
	return err
}

func (c *jsonConverter) convertPairs(v *value, depth int) error {
	seen := map[string]int{}
	for c.dec.More() {
		tok, err := c.dec.Token()
		if err != nil {
			return err
		}
		key, _ := tok.(string) // the decoder lets only strings be keys
		line := c.lineAt(c.dec.InputOffset())
		item, err := c.convert(depth + 1)
		if err != nil {
			return err
		}
		if first, dup := seen[key]; dup {
			c.faults = append(c.faults, Fault{File: c.file, Line: line, What: fmt.Sprintf("key %q again", key), Want: fmt.Sprintf("it once: it is in line %d too", first)})
			continue
		}
		seen[key] = line
		v.pairs = append(v.pairs, pair{clean(key), item})
	}
	_, err := c.dec.Token()
	return err
}
