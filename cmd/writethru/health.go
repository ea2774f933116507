package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// release is set when a release is built: go build -ldflags "-X main.release=v1.2.3".
var release string

// version is the release, or what Go knows of the build.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

type versionCmd struct{}

// Run prints the version.
func (*versionCmd) Run(p *program) error {
	_, err := fmt.Fprintln(p.stdout, "writethru", version())
	return err
}

// reached is where a process that listens as configured is reached from this
// machine.
func (c *config) reached() (string, error) {
	host, port, err := net.SplitHostPort(c.Listen)
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port), err
}

type healthcheckCmd struct{}

// Run asks the publisher that listens where the configuration says whether it
// is ready.
func (*healthcheckCmd) Run(ctx context.Context, p *program) error {
	c, err := p.load("")
	if err != nil {
		return err
	}
	host, err := c.reached()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+host+"/readyz", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("not reached: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", strings.TrimSpace(string(body)))
	}
	return nil
}
