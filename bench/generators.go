package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"writethru/bench/load"
	"writethru/bench/process"
)

// What load generators say: how many requests, and in how many seconds.
var (
	wrkSays    = generatorSays{regexp.MustCompile(`(\d+) requests in`), regexp.MustCompile(`requests in ([\d.]+)s`), regexp.MustCompile(`Non-2xx|Socket errors`)}
	h2loadSays = generatorSays{regexp.MustCompile(`(\d+) succeeded`), regexp.MustCompile(`finished in ([\d.]+)s`), regexp.MustCompile(`[1-9]\d* (failed|errored|timeout|4xx|5xx)`)}
)

type generatorSays struct{ requests, seconds, errors *regexp.Regexp }

// load makes a request again and again, with wrk if there is one.
func (b *bench) load(ctx context.Context, r load.Request) (load.Counts, error) {
	wrk := b.tools["wrk"]
	if wrk.path == "" {
		c, err := b.loadCommand(r, connections, b.options.load)
		if err != nil {
			return load.Counts{}, err
		}
		return b.generate(ctx, c, func(said string) (counts load.Counts, err error) {
			return counts, json.Unmarshal([]byte(said), &counts)
		})
	}
	return b.generate(ctx, process.Command{Path: wrk.path, Args: b.loadArgs("-d", r)}, wrkSays.read)
}

// load2 does the same over HTTP/2 without TLS, if the server speaks it.
func (b *bench) load2(ctx context.Context, r load.Request) (load.Counts, error) {
	h2load := b.tools["h2load"]
	if h2load.path == "" {
		return load.Counts{}, &unavailableError{"h2load"}
	}
	if err := speaks2(ctx, "http://"+r.Addr+r.Path); err != nil {
		return load.Counts{}, &unavailableError{"HTTP/2 without TLS"}
	}
	return b.generate(ctx, process.Command{Path: h2load.path, Args: b.loadArgs("-D", r)}, h2loadSays.read)
}

// loadArgs are the arguments that wrk and h2load have in common: one thread,
// connections, how long, headers, the address.
func (b *bench) loadArgs(during string, r load.Request) []string {
	args := []string{"-t1", "-c" + strconv.Itoa(connections), during, fmt.Sprintf("%ds", max(1, int(b.options.load.Seconds())))}
	for name, value := range r.Header {
		args = append(args, "-H", name+": "+value)
	}
	return append(args, "http://"+r.Addr+r.Path)
}

// generate runs a load generator on the CPU of loads, and reads what it says.
func (b *bench) generate(ctx context.Context, c process.Command, read func(said string) (load.Counts, error)) (load.Counts, error) {
	c.CPUs = loadCPUs()
	bounded, cancel := context.WithTimeout(ctx, b.options.load+time.Minute)
	defer cancel()
	p, err := process.Start(bounded, c)
	if err != nil {
		return load.Counts{}, err
	}
	<-p.Done()
	used := p.Stop()
	counts, err := read(p.Said())
	counts.CPU = used.CPU
	return counts, err
}

// speaks2 asks a server over HTTP/2 without TLS.
func speaks2(ctx context.Context, url string) error {
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: &protocols}
	defer transport.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return err
	}
	resp, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// read reads what a load generator says.
func (says generatorSays) read(said string) (load.Counts, error) {
	r, s := says.requests.FindStringSubmatch(said), says.seconds.FindStringSubmatch(said)
	if r == nil || s == nil || says.errors.MatchString(said) {
		return load.Counts{}, fmt.Errorf("the load generator says: %s", said)
	}
	requests, err := strconv.Atoi(r[1])
	if err != nil {
		return load.Counts{}, err
	}
	seconds, err := strconv.ParseFloat(s[1], 64)
	return load.Counts{Requests: requests, Took: time.Duration(seconds * float64(time.Second))}, err
}
