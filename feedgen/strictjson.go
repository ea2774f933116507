package feedgen

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// wellFormedJSON accepts one object in which no name comes twice and no string
// holds what XML could not say.
func wellFormedJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	t, err := d.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return fmt.Errorf("%v: want an object", t)
	}
	if err := jsonValue(d, t); err != nil {
		return fmt.Errorf("byte %d: %w", d.InputOffset(), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("byte %d: more after the object", d.InputOffset())
	}
	return nil
}

// jsonValue reads on to the end of the value that begins with t.
func jsonValue(d *json.Decoder, t json.Token) error {
	switch t := t.(type) {
	case string:
		if !isClean(t) {
			return fmt.Errorf("string %s with an illegal character", quote(t))
		}
	case json.Delim:
		names := make(map[string]bool)
		for d.More() {
			inner, err := d.Token()
			if err != nil {
				return err
			}
			if name, ok := inner.(string); ok && t == '{' {
				if names[name] {
					return fmt.Errorf("name %q twice in an object", name)
				}
				names[name] = true
				if inner, err = d.Token(); err != nil {
					return err
				}
			}
			if err := jsonValue(d, inner); err != nil {
				return err
			}
		}
		_, err := d.Token()
		return err
	}
	return nil
}
