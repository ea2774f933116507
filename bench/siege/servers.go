//go:build linux

package main

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"

	"writethru/bench/process"
)

// debianConnections is what a worker of nginx may have at once, as Debian
// configures it.
const debianConnections = 768

// manyConnections is what an operator may allow who has read its manual.
const manyConnections = 20_000

// nginxConfig is Debian's nginx.conf and its site "default", but for where things
// are and what is logged.
const nginxConfig = `daemon off; %[4]s
worker_processes auto; worker_rlimit_nofile 20000; pid %[1]s/nginx.pid; error_log stderr crit;
events { worker_connections %[3]d; }
http {
	sendfile on; tcp_nopush on; types_hash_max_size 2048;
	include /etc/nginx/mime.types; default_type application/octet-stream;
	access_log off; gzip on;
	client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
	server {
		listen %[2]s default_server;
		root %[1]s/public; index index.html index.htm; server_name _;
		location / { try_files $uri $uri/ =404; }
	}
}
`

const caddyConfig = `{
	admin off
	auto_https off
}
http://:%[2]s {
	bind %[3]s
	root * %[1]s/public
	file_server
	encode gzip
}
`

// nginx serves the folder "public".
func (s *siege) nginx(dir, addr string, connections int) process.Command {
	who := "user root; master_process off;" // root of its namespace, which has nobody else
	if superuser() {
		who = "user root;"
		if _, err := user.Lookup("www-data"); err == nil {
			who = "user www-data;"
		}
	}
	config := configFile(dir, "nginx.conf", fmt.Sprintf(nginxConfig, dir, addr, connections, who))
	return process.Command{Path: s.tools["nginx"].path, Args: []string{"-p", dir, "-e", "stderr", "-c", config}}
}

// caddy serves the folder "public".
func (s *siege) caddy(dir, addr string) process.Command {
	host, port := split(addr)
	config := configFile(dir, "Caddyfile", fmt.Sprintf(caddyConfig, dir, port, host))
	return process.Command{
		Path: s.tools["caddy"].path, Args: []string{"run", "--adapter", "caddyfile", "--config", config},
		Env: []string{"XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir},
	}
}

// configFile writes a configuration and returns its path. What goes wrong here
// the program tells that doesn't find it.
func configFile(dir, name, text string) string {
	path := filepath.Join(dir, name)
	_ = os.WriteFile(path, []byte(text), 0o644)
	return path
}
