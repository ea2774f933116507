package main

import (
	"bytes"
	"context"
	"time"

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
		contenders = append(contenders, contender{key(s.row), func(ctx context.Context) error {
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
// them are at rest.
func (b *bench) savers(ctx context.Context, size int) ([]*saver, error) {
	sites, err := b.watchers(size)
	if err != nil {
		return nil, err
	}
	var savers []*saver
	for _, s := range sites {
		srv, err := startServer(ctx, s.row, s.serve)
		if err != nil {
			return savers, err
		}
		e := newEditor(s, size)
		savers = append(savers, &saver{row: s.program + anEdit, site: s, srv: srv, save: e.edit})
		if s.row == ownServe {
			savers = append(savers, &saver{row: ownFollowUp, site: s, srv: srv, save: e.followUp, apart: time.Second})
		}
		if _, err := srv.until(ctx, s.feed, b.limit, hasArticles); err != nil {
			return savers, err
		}
		if s.ready != "" {
			if _, err := srv.until(ctx, s.ready, b.limit, ok); err != nil {
				return savers, err
			}
		}
	}
	return savers, nil
}

func stopAll(savers []*saver) {
	for _, s := range savers {
		s.srv.Stop()
	}
}

// quiet is how long a server must use no CPU time to be at rest.
const quiet = 200 * time.Millisecond

// rest waits until a server does nothing any more.
func (s *saver) rest(ctx context.Context, limit time.Duration) error {
	const idle = 2 * time.Millisecond // runtimes have their housekeeping
	deadline := time.Now().Add(limit)
	for time.Now().Before(deadline) {
		before, err := s.srv.CPU()
		if err != nil {
			return err
		}
		if err := sleep(ctx, quiet); err != nil {
			return err
		}
		after, err := s.srv.CPU()
		if err != nil || after-before < idle {
			return err
		}
	}
	return nil
}
