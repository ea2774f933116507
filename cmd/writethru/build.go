package main

import (
	"context"
	"errors"

	"writethru/watch"
)

type buildCmd struct {
	Posts string `arg:"" optional:"" help:"The folder of articles, or a folder with a writethru.yaml. Default: the configuration's posts, then ./posts."`
	Out   string `required:"" placeholder:"DIR" help:"Write here. Files that an earlier build wrote and that no longer exist are removed."`
}

func (*buildCmd) Help() string {
	return `Examples:
  writethru build --out public                   articles in ./posts
  writethru build examples/courier --out public`
}

// Run builds once.
func (b *buildCmd) Run(ctx context.Context, p *program) error {
	c, err := p.load(b.Posts)
	if err != nil {
		return err
	}
	d, err := p.open(ctx, c)
	if err != nil {
		return err
	}
	defer d.close()
	options := watchOptions(c)
	options.Known = d.publisher.Known
	scan, err := watch.Scan(options)
	if err != nil {
		return err
	}
	if err := d.publisher.Build(ctx, scan, b.Out); err != nil {
		return err
	}
	for _, f := range d.publisher.Faults() {
		if !f.Warning {
			return errors.New("some articles have faults: their last good versions were published")
		}
	}
	return nil
}
