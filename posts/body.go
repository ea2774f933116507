package posts

import "golang.org/x/net/html"

// A body is the article as trees: what Post.Blocks were taken from, and what
// they are rendered from.
type body struct {
	blocks []*html.Node          // the trees of Post.Blocks, one each
	notes  map[string]*html.Node // footnote definitions (<li>), by what cites them
}

// DropTrees leaves of the body what it says, and drops what it is rendered from,
// which is most of what a Post takes: many can be kept to be compared. Nothing can
// be rendered of it from then on.
func (p *Post) DropTrees() { p.body = body{} }
