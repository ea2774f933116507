package posts

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkPlainYAML holds that YAML is read the same with and without the library.
func checkPlainYAML(t interface{ Errorf(string, ...any) }, text string) bool {
	got, ok := plainYAML(text, 1)
	if !ok {
		return false
	}
	want, faults := parseYAML("a.md", text, 1)
	if len(faults) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("plainYAML(%q) = %+v, want %+v, %v", text, got, want, faults)
	}
	return true
}

func TestPlainYAML(t *testing.T) {
	for _, text := range []string{
		"\ntitle: The flood\ndate: 2026-11-20T09:00:00Z\ntags: [river, city]\nauthor: Courier Desk\n", "a: 1\n\nB-c_d:   x, y#z\n", "title: \"a: 'b' # c \"\n",
		"title: 'é “x” \"'\n", "t: []\n", "t: [ a b ,c ]\n", "t: 12:30\n", "t: \"\"\n", "yes: no\nnull: true\n",
	} {
		if !checkPlainYAML(t, text) {
			t.Errorf("plainYAML(%q) is not ok", text)
		}
	}
	for _, text := range []string{
		"", "\n", "a\n", "a:\n", "a: \n", "a: b: c\n", "a: b #c\n", "a: b\n  c\n", "a: b\nA: c\n", "a: null\n", "a: ~\n", "a: *b\n", "a: &b c\n", "a: !!str b\n",
		"a: |\n", "a: \"b\\n\"\n", "a: 'it''s'\n", "a: [b: c]\n", "a: [b,]\n", "a: [[b]]\n", "a: {b: c}\n", "a: b\u2028c\n", "a: b:\n", "<<: b\n", "a: [b\n", "a: 'b' c\n", "a: \"\n",
	} {
		if v, ok := plainYAML(text, 1); ok {
			t.Errorf("plainYAML(%q) = %+v, want it left to the library", text, v)
		}
	}
}

func TestPlainYAMLProperty(t *testing.T) {
	pieces := []string{
		"a", "b1", "Title", "title", "null", "~", "yes", "1", "2026-01-02", ": ", ":", " ", "\n", "[", "]", ",", ", ", "\"", "'", "#", " #", "-", "- ", "_", "\\", "é", "\u00a0", "\u0085",
		"\u2028", "\ufeff", "\x7f", "\t", "{", "}", "&", "*", "!", "|", ">", "%", "@", "`", "?", "? ", "<<", "...", "---", "\U0001F600", "０", "=", "key: v\n", "list: [a, b]\n", "q: \"a b\"\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		checkPlainYAML(t, "k: "+strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), ""))
	})
}

// What is read without the library is what the library reads.
func FuzzPlainYAML(f *testing.F) {
	f.Add("title: x\ntags: [a, b]\n")
	f.Fuzz(func(t *testing.T, text string) {
		clean, faults := decode(File{"a.md", []byte(text)})
		if len(faults) == 0 {
			checkPlainYAML(t, clean)
		}
	})
}
