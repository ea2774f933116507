package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"writethru/bench/process"
	"writethru/bench/report"
)

// Rows of saves.
const (
	ownEdit     = "Writethru" + anEdit
	ownFollowUp = "Writethru" + aFollowUp
	hugoEdit    = "Hugo" + anEdit

	anEdit    = ", an edit"
	aFollowUp = ", a follow-up"
)

// saved is what is counted of saves.
const saved = "from a save to new bytes"

// savesPerRound is how many saves one round has.
const savesPerRound = 5

// A saver is a running server, and who edits what it serves.
type saver struct {
	row  string
	site *site
	srv  *server
	save func() (words string, err error)

	// Follow-ups have a second each, since readers tell entries apart by their
	// dates. Saves closer together would measure the wait.
	apart time.Duration
	last  time.Time
}

// latency measures the time from a save to new bytes over HTTP.
func (b *bench) latency(ctx context.Context, size int) error {
	savers, err := b.savers(ctx, size)
	defer func() { stopAll(savers) }()
	if err != nil {
		return err
	}
	key := func(row string) report.Key {
		return report.Key{Part: "latency", Measure: saved, Row: row, Size: size}
	}
	var contenders []contender
	for _, s := range savers {
		contenders = append(contenders, contender{key: key(s.row), measure: func(ctx context.Context) error {
			for range savesPerRound {
				took, err := s.measure(ctx, b.limit)
				if err != nil {
					return err
				}
				b.report.Add(key(s.row), report.Seconds, took.Seconds())
			}
			return nil
		}})
	}
	return b.interleave(ctx, contenders)
}

// measure saves once and waits until the new words are served.
func (s *saver) measure(ctx context.Context, limit time.Duration) (time.Duration, error) {
	if err := s.rest(ctx, limit); err != nil {
		return 0, err
	}
	if err := s.pace(ctx); err != nil {
		return 0, err
	}
	start := time.Now()
	words, err := s.save()
	if err != nil {
		return 0, err
	}
	at, err := s.srv.until(ctx, s.site.feed, limit, func(a answer) bool { return bytes.Contains(a.body, []byte(words)) })
	return at.Sub(start), err
}

// pace waits until the next save may come.
func (s *saver) pace(ctx context.Context) error {
	err := sleep(ctx, s.apart-time.Since(s.last))
	s.last = time.Now()
	return err
}

// savers starts a server for each program that watches, and waits until all of
// them are at rest. One that is not there in time is left out.
func (b *bench) savers(ctx context.Context, size int) ([]*saver, error) {
	sites, err := b.watchers(size)
	if err != nil {
		return nil, err
	}
	var savers []*saver
	for _, s := range sites {
		if b.slowStart(s, size) {
			continue
		}
		srv, err := startServer(ctx, s.row, s.serve)
		if err != nil {
			return savers, err
		}
		e := newEditor(s, size)
		first := &saver{row: s.program + anEdit, site: s, srv: srv, save: e.edit}
		switch err := b.settled(ctx, first, size); {
		case err == nil:
		case ctx.Err() == nil && s.row != ownServe:
			fmt.Fprintf(b.log, "  %s is left out: %v\n", s.row, err)
			srv.Stop()
			continue
		default:
			srv.Stop()
			return savers, err
		}
		savers = append(savers, first)
		if s.row == ownServe {
			savers = append(savers, &saver{row: ownFollowUp, site: s, srv: srv, save: e.followUp, apart: time.Second})
		}
	}
	return savers, nil
}

// slowStart reports whether a server is known in this run to start too slowly.
func (b *bench) slowStart(s *site, size int) bool {
	r := b.report.Find(report.Key{Part: "start", Measure: coldFeed, Row: s.row, Size: size})
	return r != nil && len(r.Values) == 0
}

// settled waits until a server has everything, and does nothing any more. Ours
// reads in the background what feeds don't show, and lets two seconds pass after
// other work.
func (b *bench) settled(ctx context.Context, s *saver, size int) error {
	if _, err := s.srv.until(ctx, s.site.feed, b.limit, hasArticles); err != nil {
		return err
	}
	if s.site.ready != "" {
		if _, err := s.srv.until(ctx, s.site.ready, b.limit, ok); err != nil {
			return err
		}
	}
	return s.quiet(ctx, 3*time.Second, b.limit+time.Duration(size)*time.Millisecond)
}

func stopAll(savers []*saver) {
	for _, s := range savers {
		s.srv.Stop()
	}
}

// rest waits until a server does nothing any more.
func (s *saver) rest(ctx context.Context, limit time.Duration) error {
	return s.quiet(ctx, 200*time.Millisecond, limit)
}

// quiet waits until a server has used no CPU time for so long, but for what
// runtimes need for their housekeeping: a hundredth.
func (s *saver) quiet(ctx context.Context, long, limit time.Duration) error {
	deadline := time.Now().Add(limit)
	for time.Now().Before(deadline) {
		before, err := s.srv.CPU()
		if err != nil {
			return err
		}
		if err := sleep(ctx, long); err != nil {
			return err
		}
		after, err := s.srv.CPU()
		if err != nil || after-before < long/100 {
			return err
		}
	}
	return &process.LimitError{Limit: limit}
}
