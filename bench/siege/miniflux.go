//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"time"

	"writethru/bench/attack"
	"writethru/bench/process"
)

// Miniflux reads feeds and publishes none: what strangers can reach is its page
// to log in.
var minifluxSite = attack.Site{
	Feed: "/", Story: "/feed/flood/", Drafts: "/feed/draft/",
	Folders: []string{"/", "/feed/", "/stylesheets/", "/js/", "/icon/"},
	Shared:  []string{"/", "/healthcheck", "/robots.txt", "/manifest.json", "/feeds", "/v1/me", "/none", "/unread", "/fever/", "/reader/api/0/", "/settings", "/hub"},
	Private: []string{"miniflux.conf", "data/PG_VERSION"},
}

const minifluxUser, minifluxPassword = "siege", "only-for-this-run"

// hasMiniflux says whether it can be run here: PostgreSQL does not run as root,
// and who is root in a namespace of its own alone can't become somebody else.
func (s *siege) hasMiniflux() bool { return s.has("miniflux", "postgres") && superuser() }

// miniflux is a server of Miniflux, with a database of its own.
func (s *siege) miniflux() (*contender, error) {
	dir, err := s.hostileFolder("miniflux")
	if err != nil {
		return nil, err
	}
	c := &contender{name: "Miniflux", dir: dir, site: minifluxSite}
	c.extra = func(ctx context.Context) (func(), error) { return s.database(ctx, dir) }
	c.serve = func(addr string) process.Command {
		return process.Command{Path: s.tools["miniflux"].path, Env: []string{
			"LISTEN_ADDR=" + addr, "DATABASE_URL=user=postgres dbname=postgres sslmode=disable host=" + dir,
			"RUN_MIGRATIONS=1", "CREATE_ADMIN=1", "ADMIN_USERNAME=" + minifluxUser, "ADMIN_PASSWORD=" + minifluxPassword,
			"FETCHER_ALLOW_PRIVATE_NETWORKS=1", "LOG_LEVEL=error",
		}}
	}
	return c, nil
}

// database runs PostgreSQL in a folder. It refuses to run as root.
func (s *siege) database(ctx context.Context, dir string) (func(), error) {
	postgres, err := filepath.EvalSymlinks(s.tools["postgres"].path)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	if err := giveTo("postgres", dir); err != nil {
		return nil, err
	}
	command := func(args ...string) process.Command {
		return process.Command{Path: "runuser", Args: append([]string{"-u", "postgres", "--"}, args...), Dir: dir}
	}
	if _, err := os.Stat(data); err != nil { // it is there when the same contender starts again
		initdb := command(filepath.Join(filepath.Dir(postgres), "initdb"), "-D", data, "-A", "trust", "-U", "postgres")
		if _, err := process.Run(ctx, initdb, time.Minute); err != nil {
			return nil, err
		}
	}
	p, err := process.Start(ctx, command(postgres, "-D", data, "-k", dir, "-c", "listen_addresses="))
	if err != nil {
		return nil, err
	}
	ready := command(filepath.Join(filepath.Dir(postgres), "pg_isready"), "-h", dir)
	for range 100 {
		if _, err = process.Run(ctx, ready, 10*time.Second); err == nil {
			return func() { p.Stop() }, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.Stop()
	return nil, err
}

func giveTo(name, dir string) error {
	u, err := user.Lookup(name)
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return err
	}
	return os.Chown(dir, uid, -1)
}

// An article is an entry as Miniflux shows it.
type article struct{ Title, URL, Content string }

// read subscribes to a feed and returns what its reader is shown.
func (v *server) read(ctx context.Context, feed string) ([]article, error) {
	var created struct {
		ID int `json:"feed_id"`
	}
	if err := v.call(ctx, http.MethodPost, "/v1/feeds", map[string]any{"feed_url": feed}, &created); err != nil {
		return nil, err
	}
	var shown struct{ Entries []article }
	err := v.call(ctx, http.MethodGet, fmt.Sprintf("/v1/feeds/%d/entries", created.ID), nil, &shown)
	return shown.Entries, err
}

func (v *server) call(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+v.site.Addr+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.SetBasicAuth(minifluxUser, minifluxPassword)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, b)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(b, out)
}
