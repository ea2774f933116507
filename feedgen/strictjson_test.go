package feedgen

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWellFormedJSON(t *testing.T) {
	for _, tt := range []struct {
		doc  string
		want string // what the error says; empty: none
	}{
		{`{}`, ""},
		{" {\"a\": [1, -2.5e+3, true, false, null, \"\\u00e9\\\"\", {}, []],\r\n\t\"b\": {\"a\": \"\u2028\"}} ", ""},
		{``, "want an object"},
		{`[]`, "want an object"},
		{`"a"`, "want an object"},
		{`{} {}`, "more after the object"},
		{"{}\x00", "more after the object"},
		{`{`, "EOF"},
		{`{"a`, "EOF"},
		{`{"a\`, "EOF"},
		{`{"a": "\u00`, "invalid character"},
		{`{"a": "\u00g0"}`, "invalid character"},
		{`{"a": "\ud83d\ude00"}`, ""},
		{`{"a": "\ud83d"}`, "illegal character U+D83D"},
		{`{"a": "\ud83d\n"}`, "illegal character U+D83D"},
		{`{"a": "\ud83d\u0041"}`, "illegal character U+D83D"},
		{`{"a": "\r"}`, "illegal character"},
		{"{\"a\": \"\uFFFE\"}", "illegal character"},
		{`{"a": [`, "EOF"},
		{`{"a": `, "EOF"},
		{`{"a": 1`, "EOF"},
		{`{"a"}`, "invalid character '}'"},
		{`{"a": }`, "invalid character '}'"},
		{`{"a" 1}`, "invalid character '1'"},
		{`{a: 1}`, "invalid character 'a'"},
		{`{"a": 1,}`, "invalid character '}'"},
		{`{"a": [1,]}`, "invalid character ']'"},
		{`{"a": [1}}`, "invalid character '}'"},
		{`{"a": [1 2]}`, "invalid character '2'"},
		{`{"a": 01}`, "invalid character '0'"},
		{`{"a": tru}`, "invalid character 't'"},
		{`{"a": 1//}`, "invalid character '1'"},
		{`{"a": "\x"}`, "invalid character"},
		{"{\"a\": \"\n\"}", "invalid character"},
		{`{"a": "\u0000"}`, "illegal character"},
		{`{"a": "\ufffe"}`, "illegal character"},
		{`{"\u000b": 1}`, "illegal character"},
		{`{"a": 1, "a": 2}`, "twice in an object"},
		{`{"a": 1, "\u0061": 2}`, "has an escaped character"},
		{`{"a": ` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`, "more than 100 levels"},
	} {
		err := wellFormedJSON([]byte(tt.doc))
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("wellFormedJSON(%q) = %v, want %q in it", tt.doc, err, tt.want)
		}
	}
}

// TestWellFormedJSONIsStricter: what passes, encoding/json reads too, wherever a
// feed is broken.
func TestWellFormedJSONIsStricter(t *testing.T) {
	good := mustBytes(t, archiveDocument(JSON, mustRender(t, article())), JSON)
	rapid.Check(t, func(t *rapid.T) {
		doc := good
		for range rapid.IntRange(1, 3).Draw(t, "breaks") {
			from := rapid.IntRange(0, len(doc)).Draw(t, "from")
			to := min(len(doc), from+rapid.IntRange(0, 3).Draw(t, "cut"))
			piece := rapid.SampledFrom([]string{
				"", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u00", "\\ud800", "\x00", "\n", " ", "0", "-", ".", "e", "null", "\"a\": 1,", "é",
			}).Draw(t, "piece")
			doc = bytes.Join([][]byte{doc[:from], []byte(piece), doc[to:]}, nil)
		}
		if wellFormed(doc, JSON) == nil && !json.Valid(doc) {
			t.Fatalf("encoding/json refuses\n%s", doc)
		}
	})
}
