package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// TestStarterShowsTheDefaults: the configuration that init writes has every key,
// and each value that it shows as holding without it does.
func TestStarterShowsTheDefaults(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, configName)
	values := struct{ Title, BaseURL, Authority, Posts string }{"A: b", "https://news.example", "news.example", "posts"}
	if err := write(file, configName, values); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// What is no prose counts: prose has a blank after its #.
	b = regexp.MustCompile(`(?m)^#(\S|  ( *)\w+:)`).ReplaceAll(b, []byte("$1"))
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	got := defaults()
	if faults := got.read(file); len(faults) > 0 {
		t.Fatalf("%v in\n%s", faults, b)
	}
	want := defaults()
	want.Title, want.BaseURL, want.Authority, want.Posts = values.Title, values.BaseURL, values.Authority, values.Posts
	if diff := cmp.Diff(plain(t, want), plain(t, got)); diff != "" {
		t.Errorf("the starter's values, -default +shown:\n%s", diff)
	}
	var doc map[string]any
	if err := yaml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	for _, key := range missing(reflect.TypeFor[config](), doc, "") {
		t.Errorf("the starter has no %s", key)
	}
}

// plain is a config as YAML reads it back, where an empty list is none.
func plain(t *testing.T, c config) (out map[string]any) {
	t.Helper()
	b, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// missing names the keys of a struct that a document lacks.
func missing(of reflect.Type, doc map[string]any, under string) (keys []string) {
	for i := range of.NumField() {
		key, value := of.Field(i).Tag.Get("yaml"), of.Field(i).Type
		in, ok := doc[key]
		switch inner, isMap := in.(map[string]any); {
		case !ok || value.Kind() == reflect.Struct && !isMap:
			keys = append(keys, under+key)
		case value.Kind() == reflect.Struct:
			keys = append(keys, missing(value, inner, under+key+".")...)
		}
	}
	return keys
}
