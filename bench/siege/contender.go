//go:build linux

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"writethru/bench/attack"
	"writethru/bench/process"
)

// A contender is a way to bring a folder of articles to readers.
type contender struct {
	name  string
	own   bool
	dir   string
	site  attack.Site
	pages []string                              // of articles that are full of scripts
	build func() process.Command                // makes what is served; nil: who serves watches
	serve func(addr string) process.Command     // serves
	extra func(context.Context) (func(), error) // what must run beside; nil: nothing
	ready string                                // the path that tells whether all is served; empty if there is none
	entry func(slug string) string              // the path of an article's page
}

// posts is the folder of its articles.
func (c *contender) posts() string { return filepath.Join(c.dir, "posts") }

// A server is a contender that runs.
type server struct {
	*process.Process
	*contender
	site attack.Site
	done func()
}

// patience is how long a program may take for what it should do at once.
const patience = 30 * time.Second

// start makes what is to be served, and serves it.
func (s *siege) start(ctx context.Context, c *contender) (*server, error) {
	if err := c.publish(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	done := func() {}
	if c.extra != nil {
		var err error
		if done, err = c.extra(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	addr, err := freeAddress()
	if err != nil {
		done()
		return nil, err
	}
	command := c.serve(addr)
	command.CPUs = []int{0} // what attacks has the others
	p, err := process.Start(ctx, command)
	if err != nil {
		done()
		return nil, err
	}
	v := &server{Process: p, contender: c, site: c.site, done: done}
	v.site.Addr = addr
	if err := v.await(ctx, cmp.Or(c.ready, c.site.Feed), func(status int, _ string) bool { return status == http.StatusOK }); err != nil {
		v.stop()
		return nil, fmt.Errorf("%s: %w: %s", c.name, err, p.Said())
	}
	return v, nil
}

// stop ends the server and what runs beside.
func (v *server) stop() {
	v.Stop()
	v.done()
}

// publish makes what is served from the articles.
func (c *contender) publish(ctx context.Context) error {
	if c.build == nil {
		return nil
	}
	_, err := process.Run(ctx, c.build(), 5*time.Minute)
	return err
}

// fetch asks for a path, as a reader.
func (v *server) fetch(ctx context.Context, path string) (int, string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+v.site.Addr+path, nil)
	if err != nil {
		return 0, "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

// await asks for a path until the answer is as wanted.
func (v *server) await(ctx context.Context, path string, wanted func(status int, body string) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if status, body, err := v.fetch(ctx, path); err == nil && wanted(status, body) {
			return nil
		}
		if err := v.Err(); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%s is not as wanted in %s", path, patience)
		}
	}
}

// folder makes a folder for a contender, with the hostile articles in it.
func (s *siege) folder(name string) (string, error) {
	dir, err := os.MkdirTemp(s.dir, name+"-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

// hostileFolder makes one with hostile articles in it.
func (s *siege) hostileFolder(name string) (string, error) {
	dir, err := s.folder(name)
	if err != nil {
		return "", err
	}
	return dir, attack.Folder(dir)
}

func write(dir, name, text string) error {
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}
