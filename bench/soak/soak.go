package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"writethru/bench/corpus"
	"writethru/bench/process"
)

// A soak is one run.
type soak struct {
	options
	publisher   *publisher
	editor      *editor
	witnesses   []*witness
	subscribers *subscribers
	callbacks   net.Listener
	found       *findings
	record      *Record
	stdout      io.Writer
	began       time.Time
}

func newSoak(ctx context.Context, o options, work string, stdout io.Writer) (*soak, error) {
	log := filepath.Join(o.out, "writethru.log")
	if err := os.WriteFile(log, nil, 0o666); err != nil {
		return nil, err
	}
	found := newFindings(stdout)
	p, err := newPublisher(o.program, work, log, found)
	if err != nil {
		return nil, err
	}
	if err := corpus.Make(ctx, p.posts(), o.articles); err != nil {
		return nil, err
	}
	said, err := process.Output(ctx, process.Command{Path: o.program, Args: []string{"version"}}, askBound)
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &soak{options: o, publisher: p, found: found, stdout: stdout, callbacks: ln}
	s.witnesses = []*witness{newWitness("a reader", false, found), newWitness("a reader of deltas", true, found)}
	s.editor = newEditor(p.posts(), o.articles, o.seed, found)
	s.editor.seen = func(word string) bool { return s.witnesses[0].has(word) && s.witnesses[1].has(word) }
	s.subscribers = &subscribers{p: p, found: found, rand: rand.New(rand.NewPCG(o.seed, 60)), address: ln.Addr().String()}
	s.record = &Record{Version: strings.TrimPrefix(strings.TrimSpace(said), "writethru "), Date: time.Now().UTC(), Articles: o.articles}
	return s, nil
}

// run runs the program through its lives, and judges what came of it.
func (s *soak) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var around sync.WaitGroup // all that goes on until the end
	defer around.Wait()
	defer cancel()
	s.began = time.Now()
	if err := s.live(ctx); err != nil {
		return err
	}
	if err := s.readWhole(ctx); err != nil {
		return err
	}
	around.Go(func() {
		if err := s.subscribers.serve(ctx, s.callbacks); err != nil {
			s.found.add("callbacks: %v", err)
		}
	})
	around.Go(func() { s.sample(ctx) })
	around.Go(func() { s.ready(ctx) })
	for _, w := range s.witnesses {
		around.Go(func() { w.watch(ctx, s.publisher) })
	}
	if err := s.load(ctx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return errors.New("interrupted: soak.json has the lives that were complete")
	}
	s.finish(ctx)
	s.die(stopped)
	if err := errors.Join(readLog(s.publisher.log, s.found), s.verify(ctx)); err != nil {
		return err
	}
	s.found.mu.Lock()
	defer s.found.mu.Unlock()
	s.record.Counts, s.record.Findings = maps.Clone(s.found.counts), slices.Clone(s.found.all)
	return nil
}

// readWhole waits until the program has read all articles of its first start.
func (s *soak) readWhole(ctx context.Context) error {
	for {
		_, text, err := s.publisher.get(ctx, "/metrics")
		if err != nil {
			return err
		}
		unread, err := figure(text, "writethru_publish_unread_articles")
		if err != nil {
			return err
		}
		scanned, err := figure(text, "writethru_publish_scanned")
		if err != nil || scanned == 1 && unread == 0 {
			return err
		}
		pause(ctx, 200*time.Millisecond)
	}
}

// load lets everybody work, and the program live and die meanwhile: four short
// lives, and a long one to see what grows.
func (s *soak) load(ctx context.Context) error {
	working, stop := context.WithTimeout(ctx, s.long)
	defer stop()
	var all sync.WaitGroup
	defer all.Wait()
	each := func(rate float64) time.Duration { return time.Duration(float64(time.Second) / rate) }
	all.Go(func() {
		if err := s.editor.work(working, each(s.saves)); err != nil {
			s.found.add("%v", err)
		}
	})
	all.Go(func() { s.subscribers.churn(working, max(500*time.Millisecond, s.long/600)) })
	all.Go(func() { browse(working, s.publisher, each(s.pages), s.found) })
	readers := pollers(s.publisher, s.found)
	for _, r := range readers {
		all.Go(func() { r.watch(working, each(s.polls/float64(len(readers)))) })
	}
	for i, how := range []string{stopped, killed, stopped, killed} {
		pause(working, time.Until(s.began.Add(s.long*time.Duration(i+1)/8)))
		s.die(how)
		if err := s.record.write(s.out); err != nil {
			return err
		}
		if err := s.live(ctx); err != nil {
			return err
		}
	}
	<-working.Done()
	return nil
}

// live begins a life.
func (s *soak) live(ctx context.Context) error {
	l := &Life{Began: time.Since(s.began).Seconds()}
	took, err := s.publisher.start(ctx)
	if err != nil {
		return err
	}
	l.Ready = took.Seconds()
	s.found.mu.Lock()
	defer s.found.mu.Unlock()
	s.record.Lives = append(s.record.Lives, l)
	return nil
}

// die ends a life.
func (s *soak) die(how string) {
	cpu := s.publisher.end(how == killed)
	s.found.mu.Lock()
	defer s.found.mu.Unlock()
	l := s.record.Lives[len(s.record.Lives)-1]
	l.How, l.CPU, l.Ended = how, cpu.Seconds(), time.Since(s.began).Seconds()
	fmt.Fprintf(s.stdout, "life %d: %s, ended by %s\n", len(s.record.Lives), clock(l.Ended-l.Began), how)
}

// sample samples the program until ctx is done.
func (s *soak) sample(ctx context.Context) {
	every := max(time.Second, s.long/500)
	for ctx.Err() == nil {
		if sample, ok := s.publisher.sample(ctx, s.began); ok {
			s.found.mu.Lock()
			l := s.record.Lives[len(s.record.Lives)-1]
			l.Samples = append(l.Samples, sample)
			s.found.mu.Unlock()
		}
		pause(ctx, every)
	}
}

// ready asks whether the program is ready: once it was, it stays so.
func (s *soak) ready(ctx context.Context) {
	for ctx.Err() == nil {
		before := s.publisher.steady()
		a, ok := s.publisher.visit(ctx, http.DefaultClient, s.publisher.url("/readyz"), nil)
		if ok && a.status != http.StatusOK && before != 0 && before == s.publisher.steady() {
			s.found.add("not ready: %s", a.body)
		}
		pause(ctx, time.Second)
	}
}
