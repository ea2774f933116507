package watch

import (
	"path"
	"strings"
)

// swapped is the symlink that Kubernetes replaces to change all files of a
// ConfigMap or a projected volume at once. The files themselves are symlinks
// through it, and no event names them.
const swapped = "..data"

// hidden reports whether a component of name starts with a dot.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
}

// ignored reports whether name is hidden or is one of the temporary files with
// which editors and tools save.
func ignored(name string) bool {
	if hidden(name) {
		return true
	}
	base := path.Base(name)
	switch {
	case base == "4913", // vim tries whether it can write here
		strings.HasSuffix(base, "~"),                                 // backups of vim and emacs
		strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#"), // emacs
		strings.HasSuffix(base, ".swp"),                              // vim
		strings.HasSuffix(base, ".tmp"),
		strings.Contains(base, "___jb_"): // JetBrains
		return true
	}
	return false
}
