package moving

import (
	"io/fs"
	"path"
	"strings"

	"writethru/posts"
)

// Articles reads all articles of a folder, in the order of their names. One
// that has faults is left out.
func Articles(fsys fs.FS, parser posts.Parser) ([]*posts.Post, error) {
	var all []*posts.Post
	seen := map[string]bool{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(path.Base(name), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !posts.Match(name):
			return nil
		}
		article, ok := posts.Article(fsys, name)
		if !ok || seen[article] {
			return nil
		}
		seen[article] = true
		files, err := posts.Load(fsys, article)
		if err != nil {
			return err
		}
		if post, _ := parser.Parse(files); post != nil {
			all = append(all, post)
		}
		return nil
	})
	return all, err
}
