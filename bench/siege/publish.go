//go:build linux

package main

import (
	"bytes"
	_ "embed" // for what follows
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"
)

//go:embed faults.md
var document string

// publish writes the document with what was found.
func (s *siege) publish(found map[string]table) error {
	t, err := template.New("faults.md").Funcs(template.FuncMap{
		"table": func(part string) (string, error) {
			t, ok := found[part]
			if !ok {
				return "", fmt.Errorf("no part is called %q", part)
			}
			return strings.TrimSpace(t.markdown()), nil
		},
		"versions": s.versions,
		"options":  func() extent { return s.extent },
		"figure":   figure,
	}).Parse(document)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, time.Now().UTC().Format("2 January 2006")); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.docs, "faults.md"), b.Bytes(), 0o644)
}

// versions names the programs that took part, and what others could not.
func (s *siege) versions() string {
	var there, missing []string
	for _, k := range known {
		if t := s.tools[k.name]; t.path != "" {
			there = append(there, k.title+" "+t.version)
		} else {
			missing = append(missing, k.title)
		}
	}
	text := strings.Join(there, ", ")
	if len(missing) > 0 {
		text += "; not installed, and so without a row: " + strings.Join(missing, ", ")
	}
	return text
}
