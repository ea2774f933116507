package jetstream

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"sync"

	"github.com/nats-io/nats.go"
	"golang.org/x/sync/errgroup"

	"writethru/journal"
)

// atOnce is how many questions are asked at the same time.
const atOnce = 32

// recent holds the newest revisions of stories; the zero one if there is none.
type recent map[string]journal.Revision

// A plan is what it takes to have revisions recorded, by what is there now.
type plan struct {
	store *Store
	revs  []journal.Revision
	known recent // nil: what is there is asked, also of stories that revs begin
	after *uint64

	done      []journal.Revision // what Append gives
	messages  []*nats.Msg        // those that are not there yet
	places    [][]int            // where in done each of them is
	sources   map[string]*journal.Revision
	kept      []first // the sources, when they are put
	overtaken bool    // something was recorded after what they were to come after
}

// make compares the revisions with what is recorded.
func (p *plan) make(ctx context.Context) error {
	p.done = make([]journal.Revision, len(p.revs))
	p.sources = map[string]*journal.Revision{}
	if p.after != nil && p.known == nil {
		// Asked before what is there: if these revisions are not there then, it was
		// not they that came after.
		last, err := p.store.lastSeq(ctx)
		if err != nil {
			return err
		}
		p.overtaken = last != *p.after
	}
	newest, err := p.newest(ctx)
	if err != nil {
		return err
	}
	fresh := map[string]map[int]int{} // by story and number: the place among the messages
	for i, r := range p.revs {
		head := newest[r.Story]
		if fresh[r.Story] == nil {
			fresh[r.Story] = map[int]int{}
		}
		k, planned := fresh[r.Story][r.Rev]
		switch {
		case r.Rev <= head.Rev:
			if p.done[i], err = p.recorded(ctx, r, head); err != nil {
				return err
			}
		case planned:
			if p.done[i] = p.done[p.places[k][0]]; p.done[i].Op != r.Op {
				return conflict(r)
			}
			p.places[k] = append(p.places[k], i)
		case r.Rev == head.Rev+len(fresh[r.Story])+1:
			fresh[r.Story][r.Rev] = len(p.messages)
			if err := p.add(i, r, head.Seq); err != nil {
				return fmt.Errorf("%s revision %d: %w", r.Story, r.Rev, err)
			}
		default:
			return fmt.Errorf("%s revision %d: the newest is %d: revisions follow each other without a gap", r.Story, r.Rev, head.Rev)
		}
	}
	return nil
}

// add plans a message. last is the seq of the newest revision of its story.
func (p *plan) add(i int, r journal.Revision, last uint64) error {
	if r.Source != nil {
		p.sources[r.Story] = &p.revs[i]
	}
	m, err := p.store.encode(&r)
	if err != nil {
		return err
	}
	id := sha256.Sum256([]byte(r.Story + "\x00" + r.Op))
	m.Header.Set("Nats-Msg-Id", base64.RawURLEncoding.EncodeToString(id[:16]))
	if len(p.messages) == 0 && p.after != nil {
		m.Header.Set("Nats-Expected-Last-Sequence", strconv.FormatUint(*p.after, 10))
	}
	if !p.follows(r) {
		m.Header.Set("Nats-Expected-Last-Subject-Sequence", strconv.FormatUint(last, 10))
	}
	p.done[i] = r
	p.messages, p.places = append(p.messages, m), append(p.places, []int{i})
	return nil
}

// follows reports whether the revision before r is planned too: what is expected
// of the first is expected of both, since all are kept or none.
func (p *plan) follows(r journal.Revision) bool {
	for _, at := range p.places {
		if b := p.done[at[0]]; b.Story == r.Story {
			return true
		}
	}
	return false
}

// newest asks for the newest revisions of the stories.
func (p *plan) newest(ctx context.Context) (recent, error) {
	out := recent{}
	var mu sync.Mutex // guards out
	var g errgroup.Group
	g.SetLimit(atOnce)
	asked := map[string]bool{}
	for _, r := range p.revs {
		if asked[r.Story] || p.known != nil && r.Rev == 1 {
			continue
		}
		asked[r.Story] = true
		g.Go(func() error {
			head, there, err := p.store.last(ctx, r.Story)
			if err != nil {
				return fmt.Errorf("%s: %w", r.Story, err)
			}
			if there {
				mu.Lock()
				out[r.Story] = head
				mu.Unlock()
			}
			return nil
		})
	}
	return out, g.Wait()
}

// recorded gives the revision that stands where r was to stand, if it is r.
func (p *plan) recorded(ctx context.Context, r, head journal.Revision) (there journal.Revision, err error) {
	there = head
	if head.Rev != r.Rev {
		if there, err = p.store.revision(ctx, r.Story, r.Rev); err != nil {
			return there, fmt.Errorf("%s revision %d: %w", r.Story, r.Rev, err)
		}
	}
	if there.Op != r.Op {
		return there, conflict(r)
	}
	return there, nil
}

func conflict(r journal.Revision) error {
	return fmt.Errorf("%s revision %d: %w", r.Story, r.Rev, journal.ErrConflict)
}
