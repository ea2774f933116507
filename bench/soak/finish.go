package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"writethru/bench/process"
)

// finish waits until readers and subscribers have the newest of everything, and
// says who does not.
func (s *soak) finish(ctx context.Context) {
	for _, a := range s.editor.all {
		for _, word := range a.followUps {
			for _, w := range s.witnesses {
				if a.gone == nil && !eventually(ctx, func() bool { return w.has(word) }) {
					s.found.add("%s never got %s of %s", w.name, word, a.path)
				}
			}
		}
	}
	s.comparePages(ctx)
	s.compareDeliveries(ctx)
}

// comparePages looks at the page of every article with news.
func (s *soak) comparePages(ctx context.Context) {
	for _, a := range s.editor.all {
		if len(a.followUps) == 0 {
			continue
		}
		page := s.witnesses[0].page(a.followUps[0])
		if page == "" {
			continue // told already, or deleted before it was news
		}
		words := append([]string{a.edit}, a.followUps...)
		last := ""
		if !eventually(ctx, func() bool {
			got, ok := s.publisher.visit(ctx, http.DefaultClient, page, nil)
			last = fmt.Sprintf("status %d", got.status)
			if a.gone != nil {
				return ok && (got.status == http.StatusNotFound || got.status == http.StatusGone)
			}
			for _, word := range words {
				if !strings.Contains(string(got.body), word) {
					last += ", without " + word
					return false
				}
			}
			return ok
		}) {
			s.found.add("%s of %s, deleted: %v: %s", page, a.path, a.gone != nil, last)
		}
		s.found.count("pages compared at the end")
	}
}

// compareDeliveries lets all subscribers return, publishes once more, and looks whether
// they are sent that, and those who left are not.
func (s *soak) compareDeliveries(ctx context.Context) {
	if !eventually(ctx, func() bool {
		s.subscribers.again(ctx, 3*time.Second)
		return len(s.subscribers.in(asking, failing, leaving)) == 0
	}) {
		s.found.add("the hub never asked back for %d", len(s.subscribers.in(asking, failing, leaving)))
	}
	if !eventually(ctx, func() bool {
		_, text, err := s.publisher.get(ctx, "/metrics")
		waiting, errWaiting := figure(text, "writethru_websub_waiting_subscribers")
		failed, errFailed := figure(text, "writethru_websub_failing_subscribers")
		return errors.Join(err, errWaiting, errFailed) == nil && waiting == 0 && failed == 0
	}) {
		s.found.add("the hub still owes subscribers that have returned")
	}
	late := s.subscribers.late()
	before, _ := s.publisher.visit(ctx, http.DefaultClient, s.publisher.url(topics[0]), nil)
	if err := s.editor.write(); err != nil {
		s.found.add("editor: %v", err)
		return
	}
	a := s.editor.all[len(s.editor.all)-1]
	eventually(ctx, func() bool { return s.editor.seen(a.born) })
	if err := s.editor.followUp(a); err != nil {
		s.found.add("editor: %v", err)
		return
	}
	if !eventually(ctx, func() bool { return s.editor.seen(a.followUps[0]) }) {
		s.found.add("readers never got the last news")
	}
	for _, sub := range s.subscribers.in(taking) {
		if !eventually(ctx, func() bool { return s.newest(ctx, sub) }) {
			s.found.add("subscriber %d does not have the newest bytes of %s", sub.n, sub.topic)
		}
		s.found.count("subscribers compared at the end")
	}
	for n, deliveries := range s.subscribers.late() {
		if deliveries > late[n] {
			s.found.add("subscriber %d has left, and is told of the last news", n)
		}
	}
	if after, _ := s.publisher.visit(ctx, http.DefaultClient, s.publisher.url(topics[0]), nil); string(after.body) == string(before.body) {
		s.found.add("%s is the same after the last news", topics[0])
	}
}

// newest says whether a subscriber has what a reader gets.
func (s *soak) newest(ctx context.Context, sub *subscriber) bool {
	got, ok := s.publisher.visit(ctx, http.DefaultClient, s.publisher.url(sub.topic), nil)
	s.subscribers.mu.Lock()
	defer s.subscribers.mu.Unlock()
	return ok && got.status == http.StatusOK && sub.newest == sha256.Sum256(got.body)
}

// verify lets the program look at its journal.
func (s *soak) verify(ctx context.Context) error {
	said, err := process.Output(ctx, s.publisher.command("journal", "verify"), time.Minute)
	if ctx.Err() == nil && err != nil {
		s.found.add("journal verify: %v: %s", err, said)
	}
	return ctx.Err()
}

// patience is how long what was written may take to come out at the end.
const patience = 2 * time.Minute

// eventually waits until something is so, and says whether it was in time.
func eventually(ctx context.Context, is func() bool) bool {
	for start := time.Now(); !is(); pause(ctx, 100*time.Millisecond) {
		if ctx.Err() != nil || time.Since(start) > patience {
			return false
		}
	}
	return true
}
