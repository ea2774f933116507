package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"writethru/serve/pages"
)

// theme is how the pages look.
func (c *config) theme() (*pages.Theme, error) {
	dir := c.Pages.Theme
	if dir == "" || !c.Pages.Enabled {
		return pages.House(), nil
	}
	theme, err := pages.NewTheme(os.DirFS(dir))
	if err == nil {
		return theme, nil
	}
	var lines []string
	for line := range strings.Lines(err.Error()) {
		if name, _, _ := strings.Cut(line, ":"); filepath.Ext(name) == ".html" || filepath.Ext(name) == ".css" {
			line = filepath.Join(dir, line)
		}
		lines = append(lines, line)
	}
	return nil, hint(errors.New("pages.theme: "+strings.Join(lines, "")), "docs/pages.md says what a theme is made of")
}
