package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"writethru/bench/load"
	"writethru/bench/process"
)

// roles are what this program can be told to do in a process of its own: what
// stands around a measurement must not take part in it.
var roles = map[string]func(ctx context.Context, args []string, stdout io.Writer) error{
	"role:bare": playBare,
	"role:load": playLoad,
	"role:hold": playHold,

	"role:subscribers": playSubscribers,
}

// bareCommand serves two files from memory at an address.
func (b *bench) bareCommand(addr, plain, gzipped string) process.Command {
	return process.Command{Path: b.self, Args: []string{"role:bare", addr, plain, gzipped}}
}

func playBare(ctx context.Context, args []string, _ io.Writer) error {
	plain, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	gzipped, err := os.ReadFile(args[2])
	if err != nil {
		return err
	}
	return load.Serve(ctx, args[0], load.Bare(plain, gzipped))
}

// loadCommand makes requests for some time and prints the counts as JSON.
func (b *bench) loadCommand(r load.Request, connections int, during time.Duration) (process.Command, error) {
	request, err := json.Marshal(r)
	return process.Command{Path: b.self, Args: []string{"role:load", string(request), strconv.Itoa(connections), during.String()}}, err
}

func playLoad(ctx context.Context, args []string, stdout io.Writer) error {
	r, connections, err := request(args)
	if err != nil {
		return err
	}
	during, err := time.ParseDuration(args[2])
	if err != nil {
		return err
	}
	counts, err := load.Generate(ctx, r, connections, during)
	if err != nil {
		return err
	}
	return json.NewEncoder(stdout).Encode(counts)
}

// holdCommand opens connections and holds them until it is stopped.
func (b *bench) holdCommand(r load.Request, connections int) (process.Command, error) {
	request, err := json.Marshal(r)
	return process.Command{Path: b.self, Args: []string{"role:hold", string(request), strconv.Itoa(connections)}}, err
}

func playHold(ctx context.Context, args []string, stdout io.Writer) error {
	r, connections, err := request(args)
	if err != nil {
		return err
	}
	return load.Hold(ctx, r, connections, stdout)
}

// subscribersCommand serves WebSub subscribers at some addresses, which it
// prints as JSON.
func (b *bench) subscribersCommand(addresses int) process.Command {
	return process.Command{Path: b.self, Args: []string{"role:subscribers", strconv.Itoa(addresses)}}
}

func playSubscribers(ctx context.Context, args []string, stdout io.Writer) error {
	addresses, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	return load.Subscribe(ctx, addresses, stdout)
}

func request(args []string) (r load.Request, connections int, err error) {
	if err := json.Unmarshal([]byte(args[0]), &r); err != nil {
		return r, 0, fmt.Errorf("request: %w", err)
	}
	connections, err = strconv.Atoi(args[1])
	return r, connections, err
}
