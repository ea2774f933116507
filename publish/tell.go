package publish

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"writethru/feedgen"
	"writethru/serve"
	"writethru/websub"
)

// hubPath is where our own hub is.
const hubPath = "/hub"

// HubURL is the address of our own hub.
func (s Settings) HubURL() string { return s.at(hubPath) }

// hubs are those that a feed names: our own one knows all feeds, the others hear
// of those of the whole publication.
func (s Settings) hubs(path string) []string {
	var hubs []string
	own, whole := subscribable(path)
	if own && s.Hub {
		hubs = append(hubs, s.HubURL())
	}
	if whole {
		hubs = append(hubs, s.Hubs...)
	}
	return hubs
}

// subscribable reports whether a path is that of a feed that changes, and
// whether that is one of the whole publication. Pages of the archive are no
// feeds to subscribe to (RFC 5005).
func subscribable(path string) (feed, whole bool) {
	name, ext, _ := strings.Cut(path[strings.LastIndex(path, "/")+1:], ".")
	if _, ok := feedgen.ParseFormat(ext); !ok {
		return false, false
	}
	folder := strings.TrimSuffix(path, name+"."+ext)
	if folder == "/" {
		whole = name == "feed" || name == "stories" || name == "updates"
		return whole, whole
	}
	if folder == promisesFolder {
		return name == "feed", false
	}
	parts := strings.Split(strings.Trim(folder, "/"), "/")
	return name == "feed" && len(parts) == 2 && slices.Contains([]string{"stories", "sections", "tags", "authors"}, parts[0]), false
}

// WholeFeeds are the addresses of the feeds of the whole publication.
func (s Settings) WholeFeeds() (urls []string) {
	for _, name := range []string{"/feed.", "/stories.", "/updates."} {
		for _, format := range feedgen.Formats {
			urls = append(urls, s.at(name+format.Ext()))
		}
	}
	return urls
}

// linkHeader is the discovery of a feed for those who read no further: all links
// in one line, since some read only one (WebSub §4).
func linkHeader(f *feedgen.Feed) string {
	var b strings.Builder
	for _, hub := range f.Hubs {
		b.WriteString("<" + hub + `>; rel="hub", `)
	}
	b.WriteString("<" + f.Self + `>; rel="self"`)
	return b.String()
}

// Topic gives the name of the feed that an address is of: see websub.Feeds.
func (p *Publisher) Topic(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(address, "#") {
		return "", false
	}
	base, err := url.Parse(p.Settings.BaseURL)
	if err != nil || u.Scheme != base.Scheme || !strings.EqualFold(u.Host, base.Host) {
		return "", false
	}
	path, below := strings.CutPrefix(u.Path, base.Path)
	if feed, _ := subscribable(path); !below || !feed {
		return "", false
	}
	return p.Settings.at(path), true
}

// Feed gives a feed as readers get it now: see websub.Feeds. A feed that has
// moved is the one that it has become.
func (p *Publisher) Feed(ctx context.Context, topic string) (websub.Feed, bool, error) {
	seq := p.seq.Load() // what is found now is not older
	for range 2 {
		r, ok, err := p.resource(ctx, topic)
		if err != nil || !ok || r.Gone {
			return websub.Feed{Seq: seq, Gone: r.Gone}, r.Gone, err
		}
		if r.Location == "" {
			return websub.Feed{Type: r.Type, Body: r.Body, Seq: seq}, true, nil
		}
		topic = r.Location
	}
	return websub.Feed{}, false, nil
}

// resource gives what the address of a feed answers with.
func (p *Publisher) resource(ctx context.Context, address string) (serve.Resource, bool, error) {
	u, err := url.Parse(address)
	if err != nil {
		return serve.Resource{}, false, err
	}
	base, err := url.Parse(p.Settings.BaseURL)
	if err != nil {
		return serve.Resource{}, false, err
	}
	path := strings.TrimPrefix(u.Path, base.Path)
	if feed, _ := subscribable(path); !feed {
		return serve.Resource{}, false, nil
	}
	if r, ok := p.Site.Lookup(path); ok {
		return r, true, nil
	}
	return p.Missing(ctx, path)
}

// renew has a folder of pages and its feed made anew when they are asked for.
func (p *Publisher) renew(folder string) {
	p.Site.InvalidatePrefix(folder)
	if p.Hub != nil {
		p.changed = append(p.changed, folder)
	}
}

// tell has the hub look at the feeds that may have changed. They can be fetched
// by now.
func (p *Publisher) tell(all bool) {
	if p.Hub == nil {
		return
	}
	topics := p.Settings.WholeFeeds()
	for _, folder := range p.changed {
		for _, format := range feedgen.Formats {
			topics = append(topics, p.Settings.at(folder+"feed."+format.Ext()))
		}
	}
	p.changed = nil
	p.Hub.Changed(topics...)
	if all {
		p.Hub.AllChanged()
	}
}
