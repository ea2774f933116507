package main

// peers are the other programs that make feeds of articles.
var peers = []struct {
	tool    string
	watches bool // its server watches the articles
	site    func(b *bench, size int) (*site, error)
}{
	{"hugo", true, func(b *bench, size int) (*site, error) { return hugo(b, size, false) }},
	{"hugo", false, func(b *bench, size int) (*site, error) { return hugo(b, size, true) }},
	{"eleventy", true, eleventy},
	{"jekyll", false, jekyll},
}

// builders are the sites of all programs that make files, ours first.
func (b *bench) builders(size int) ([]*site, error) {
	feeds, err := b.own(size, true)
	if err != nil {
		return nil, err
	}
	all, err := b.own(size, false)
	if err != nil {
		return nil, err
	}
	return b.withPeers([]*site{feeds, all}, size, false)
}

// watchers are the sites of all programs that serve what they watch, ours first.
func (b *bench) watchers(size int) ([]*site, error) {
	s, err := b.ownServer(size)
	if err != nil {
		return nil, err
	}
	return b.withPeers([]*site{s}, size, true)
}

// withPeers adds the sites of others that are installed.
func (b *bench) withPeers(sites []*site, size int, watching bool) ([]*site, error) {
	if size > b.peersUpTo {
		return sites, nil
	}
	for _, p := range peers {
		if b.tools[p.tool].path == "" || watching && !p.watches {
			continue
		}
		s, err := p.site(b, size)
		if err != nil {
			return nil, err
		}
		sites = append(sites, s)
	}
	return sites, nil
}
