package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"

	"writethru/bench/process"
)

// The feed as files, which other servers serve.
const (
	plainFile   = "feed.rss"
	gzippedFile = "feed.rss.gz"
	feedPath    = "/" + plainFile
)

// nginx serves files as fast as it can: one process, nothing logged, compressed
// bytes made beforehand.
const nginxConfig = `daemon off; master_process off; worker_processes 1; worker_rlimit_nofile 20000;
pid %[1]s/nginx.pid; error_log stderr error;
events { worker_connections 12000; }
http {
	access_log off; sendfile on; tcp_nopush on; open_file_cache max=100; gzip_static on;
	keepalive_requests 1000000000; keepalive_timeout 300s;
	client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
	types { application/rss+xml rss; }
	server { listen 127.0.0.1:%[2]d; root %[1]s; }
}
`

const caddyConfig = `{
	admin off
	auto_https off
	servers {
		protocols h1 h2c
	}
}
http://127.0.0.1:%[2]d {
	root * %[1]s
	file_server {
		precompressed gzip
	}
}
`

// serverCPUs and loadCPUs keep a server and its load apart, where there is
// more than one CPU.
func serverCPUs() []int {
	if runtime.NumCPU() < 2 {
		return nil
	}
	return []int{0}
}

func loadCPUs() []int {
	if runtime.NumCPU() < 2 {
		return nil
	}
	return []int{1}
}

// A host is a program that serves the home feed.
type host struct {
	row     string
	command func(port int) process.Command
	ready   string // the path that tells whether all is served
}

// hosts sets up all servers: ours with a site, others with the bytes that ours
// serves.
func (b *bench) hosts(ctx context.Context, size int) ([]host, error) {
	s, err := b.ownServer(size)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(s.dir, "served")
	if err := os.Mkdir(dir, 0o777); err != nil {
		return nil, err
	}
	if err := b.takeFeed(ctx, s, dir); err != nil {
		return nil, err
	}
	all := []host{
		{"Writethru", s.serve, s.ready},
		{"net/http, bytes in memory", func(port int) process.Command {
			return b.bareCommand(fmt.Sprintf("127.0.0.1:%d", port), filepath.Join(dir, plainFile), filepath.Join(dir, gzippedFile))
		}, feedPath},
	}
	if t := b.tools["nginx"]; t.path != "" {
		all = append(all, host{"nginx, files", func(port int) process.Command {
			config := fmt.Sprintf(nginxConfig, dir, port)
			return process.Command{Path: t.path, Args: []string{"-p", dir, "-e", "stderr", "-c", configFile(dir, "nginx.conf", config)}}
		}, feedPath})
	}
	if t := b.tools["caddy"]; t.path != "" {
		all = append(all, host{"Caddy, files", func(port int) process.Command {
			config := fmt.Sprintf(caddyConfig, dir, port)
			return process.Command{
				Path: t.path, Args: []string{"run", "--adapter", "caddyfile", "--config", configFile(dir, "Caddyfile", config)},
				Env: []string{"XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir},
			}
		}, feedPath})
	}
	return all, nil
}

// configFile writes a configuration and returns its path. What goes wrong here
// the program tells that doesn't find it.
func configFile(dir, name, text string) string {
	path := filepath.Join(dir, name)
	_ = os.WriteFile(path, []byte(text), 0o666)
	return path
}

// run starts a host on the CPUs of servers, and waits until all is served.
func (b *bench) run(ctx context.Context, h host) (*server, error) {
	srv, err := startServer(ctx, h.row, func(port int) process.Command {
		c := h.command(port)
		c.CPUs = serverCPUs()
		return c
	})
	if err != nil {
		return nil, err
	}
	if _, err := srv.until(ctx, h.ready, b.limit, ok); err != nil {
		srv.Stop()
		return nil, err
	}
	return srv, nil
}

// takeFeed writes the feed that our server serves into a folder, plain and
// gzipped, for others to serve.
func (b *bench) takeFeed(ctx context.Context, s *site, dir string) error {
	srv, err := startServer(ctx, s.row, s.serve)
	if err != nil {
		return err
	}
	defer srv.Stop()
	if _, err := srv.until(ctx, s.ready, b.limit, ok); err != nil {
		return err
	}
	if _, err := srv.until(ctx, s.feed, b.limit, hasArticles); err != nil {
		return err
	}
	plain, err := get(ctx, srv.url(s.feed), nil)
	if err != nil {
		return err
	}
	gzipped, err := b.compressed(ctx, srv, s.feed)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, plainFile), plain.body, 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, gzippedFile), gzipped.body, 0o666)
}

// compressed asks for the gzipped feed until the server has it: compression may
// follow after the plain bytes.
func (b *bench) compressed(ctx context.Context, srv *server, path string) (a answer, err error) {
	for range 1000 {
		a, err = get(ctx, srv.url(path), map[string]string{"Accept-Encoding": "gzip"})
		if err != nil {
			return a, err
		}
		if a.status == http.StatusOK && a.header.Get("Content-Encoding") == "gzip" && !bytes.HasPrefix(a.body, []byte("<")) {
			return a, nil
		}
		if err := sleep(ctx, 10*pause); err != nil {
			return a, err
		}
	}
	return a, fmt.Errorf("%s does not answer gzipped", srv.name)
}
