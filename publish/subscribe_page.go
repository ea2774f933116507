package publish

import (
	"bytes"
	"time"

	"writethru/serve"
	"writethru/serve/pages"
)

// subscribePage tells of all feeds.
func (p *Publisher) subscribePage() (serve.Resource, error) {
	topics := p.topics()
	page := pages.SubscribePage{Publication: topics.Publication, Topics: topics, OPML: p.Settings.at("/feeds.opml")}
	p.mu.RLock()
	for _, in := range profiles {
		o := pages.Offer{ID: [...]string{"feed", "stories", "updates"}[in], Title: p.titles(in), Entries: len(p.shown(in))}
		o.Feeds = p.feedsAt(p.feedPath(in), o.Title)
		if changed := p.index.changed[in]; changed > 0 {
			o.Changed = time.UnixMilli(changed).UTC()
		}
		page.Offers = append(page.Offers, o)
	}
	p.mu.RUnlock()
	var b bytes.Buffer
	err := p.theme().Subscribe(&b, page)
	return p.listing(&b), err
}
