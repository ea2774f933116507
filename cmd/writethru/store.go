package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"writethru/journal"
	"writethru/journal/jetstream"
	"writethru/journal/sqlite"
)

// inCluster reports whether a store's URL is that of a cluster, which many
// processes share.
func inCluster(url string) bool {
	return strings.HasPrefix(url, "nats://") || strings.HasPrefix(url, "tls://")
}

// published reports whether there is a journal that can be served while the
// posts folder is away.
func (c *config) published() bool {
	if inCluster(c.Store) {
		return true
	}
	_, err := os.Stat(filepath.Join(c.dataDir(), sqlite.FileName))
	return err == nil
}

// shown is a store's URL as people may see it: without the user and password of
// a cluster.
func shown(url string) string {
	if i := strings.LastIndexByte(url, '@'); i >= 0 && inCluster(url) {
		scheme, _, _ := strings.Cut(url, "://")
		return scheme + "://…@" + url[i+1:]
	}
	return url
}

// checkStore says what is wrong with a store's URL.
func checkStore(url string) error {
	switch {
	case inCluster(url):
		return jetstream.Check(url)
	case strings.HasPrefix(url, "sqlite:") && url != "sqlite:":
		return nil
	}
	return errors.New("want sqlite:DIR or nats://HOST,HOST,HOST")
}

// journalURL is the URL of the publication's journal.
func (c *config) journalURL() string {
	if inCluster(c.Store) {
		return c.Store
	}
	return "sqlite:" + c.dataDir()
}

// journal opens the journal that a URL names.
func (p *program) journal(ctx context.Context, url string, mode sqlite.Mode) (journal.Store, error) {
	if err := checkStore(url); err != nil {
		return nil, fmt.Errorf("store %q: %w", shown(url), err)
	}
	if dir, ok := strings.CutPrefix(url, "sqlite:"); ok {
		store, err := sqlite.Open(ctx, dir, sqlite.Options{Mode: mode})
		if errors.Is(err, journal.ErrDamaged) {
			return nil, hint(err, "writethru journal rebuild FEED... makes a journal of what is good, the articles and the published feeds")
		}
		if err != nil {
			return nil, err // not a nil *sqlite.Store in an interface
		}
		return store, nil
	}
	store, err := jetstream.Open(ctx, url, jetstream.Options{
		Existing: mode != sqlite.Publish,
		Lost: func(err error) {
			p.log.Warn("connection to the cluster lost: what is published is served on", "error", err, "advice", "look at its servers: nothing is recorded until most of them answer. It connects again by itself")
		},
		Back: func() { p.log.Info("connection to the cluster is back") },
	})
	if err != nil {
		return nil, err
	}
	return store, nil
}
