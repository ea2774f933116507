package posts

import (
	"io/fs"
	"path"
	"strings"
)

// extensions are those of articles; where a bundle has several index files,
// the first in this order is the article.
var extensions = [...]string{".md", ".markdown", ".html", ".htm", ".txt"}

// Match reports whether a file of this name could be an article or a part of
// one. Names are slash-separated and relative to the posts folder. Hidden and
// temporary files, section pages (_index.md), the folders that site generators
// keep their own things in (_layouts, _site) and the README at the root are not.
func Match(name string) bool {
	if !fs.ValidPath(name) || name == "." || !hasExtension(name) {
		return false
	}
	dir, base := path.Split(name)
	for elem := range strings.SplitSeq(strings.TrimSuffix(dir, "/"), "/") {
		if elem == "_posts" || elem == "_drafts" {
			continue
		}
		if strings.HasPrefix(elem, ".") || strings.HasPrefix(elem, "_") || elem == "node_modules" {
			return false
		}
	}
	if dir == "" && strings.EqualFold(strings.TrimSuffix(base, path.Ext(base)), "readme") {
		return false
	}
	return !strings.HasPrefix(base, ".") && !strings.HasPrefix(base, "_") && !temporary(base)
}

// temporary reports whether editors make files of this name for a moment.
func temporary(base string) bool {
	return strings.HasPrefix(base, "#") || strings.HasPrefix(base, "~") || strings.HasPrefix(base, "___jb_")
}

func hasExtension(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	for _, e := range extensions {
		if ext == e {
			return true
		}
	}
	return false
}

// Article says which article the file belongs to: the file itself, or
// "dir/index.*" when it is a part of a bundle ("dir/update-*.md",
// "dir/updates/*.md"). It is not ok for a file that is no article.
func Article(fsys fs.FS, name string) (article string, ok bool) {
	if !Match(name) {
		return "", false
	}
	dir, bundled := bundleOf(name)
	if !bundled {
		return name, true
	}
	for _, ext := range extensions {
		index := path.Join(dir, "index"+ext)
		if info, err := fs.Stat(fsys, index); err == nil && info.Mode().IsRegular() {
			return index, true
		}
	}
	return name, true
}

// bundleOf gives the folder of the bundle that a file of this name is in, if
// that folder has an index file.
func bundleOf(name string) (dir string, ok bool) {
	dir, base := path.Dir(name), path.Base(name)
	if path.Base(dir) == "updates" {
		dir = path.Dir(dir)
	} else if !isIndex(base) && !isUpdate(base) {
		return "", false
	}
	// The posts folder itself is no bundle: its index.md is one article of many.
	return dir, dir != "."
}

func isIndex(base string) bool {
	return hasExtension(base) && strings.TrimSuffix(base, path.Ext(base)) == "index"
}

func isUpdate(base string) bool { return strings.HasPrefix(base, "update-") && hasExtension(base) }
