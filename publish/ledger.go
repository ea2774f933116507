package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"writethru/journal"
)

// What the page and the feed of promises are at, and all that is below it.
const (
	promisesPath   = "/promises"
	promisesFolder = promisesPath + "/"
)

// A claim is a promise and its story.
type claim struct {
	story *story
	debt
}

// A ledger is all promises that readers may know of.
type ledger struct {
	open    []claim // oldest first
	closed  []claim // newest first
	changed int64   // when any of them changed, in milliseconds
	age     time.Duration
}

// ledger collects the promises.
func (p *Publisher) ledger() (l ledger) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	l.age = p.age
	for _, s := range p.index.desk {
		if len(s.debts) == 0 {
			continue
		}
		l.changed = max(l.changed, s.changed)
		for _, d := range s.debts {
			l.changed = max(l.changed, d.told, d.overdue, d.closed)
			switch {
			case s.withdrawn:
			case d.closed == 0:
				l.open = append(l.open, claim{s, d})
			default:
				l.closed = append(l.closed, claim{s, d})
			}
		}
	}
	slices.SortFunc(l.open, func(a, b claim) int { return cmp.Or(cmp.Compare(a.since, b.since), a.compare(b)) })
	slices.SortFunc(l.closed, func(a, b claim) int { return cmp.Or(cmp.Compare(b.closed, a.closed), a.compare(b)) })
	return l
}

// compare orders claims of the same time.
func (c claim) compare(other claim) int {
	return cmp.Or(strings.Compare(c.story.id, other.story.id), cmp.Compare(c.n, other.n))
}

// owe has what tells of promises be made anew, when one of a story may have
// changed, and notes when one of them will be overdue.
func (p *Publisher) owe(before, now *story) {
	for _, d := range now.debts {
		if due, ok := p.lapses(now, d); ok {
			p.nextLapse = min(p.nextLapse, due)
		}
	}
	if len(now.debts) == 0 && (before == nil || len(before.debts) == 0) || p.flood {
		return
	}
	p.Site.Invalidate(promisesPath)
	if !slices.Contains(p.changed, promisesFolder) {
		p.renew(promisesFolder)
	}
}

// heads reads the newest revisions of stories, each once.
type heads struct {
	p    *Publisher
	read map[string]*journal.Head
}

func (p *Publisher) heads() *heads { return &heads{p, map[string]*journal.Head{}} }

// of gives the head of a story, or nil if it can't be read.
func (hs *heads) of(ctx context.Context, id string) (*journal.Head, error) {
	if h, ok := hs.read[id]; ok {
		return h, nil
	}
	r, err := hs.p.Store.Head(ctx, id)
	switch {
	case errors.Is(err, journal.ErrDamaged):
		hs.p.Log.Error("promises of a story are left out: its record is damaged", "story", id, "error", err, "advice", "run writethru journal verify, and restore a backup or save the article once more")
		hs.read[id] = nil
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("journal: %s: %w", id, err)
	}
	hs.read[id] = &r.Head
	return &r.Head, nil
}

// A told is a promise with all that is said of it.
type told struct {
	claim
	head    *journal.Head
	promise journal.Promise
	url     string // of the sentence
	answer  string // URL of the follow-up that answered it, or of the article
}

// told reads what is said of promises. Those that are in the journal no more, as
// after a change at the same moment, are left out.
func (hs *heads) told(ctx context.Context, claims []claim) ([]told, error) {
	out := make([]told, 0, len(claims))
	for _, c := range claims {
		h, err := hs.of(ctx, c.story.id)
		if err != nil {
			return nil, err
		}
		if h == nil {
			continue
		}
		id := promiseID(c.story.id, c.n)
		i := slices.IndexFunc(h.Promises, func(p journal.Promise) bool { return p.ID == id })
		if i < 0 {
			continue
		}
		page := hs.p.address(h)
		t := told{claim: c, head: h, promise: h.Promises[i], url: sentenceURL(page, h.Promises[i].Sentence), answer: page.String()}
		if c.answer > 0 && c.answer <= len(h.FollowUps) {
			if f := h.FollowUps[c.answer-1]; !f.Removed && (f.State == journal.Out || f.State == journal.Baseline) {
				at := *page
				at.Fragment = anchor(f)
				t.answer = at.String()
			}
		}
		out = append(out, t)
	}
	return out, nil
}

// sentenceURL leads to a sentence of a page: browsers scroll to it and mark it
// (text fragments); those that can't show the page from its beginning.
func sentenceURL(page *url.URL, sentence string) string {
	const most = 8 // words: of a longer one, its beginning and its end are enough
	words := strings.Fields(sentence)
	text := fragmentText(words)
	if len(words) > most {
		text = fragmentText(words[:most/2]) + "," + fragmentText(words[len(words)-most/2:])
	}
	at := *page
	at.Fragment, at.RawFragment = "", ""
	return at.String() + "#:~:text=" + text
}

// fragmentText escapes what would have a meaning in a text fragment.
func fragmentText(words []string) string {
	return strings.NewReplacer("-", "%2D", "&", "%26").Replace(url.PathEscape(strings.Join(words, " ")))
}
