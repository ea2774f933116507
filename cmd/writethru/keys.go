package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A duration is written like 10s or 30m; 0 turns something off.
type duration time.Duration

func (d *duration) UnmarshalYAML(n *yaml.Node) error {
	if n.Value == "0" {
		*d = 0
		return nil
	}
	v, err := time.ParseDuration(n.Value)
	if err != nil || v < 0 {
		return errors.New("want a duration like 10s, 30m or 0")
	}
	*d = duration(v)
	return nil
}

// read takes in a config file. All faults of the file are returned.
func (c *config) read(file string) []error {
	b, err := os.ReadFile(file)
	if err != nil {
		return []error{fmt.Errorf("config: %w", err)}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return []error{fmt.Errorf("%s: %s", file, strings.TrimPrefix(err.Error(), "yaml: "))}
	}
	if len(doc.Content) == 0 {
		return nil
	}
	return fill(reflect.ValueOf(c).Elem(), doc.Content[0], file, "")
}

// fill sets the fields of a struct from a YAML mapping. A key that is no field
// is a fault: a misspelt key must not be ignored.
func fill(v reflect.Value, n *yaml.Node, file, under string) (faults []error) {
	if n.Kind != yaml.MappingNode {
		return []error{fmt.Errorf("%s:%d: want keys and values", file, n.Line)}
	}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		f := field(v, key.Value)
		switch {
		case !f.IsValid():
			faults = append(faults, fmt.Errorf("%s:%d: unknown key %q%s", file, key.Line, under+key.Value, among(v)))
		case f.Kind() == reflect.Struct:
			faults = append(faults, fill(f, value, file, under+key.Value+".")...)
		default:
			if err := value.Decode(f.Addr().Interface()); err != nil {
				faults = append(faults, fmt.Errorf("%s:%d: %s %q: %s", file, value.Line, under+key.Value, value.Value, want(f, err)))
			}
		}
	}
	return faults
}

// field returns the field of a struct that has a key, or the zero Value.
func field(v reflect.Value, key string) reflect.Value {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("yaml") == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

func among(v reflect.Value) string {
	var keys []string
	for i := range v.NumField() {
		keys = append(keys, v.Type().Field(i).Tag.Get("yaml"))
	}
	return ": want one of " + strings.Join(keys, ", ")
}

func want(f reflect.Value, err error) string {
	switch f.Kind() {
	case reflect.Int:
		return "want a whole number"
	case reflect.Slice:
		return "want a list"
	case reflect.String:
		return "want text"
	}
	return err.Error()
}

// set gives one key a value from outside of the file. sep stands between the
// parts of nested keys.
func (c *config) set(key, sep, value, source string) error {
	f := find(reflect.ValueOf(c).Elem(), key, sep)
	if !f.IsValid() {
		return fmt.Errorf("%s: no such key", source)
	}
	n := yaml.Node{Kind: yaml.ScalarNode, Value: value}
	if f.Kind() == reflect.Slice {
		n = yaml.Node{Kind: yaml.SequenceNode}
		for s := range strings.SplitSeq(value, ",") {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: strings.TrimSpace(s)})
		}
	}
	if err := n.Decode(f.Addr().Interface()); err != nil {
		return fmt.Errorf("%s %q: %s", source, value, want(f, err))
	}
	return nil
}

// find returns the field that a nested key names: follow_ups_min_words is
// min_words in follow_ups.
func find(v reflect.Value, key, sep string) reflect.Value {
	for i := range v.NumField() {
		name, f := v.Type().Field(i).Tag.Get("yaml"), v.Field(i)
		if name == key && f.Kind() != reflect.Struct {
			return f
		}
		if rest, ok := strings.CutPrefix(key, name+sep); ok && f.Kind() == reflect.Struct {
			return find(f, rest, sep)
		}
	}
	return reflect.Value{}
}
