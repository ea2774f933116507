package main

import (
	"path/filepath"
	"strings"

	"writethru/bench/corpus"
	"writethru/bench/process"
)

const jekyllConfig = `title: Stories
url: http://127.0.0.1
plugins: [jekyll-feed]
feed:
  posts_limit: 50
`

// jekyll sets up a site for Jekyll. It can't leave out the pages; without a
// layout they are as cheap as they can be.
func jekyll(b *bench, size int) (*site, error) {
	dates := make(map[string]string, size)
	for i := range size {
		a := corpus.Number(i)
		dates[a.Path] = a.Date.Format("2006-01-02")
	}
	// opinion/2024/name.md becomes opinion/_posts/2024-05-01-name.md
	s, err := b.newSite("jekyll", size, ".", func(name string) string {
		section, _, _ := strings.Cut(filepath.ToSlash(name), "/")
		return filepath.Join(section, "_posts", dates[filepath.ToSlash(name)]+"-"+filepath.Base(name))
	})
	if err != nil {
		return nil, err
	}
	s.program, s.row = "Jekyll", "Jekyll, home feed + pages"
	if err := s.write("_config.yml", jekyllConfig); err != nil {
		return nil, err
	}
	s.build = process.Command{Path: b.tools["jekyll"].path, Args: []string{"build", "--quiet", "--source", s.dir, "--destination", filepath.Join(s.dir, "_site")}, Dir: s.dir}
	s.state = []string{filepath.Join(s.dir, "_site"), filepath.Join(s.dir, ".jekyll-cache")}
	return s, nil
}
