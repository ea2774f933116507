package posts

import "golang.org/x/net/html"

// A body is the article as trees: what Post.Blocks were taken from, and what
// they are rendered from.
type body struct {
	blocks []*html.Node          // the trees of Post.Blocks, one each
	notes  map[string]*html.Node // footnote definitions (<li>), by what cites them
}
