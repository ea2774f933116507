package posts

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// readTOML reads front matter in TOML. The text's first line is line skipped+1
// of the file.
func readTOML(file, text string, skipped int) (value, []Fault) {
	var m map[string]any
	if _, err := toml.Decode(text, &m); err != nil {
		f := Fault{File: file, Line: skipped + 1, What: "front matter: " + clean(err.Error()), Want: "TOML"}
		if pe, ok := errors.AsType[toml.ParseError](err); ok {
			f.Line, f.What = skipped+pe.Position.Line, "front matter: "+clean(pe.Message)
		}
		return value{}, []Fault{f}
	}
	return tomlValue(m, tomlLines(text, skipped), "", skipped+1), nil
}

// tomlValue turns what the decoder gives into a value. Maps are in the order
// of their keys' lines.
func tomlValue(x any, lines map[string]int, at string, line int) value {
	if l, ok := lines[at]; ok {
		line = l
	}
	switch x := x.(type) {
	case map[string]any:
		v := value{kind: dict, line: line}
		for _, key := range slices.Sorted(maps.Keys(x)) {
			v.pairs = append(v.pairs, pair{clean(key), tomlValue(x[key], lines, join(at, key), line)})
		}
		slices.SortStableFunc(v.pairs, func(a, b pair) int { return a.value.line - b.value.line })
		return v
	case []map[string]any:
		v := value{kind: list, line: line}
		for i, item := range x {
			v.items = append(v.items, tomlValue(item, lines, fmt.Sprintf("%s[%d]", at, i), line))
		}
		return v
	case []any:
		v := value{kind: list, line: line}
		for _, item := range x {
			v.items = append(v.items, tomlValue(item, nil, "", line))
		}
		return v
	case time.Time:
		return value{kind: scalar, line: line, text: tomlTime(x)}
	case string:
		v := value{kind: scalar, line: line, text: clean(x)}
		if strings.Contains(x, "\n") {
			v.inline = line
		}
		return v
	default:
		return value{kind: scalar, line: line, text: fmt.Sprint(x)}
	}
}

// tomlTime writes a time as it was written: TOML has some without a zone and
// some without a clock, which the decoder marks by a location.
func tomlTime(t time.Time) string {
	switch t.Location().String() {
	case "date-local":
		return t.Format(time.DateOnly)
	case "datetime-local":
		return t.Format("2006-01-02T15:04:05")
	case "time-local":
		return t.Format(time.TimeOnly)
	default:
		return t.Format(time.RFC3339)
	}
}

// tomlLines finds the lines of keys, which the decoder does not tell: keys are
// "a.b", those of the second table of an array "a[1].b".
func tomlLines(text string, skipped int) map[string]int {
	lines := map[string]int{}
	count := map[string]int{}
	table := ""
	n := skipped
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "[["):
			name, _, _ := strings.Cut(line[2:], "]")
			name = bareKey(name)
			table = fmt.Sprintf("%s[%d]", name, count[name])
			count[name]++
			lines[table] = n
			if _, ok := lines[name]; !ok {
				lines[name] = n
			}
		case strings.HasPrefix(line, "["):
			name, _, _ := strings.Cut(line[1:], "]")
			table = bareKey(name)
			lines[table] = n
		default:
			if key, _, found := strings.Cut(line, "="); found && !strings.HasPrefix(key, "#") {
				at := join(table, bareKey(key))
				if _, ok := lines[at]; !ok {
					lines[at] = n
				}
			}
		}
	}
	return lines
}

func bareKey(s string) string { return strings.Trim(strings.TrimSpace(s), `"'`) }

func join(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}
