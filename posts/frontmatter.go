package posts

import (
	"path"
	"strings"
)

// frontMatter splits an article into its fields and its body. bodyLine is the
// number of lines before the body. An article without fields is all body.
func frontMatter(file, text string) (fields value, body string, bodyLine int, faults []Fault) {
	// What is before the first line with something in it is not looked at.
	start := len(text) - len(strings.TrimLeft(text, "\n"))
	first, _, _ := strings.Cut(text[start:], "\n")
	skipped := start // each is a line
	switch fence := strings.TrimRight(first, " \t"); fence {
	case "---", "+++", ";;;", "---json", "---toml", "---yaml", "---yml":
		end := fence[:3]
		inside, body, lines, ok := cutFence(text[start+len(first):], end)
		if !ok {
			if end == "---" && len(fence) == 3 && !opensFields(text[start+len(first):]) {
				return value{}, text, 0, nil // a rule, not a fence
			}
			return value{}, "", 0, []Fault{{File: file, Line: skipped + 1, What: "front matter without an end", Want: "a line " + end}}
		}
		read := readYAML
		switch {
		case fence == "+++" || fence == "---toml":
			read = readTOML
		case fence == ";;;" || fence == "---json":
			read = readJSON
		}
		if end == "---" && len(fence) == 3 && !looksLikeYAML(inside) {
			return value{}, text, 0, nil
		}
		// inside begins with the end of the fence's own line, so that lines agree.
		// Copied, it does not keep the whole article with each field that is kept.
		fields, faults = read(file, strings.Clone(inside), skipped)
		return fields, body, skipped + lines, faults
	}
	if strings.HasPrefix(first, "{") && !strings.HasPrefix(first, "{{") && !strings.HasPrefix(first, "{%") {
		if end := jsonEnd(text[start:]); end > 0 {
			fields, faults = readJSON(file, text[start:start+end], skipped)
			return fields, text[start+end:], skipped + strings.Count(text[start:start+end], "\n"), faults
		}
	}
	if isMarkdown(file) {
		if fields, size := readHeaderLines(text[start:], skipped); size > 0 {
			return fields, text[start+size:], skipped + strings.Count(text[start:start+size], "\n"), nil
		}
	}
	return value{}, text, 0, nil
}

// isMarkdown reports whether a file of this name holds Markdown.
func isMarkdown(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".markdown"
}

// cutFence splits what follows an opening fence at the closing one. lines are
// those from the opening fence to the closing one.
func cutFence(s, end string) (inside, rest string, lines int, ok bool) {
	for at := 0; at < len(s); {
		next := strings.IndexByte(s[at:], '\n')
		if next < 0 {
			return "", "", 0, false
		}
		at += next + 1
		line, _, _ := strings.Cut(s[at:], "\n")
		lines++
		if t := strings.TrimRight(line, " \t"); t == end || end == "---" && t == "..." {
			return s[:at], s[at+len(line):], lines, true
		}
	}
	return "", "", 0, false
}

// looksLikeYAML tells fields from text between two rules: its first line that
// is no comment is a key, or there is none.
func looksLikeYAML(s string) bool {
	for line := range strings.Lines(s) {
		t := strings.TrimSpace(line)
		if t == "" || strings.HasPrefix(t, "#") {
			continue
		}
		key, _, found := strings.Cut(t, ":")
		return found && len(key) < 60 && !strings.HasPrefix(key, ">") || strings.HasPrefix(t, "{") || strings.HasPrefix(t, "? ") ||
			!strings.Contains(t, " ")
	}
	return true
}

// opensFields reports whether a text begins with a key that articles have.
func opensFields(s string) bool {
	key, _, found := strings.Cut(strings.TrimSpace(s), ":")
	return found && headerKeys[keyName(key)]
}

// jsonEnd finds where the object that s begins with ends; 0 if it does not.
func jsonEnd(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// headerKeys are those of header lines without a fence before them.
var headerKeys = map[string]bool{
	"title": true, "date": true, "modified": true, "tags": true, "keywords": true, "category": true, "slug": true,
	"author": true, "authors": true, "summary": true, "lang": true, "status": true, "url": true, "save_as": true,
	"template": true, "translation": true, "description": true, "subtitle": true, "image": true,
}

// readHeaderLines reads a header as Pelican has it: "Title: …" and other known
// keys, each on a line of its own, up to an empty line, or, as Hexo allows, up
// to a line "---". size is 0 when there is none.
func readHeaderLines(s string, skipped int) (fields value, size int) {
	fields = value{kind: dict, line: skipped + 1}
	titled := false
	n := 0
	for line := range strings.Lines(s) {
		n++
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			break
		}
		if trimmed == "---" && titled {
			size += len(line)
			break
		}
		key, text, found := strings.Cut(trimmed, ":")
		if last := len(fields.pairs) - 1; last >= 0 && (line[0] == ' ' || line[0] == '\t') {
			fields.pairs[last].value.text += " " + trimmed // a continuation
			size += len(line)
			continue
		}
		if name := keyName(key); !found || len(fields.pairs) == 0 && !headerKeys[name] || strings.ContainsAny(name, " <[(*") {
			return value{}, 0
		} else if name == "title" {
			titled = true
		}
		fields.pairs = append(fields.pairs, pair{key, value{kind: scalar, line: skipped + n, text: strings.TrimSpace(text)}})
		size += len(line)
	}
	if !titled {
		return value{}, 0
	}
	return fields, size
}
