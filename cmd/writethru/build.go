package main

import (
	"context"
	"errors"

	"writethru/feedgen"
	"writethru/publish"
	"writethru/watch"
)

type buildCmd struct {
	Posts   string   `arg:"" optional:"" help:"The folder of articles, or a folder with a writethru.yaml. Default: the configuration's posts, then ./posts."`
	Out     string   `required:"" placeholder:"DIR" help:"Write here. Files that an earlier build wrote and that this one does not are removed."`
	Only    []string `placeholder:"PART" enum:"feeds,sections,tags,authors,archive,stories,topics,lists" help:"Write only these parts: feeds, sections, tags, authors, archive, stories, topics, lists."`
	Formats []string `placeholder:"FORMAT" enum:"rss,atom,json" help:"Write feeds only in these formats: rss, atom, json."`
}

func (*buildCmd) Help() string {
	return `Examples:
  writethru build --out public                           articles in ./posts
  writethru build examples/courier --out public
  writethru build --only feeds,tags --formats rss --out public`
}

// Run builds once.
func (b *buildCmd) Run(ctx context.Context, p *program) error {
	c, err := p.load(b.Posts)
	if err != nil {
		return err
	}
	c.WebSub.Hub, c.WebSub.Hubs = false, nil // files tell nobody
	d, err := p.open(ctx, c)
	if err != nil {
		return err
	}
	defer d.close()
	look := func(ctx context.Context) (watch.Batch, error) {
		options := watchOptions(c)
		options.Known = d.publisher.Known
		return watch.Scan(ctx, options)
	}
	scan, err := look(ctx)
	if err != nil {
		return err
	}
	build := publish.Build{Out: b.Out, Rescan: look}
	for _, part := range b.Only {
		build.Parts = append(build.Parts, publish.BuildPart(part))
	}
	for _, ext := range b.Formats {
		format, _ := feedgen.ParseFormat(ext) // kong has checked it
		build.Formats = append(build.Formats, format)
	}
	if err := d.publisher.Build(ctx, scan, build); err != nil {
		return err
	}
	for _, f := range d.publisher.Faults() {
		if !f.Warning {
			return errors.New("some articles have faults: their last good versions were published")
		}
	}
	return nil
}
