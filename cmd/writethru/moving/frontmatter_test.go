package moving_test

import (
	"errors"
	"testing"

	"writethru/cmd/writethru/moving"
)

func TestWithFieldsChangesNothingElse(t *testing.T) {
	for _, tt := range []struct{ kind, name, before, after string }{
		{"YAML", "a.md", "---\ntitle: A # one\n---\nText\n", "---\nid: \"x:1\"\ntitle: A # one\n---\nText\n"},
		{"YAML of Windows", "a.md", "---\r\ntitle: A\r\n---\r\nText\r\n", "---\r\nid: \"x:1\"\r\ntitle: A\r\n---\r\nText\r\n"},
		{"YAML after a byte order mark", "a.md", "\uFEFF---\ntitle: A\n---\nText\n", "\uFEFF---\nid: \"x:1\"\ntitle: A\n---\nText\n"},
		{"YAML after empty lines", "a.md", "\n\n---\ntitle: A\n---\nText\n", "\n\n---\nid: \"x:1\"\ntitle: A\n---\nText\n"},
		{"YAML in HTML", "a.html", "---\ntitle: A\n---\n<p>Text</p>", "---\nid: \"x:1\"\ntitle: A\n---\n<p>Text</p>"},
		{"TOML", "a.md", "+++\ntitle = 'A'\n+++\nText\n", "+++\nid = \"x:1\"\ntitle = 'A'\n+++\nText\n"},
		{"TOML of Zola", "a.md", "+++\ntitle = 'A'\n[extra]\nc = 1\n+++\nText\n", "+++\ntitle = 'A'\n[extra]\nid = \"x:1\"\nc = 1\n+++\nText\n"},
		{"JSON", "a.md", "{\n\"title\": \"A\"\n}\n\nText\n", "{\n\"id\": \"x:1\",\n\n\"title\": \"A\"\n}\n\nText\n"},
		{"a header of Pelican", "a.md", "Title: A\nTags: b\n\nText\n", "Title: A\nid: x:1\nTags: b\n\nText\n"},
		{"none", "a.md", "# A\n\nText\n", "---\nid: \"x:1\"\n---\n# A\n\nText\n"},
		{"a rule at the top", "a.md", "---\n\nText\n", ""},
		{"none, in HTML", "a.html", "<h1>A</h1>", ""},
		{"none, in plain text", "a.txt", "A\n\nText\n", ""},
		{"TOML of Zola without [extra]", "a.md", "+++\ntitle = 'A'\n[taxonomies]\ntags = ['b']\n+++\nText\n", ""},
		{"YAML of braces", "a.md", "---\n{title: A}\n---\nText\n", ""},
		{"a key that is there", "a.md", "---\nid: other\ntitle: A\n---\nText\n", ""},
	} {
		got, err := moving.WithFields(tt.name, []byte(tt.before), []moving.Field{{Name: "id", Value: "x:1"}})
		if tt.after == "" {
			if err == nil {
				t.Errorf("%s: got %q, want an error", tt.kind, got)
			}
			continue
		}
		if err != nil || string(got) != tt.after {
			t.Errorf("%s: got %q, error %v, want %q", tt.kind, got, err, tt.after)
		}
	}
	if _, err := moving.WithFields("a.txt", []byte("A"), nil); !errors.Is(err, moving.ErrNoFrontMatter) {
		t.Errorf("error %v, want %v", err, moving.ErrNoFrontMatter)
	}
}

func TestFieldsAreQuoted(t *testing.T) {
	for _, id := range []string{`tag:a.example,2026:"b"`, `https://a.example/?a=1&b=<c>`, `C:\a`, "é", "- a: b # c", "4711", "true"} {
		for _, before := range []string{"---\ntitle: A\n---\nText\n", "+++\ntitle = 'A'\n+++\nText\n", "{\"title\": \"A\"}\nText\n"} {
			if _, err := moving.WithFields("a.md", []byte(before), []moving.Field{{Name: "id", Value: id}}); err != nil {
				t.Errorf("WithFields(%q, id %q): %v", before, id, err)
			}
		}
	}
}
