package main

import (
	"context"
	"net"
	"net/http"

	"golang.org/x/sync/errgroup"

	"writethru/cmd/writethru/metrics"
	"writethru/publish"
	"writethru/serve"
	"writethru/serve/audience"
	"writethru/watch"
	"writethru/websub"
)

// Parts are what runs while a publication is served, put together.
type parts struct {
	publisher *publish.Publisher
	watcher   *watch.Watcher
	hub       *websub.Hub        // nil: nobody is told of feeds
	readers   *audience.Recorder // nil: they are not counted
	answers   http.Handler       // to readers and operators
	figures   http.Handler       // to who monitors
}

// assemble puts the parts of an open publication together. ctx is that of the
// run: /readyz asks the journal in it.
func (p *program) assemble(ctx context.Context, c config, d *desk) (*parts, error) {
	options := watchOptions(c)
	options.Known = d.publisher.Known
	all := &parts{publisher: d.publisher, watcher: watch.New(options), hub: p.hub(c, d), readers: p.recorder(c, d.store)}
	d.publisher.Hub, d.publisher.Webhook = all.hub, webhook(c)
	notFound, err := d.publisher.NotFound()
	if err != nil {
		return nil, err
	}
	answers := serve.Options{
		Now:      p.now,
		Log:      p.log,
		Limits:   c.limits(),
		Missing:  d.publisher.Missing,
		NotFound: notFound,
		Ready:    func() error { return d.publisher.Ready(ctx) },
		Classes:  metrics.Classes,
		Class:    metrics.Class,
		Counters: new(serve.Counters),
	}
	sources := metrics.Sources{
		Version: version(),
		Now:     p.now,
		Ready:   answers.Ready,
		Watch:   all.watcher.Status,
		Publish: d.publisher.Stats,
		Desk:    d.publisher.DeskStats,
		Serve:   answers.Counters.Stats,
		Journal: d.store,
		Hub:     all.hub,
		Data:    c.dataDir(),
	}
	if all.readers != nil {
		answers.Answered, sources.Audience = all.readers.Answered, all.readers.Snapshot
	}
	all.figures = metrics.Handler(sources)
	answers.Routes = p.routes(c, d, all)
	all.answers = serve.Handler(d.site, answers)
	return all, nil
}

// routes are the paths that are answered in place of the site: the hub's, and
// those of operators.
func (p *program) routes(c config, d *desk, all *parts) map[string]http.Handler {
	routes := map[string]http.Handler{
		"/-/rescan": serve.Rescan(all.watcher.Rescan),
		"/-/held":   d.publisher.Desk(),
		conditionAt: condition(d.publisher),
		"/metrics":  all.figures,
	}
	if all.readers != nil {
		page := &audiencePage{p, all.readers, d}
		routes["/audience"], routes["/audience.json"] = page, page
	}
	for path, h := range routes {
		routes[path] = serve.Guarded(c.Token, h)
	}
	if c.WebSub.Hub {
		routes["/hub"] = all.hub
	}
	return routes
}

// run runs all parts until one fails or ctx is done. scrapes may be nil.
func (p *program) run(ctx context.Context, all *parts, ln, scrapes net.Listener) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return serve.Serve(ctx, ln, all.answers, serve.ServerOptions{Now: p.now, Log: p.log}) })
	g.Go(func() error { return all.publisher.Run(ctx, all.watcher) })
	if scrapes != nil {
		g.Go(func() error { return p.scraped(ctx, scrapes, all.figures) })
	}
	if all.hub != nil {
		g.Go(func() error { return all.hub.Run(ctx) })
	}
	if all.readers != nil {
		g.Go(func() error { return all.readers.Run(ctx) })
		defer p.keepAudience(all.readers)
	}
	return g.Wait()
}
