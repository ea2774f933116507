package publish

import (
	"cmp"
	"context"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"writethru/feedgen"
	"writethru/posts"
)

// A deskEvent is something that editors are told of a promise, once.
type deskEvent struct {
	claim
	what string // made, overdue or closed: part of the entry's id
	at   int64
}

// deskEvents are what happened to promises, newest first. What was so before the
// journal did not happen, but for promises that are open still: those were made.
func deskEvents(l ledger) []deskEvent {
	var all []deskEvent
	for _, c := range slices.Concat(l.open, l.closed) {
		if !c.old || c.closed == 0 {
			all = append(all, deskEvent{c, "made", c.told})
		}
		if c.overdue > 0 {
			all = append(all, deskEvent{c, "overdue", c.overdue})
		}
		if c.closed > 0 && c.closed > c.seen {
			all = append(all, deskEvent{c, "closed", max(c.closed, c.told)})
		}
	}
	slices.SortFunc(all, func(a, b deskEvent) int {
		return cmp.Or(cmp.Compare(b.at, a.at), a.claim.compare(b.claim), strings.Compare(a.what, b.what))
	})
	return all
}

// deskEntries are the newest entries of the editors' feed.
func (p *Publisher) deskEntries(ctx context.Context, l ledger) ([]*feedgen.Entry, error) {
	hs := p.heads()
	var out []*feedgen.Entry
	events := deskEvents(l)
	for _, e := range events[:min(len(events), p.Settings.FeedLimit)] {
		promises, err := hs.told(ctx, []claim{e.claim})
		if err != nil {
			return nil, err
		}
		for _, t := range promises {
			out = append(out, p.deskEntry(e, t))
		}
	}
	return out, nil
}

// deskEntry is the entry of an event. What the promise was when it was made is
// in its id, and never moves.
func (p *Publisher) deskEntry(e deskEvent, t told) *feedgen.Entry {
	title, url, then := "Promised", t.url, ""
	switch {
	case e.what == "overdue":
		title, then = "Overdue", " Nothing has answered it yet."
	case e.what == "made":
	case t.by == answered:
		title, url = "Answered", t.answer
		then = fmt.Sprintf(` <a href="%s">Answered</a> after %s.`, html.EscapeString(t.answer), roughly(t.took))
	case t.by == deleted:
		title, url, then = "Promise deleted", t.answer, " The sentence was deleted from the article."
	default:
		title, url, then = "Promise closed", t.answer, " An editor closed it."
	}
	party := ""
	if t.party != "" {
		party = " by " + t.party
	}
	since := moment(t.since).Format(time.DateOnly)
	return &feedgen.Entry{
		ID:      feedgen.TagURI(p.Settings.Authority, t.promise.Since, fmt.Sprintf("promises/%s/%d/%s", t.story.id, t.n, e.what)),
		URL:     url,
		Title:   title + ": " + t.head.Title,
		Summary: posts.Excerpt(fmt.Sprintf("“%s”, owed%s since %s", t.promise.Sentence, party, since), 280),
		Content: fmt.Sprintf(`<blockquote><p>%s</p></blockquote><p>Owed%s since <time datetime="%[3]s">%[3]s</time>: <a href="%s">%s</a>.%s</p>`,
			html.EscapeString(t.promise.Sentence), html.EscapeString(party), since, html.EscapeString(t.url), html.EscapeString(t.head.Title), then),
		Published: moment(e.at),
		Updated:   moment(e.at),
		Tags:      []string{e.what},
	}
}
