package posts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlLine is how the YAML library says where something is wrong.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// readYAML reads front matter in YAML. The text's first line is line skipped+1
// of the file.
func readYAML(file, text string, skipped int) (value, []Fault) {
	if v, ok := plainYAML(text, skipped); ok {
		return v, nil
	}
	return parseYAML(file, text, skipped)
}

func parseYAML(file, text string, skipped int) (value, []Fault) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		msg := err.Error()
		line := skipped + 1
		if m := yamlLine.FindStringSubmatch(msg); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil {
				line = skipped + n
			}
			msg = msg[len(m[0]):]
		}
		return value{}, []Fault{{File: file, Line: line, What: "front matter: " + clean(msg), Want: "YAML"}}
	}
	if len(doc.Content) == 0 {
		return value{}, nil
	}
	c := yamlConverter{file: file, skipped: skipped}
	v := c.convert(doc.Content[0], 0)
	if v.kind != dict && v.kind != null && len(c.faults) == 0 {
		c.faults = append(c.faults, Fault{File: file, Line: v.line, What: "front matter: " + v.word(), Want: "keys and values"})
	}
	return v, c.faults
}

// A yamlConverter turns nodes into values, and counts them: an alias is small
// to write and large to follow.
type yamlConverter struct {
	file    string
	skipped int
	count   int
	faults  []Fault
}

func (c *yamlConverter) convert(n *yaml.Node, depth int) value {
	if c.count++; c.count == maxValues || depth == 100 {
		c.faults = append(c.faults, Fault{File: c.file, Line: c.skipped + n.Line, What: "front matter too large", Want: fmt.Sprintf("at most %d values", maxValues)})
	}
	v := value{line: c.skipped + n.Line}
	if c.count >= maxValues || depth >= 100 {
		return v
	}
	switch n.Kind {
	case yaml.AliasNode:
		v = c.convert(n.Alias, depth+1)
		v.line = c.skipped + n.Line
	case yaml.SequenceNode:
		v.kind = list
		for _, item := range n.Content {
			v.items = append(v.items, c.convert(item, depth+1))
		}
	case yaml.MappingNode:
		v.kind = dict
		c.convertPairs(&v, n, depth)
	default:
		if n.Tag == "!!null" {
			return v
		}
		v.kind, v.text = scalar, clean(n.Value)
		if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			v.inline = v.line
		}
	}
	return v
}

func (c *yamlConverter) convertPairs(v *value, n *yaml.Node, depth int) {
	seen := make(map[string]int, len(n.Content)/2)
	var merged []pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, line := n.Content[i].Value, c.skipped+n.Content[i].Line
		if key == "<<" {
			merged = append(merged, c.convert(n.Content[i+1], depth+1).pairs...)
			continue
		}
		name := strings.ToLower(key)
		if first, dup := seen[name]; dup {
			c.faults = append(c.faults, Fault{File: c.file, Line: line, What: fmt.Sprintf("key %q again", key), Want: fmt.Sprintf("it once: it is in line %d too", first)})
			continue
		}
		seen[name] = line
		v.pairs = append(v.pairs, pair{key, c.convert(n.Content[i+1], depth+1)})
	}
	for _, p := range merged {
		if _, own := seen[strings.ToLower(p.key)]; !own {
			v.pairs = append(v.pairs, p)
		}
	}
}
