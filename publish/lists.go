package publish

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"writethru/feedgen"
	"writethru/journal"
	"writethru/serve"
)

// The media types of the lists.
const (
	typeOPML = "text/x-opml; charset=utf-8"
	typeXML  = "application/xml; charset=utf-8"
)

// ageList is how long caches may use lists without asking.
const ageList = time.Hour

// headings are what lists of feeds call the kinds of groups.
var headings = map[journal.LabelKind]string{
	journal.SectionLabel: "Sections", journal.TagLabel: "Tags", journal.AuthorLabel: "Authors",
}

// opml lists all feeds, for feed readers to import.
func (p *Publisher) opml() (serve.Resource, error) {
	home := p.Settings.home()
	list := &feedgen.SubscriptionList{Title: p.Settings.Title, Owner: p.Settings.Author}
	var top feedgen.SubscriptionGroup
	for _, in := range profiles {
		top.Feeds = append(top.Feeds, feedgen.Subscription{
			Title: p.describe(in, nil).Title, URL: p.Settings.at(p.feedPath(in) + feedgen.RSS.Ext()), Home: home,
			Description: p.Settings.Description, Language: p.Settings.Language,
		})
	}
	p.mu.RLock()
	changed := p.index.changed[feed]
	groups := p.index.listed()
	p.mu.RUnlock()
	list.Groups = append(list.Groups, top)
	for _, kind := range kinds {
		folder := feedgen.SubscriptionGroup{Title: headings[kind]}
		for _, g := range groups {
			if g.kind == kind {
				folder.Feeds = append(folder.Feeds, feedgen.Subscription{
					Title: p.titleOf(g), URL: p.Settings.at(g.path() + "feed." + feedgen.RSS.Ext()), Home: home, Language: p.Settings.Language,
				})
			}
		}
		list.Groups = append(list.Groups, folder)
	}
	list.Groups = append(list.Groups, feedgen.SubscriptionGroup{Title: "For editors", Feeds: []feedgen.Subscription{{
		Title: p.promisesTitle(), URL: p.Settings.at(promisesFolder + "feed." + feedgen.RSS.Ext()),
		Home: p.Settings.at(promisesPath), Language: p.Settings.Language,
	}}})
	b, err := feedgen.OPML(list)
	return serve.Resource{Type: typeOPML, Body: b, Modified: p.modified(changed), MaxAge: ageList}, err
}

// listed are the groups that have entries, in order. The index has to be locked
// for reading.
func (x *index) listed() []group {
	var out []group
	for _, g := range x.groups {
		if g.order.len() > 0 {
			out = append(out, *g)
		}
	}
	slices.SortFunc(out, func(a, b group) int { return strings.Compare(a.path(), b.path()) })
	return out
}

// sitemap makes the sitemap, or of a site that is too large for one, the index
// and its parts (sitemaps.org): "/sitemap.xml", "/sitemap-1.xml" … It is not ok
// for a part that there is not.
func (p *Publisher) sitemap(at string) (r serve.Resource, ok bool, err error) {
	p.mu.RLock()
	changed := p.index.changed[feed]
	p.mu.RUnlock()
	r = serve.Resource{Type: typeXML, Modified: p.modified(changed), MaxAge: ageList}
	number, numbered := strings.CutPrefix(strings.TrimSuffix(at, ".xml"), "/sitemap-")
	n, _ := strconv.Atoi(number) // 0: no part
	var parts []feedgen.Page
	for s, err := range feedgen.Sitemaps(p.pages()) {
		if err != nil {
			p.Log.Warn("page left out of the sitemap", "error", err, "advice", "run writethru journal verify")
			continue
		}
		parts = append(parts, feedgen.Page{URL: p.Settings.at(sitemapPath(len(parts) + 1)), Modified: s.Modified})
		if len(parts) == max(n, 1) {
			r.Body = s.Bytes
		}
	}
	if numbered {
		return r, number == strconv.Itoa(n) && n <= len(parts) && len(parts) > 1, nil
	}
	if len(parts) > 1 {
		r.Body, err = feedgen.SitemapIndex(parts)
	}
	return r, true, err
}

func sitemapPath(n int) string { return fmt.Sprintf("/sitemap-%d.xml", n) }

// pages are the pages of the site: the lists, those of stories that are not
// shown elsewhere, in the order of the archive, and those of topics. So the parts
// of a large sitemap stay what they are, but for the last ones.
func (p *Publisher) pages() iter.Seq[feedgen.Page] {
	type story struct {
		slug     string
		modified int64
	}
	var all []story
	p.mu.RLock()
	groups := p.index.listed()
	if p.Settings.ArticleURL == "" {
		for _, slot := range p.index.archive.slots {
			if s := p.index.archive.story(slot); slot.n == 0 && !s.withdrawn && !s.elsewhere {
				all = append(all, story{s.slug, s.modified})
			}
		}
	}
	p.mu.RUnlock()
	return func(yield func(feedgen.Page) bool) {
		if p.Settings.NoPages {
			return
		}
		for _, at := range append(slices.Clone(lists), promisesPath) {
			if !yield(feedgen.Page{URL: p.Settings.at(at)}) {
				return
			}
		}
		for _, s := range all {
			if !yield(feedgen.Page{URL: p.Settings.at(storyPath(s.slug)), Modified: time.Unix(s.modified, 0).UTC()}) {
				return
			}
		}
		for _, g := range groups {
			if !yield(feedgen.Page{URL: p.Settings.at(g.path()), Modified: time.UnixMilli(g.changed).UTC()}) {
				return
			}
		}
	}
}
