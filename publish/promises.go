package publish

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html/template"
	"slices"
	"time"

	"writethru/feedgen"
	"writethru/internal/plot"
	"writethru/serve"
	"writethru/serve/pages"
)

// How much the page of promises shows.
const (
	mostOpen    = 300
	mostClosed  = 100
	mostParties = 50
)

// ofPromises makes the page of promises, and its feed.
func (p *Publisher) ofPromises(ctx context.Context, at string) (serve.Resource, bool, error) {
	if at == promisesFolder {
		return serve.Resource{Location: p.Settings.at(promisesPath)}, true, nil
	}
	l := p.ledger()
	var r serve.Resource
	var err error
	if at == promisesPath {
		r, err = p.promisesPage(ctx, l)
	} else {
		format, ok := feedFile(at[len(promisesFolder):])
		if !ok {
			return serve.Resource{}, false, nil
		}
		r, err = p.promisesFeed(ctx, l, format)
	}
	r.Modified, r.MaxAge = p.modified(l.changed), l.age
	return r, err == nil, err
}

// promisesPage says who owes readers what, and how it went with what was owed
// before. It has dates and no ages: no clock is in its bytes.
func (p *Publisher) promisesPage(ctx context.Context, l ledger) (serve.Resource, error) {
	page := pages.PromisesPage{
		Publication: p.publication(),
		Path:        promisesPath,
		Feeds:       p.feedsAt(promisesFolder+"feed.", p.promisesTitle()),
		Open:        len(l.open), Closed: len(l.closed),
		Parties: parties(l, p.Settings.WarnAfter),
	}
	hs := p.heads()
	open, err := hs.told(ctx, l.open[:min(len(l.open), mostOpen)])
	if err != nil {
		return serve.Resource{}, err
	}
	for _, t := range open {
		page.Owed = append(page.Owed, pages.OwedPromise{
			Told: t.shown(), Overdue: t.lapsed(p.Settings.WarnAfter),
		})
	}
	closed, err := hs.told(ctx, l.closed[:min(len(l.closed), mostClosed)])
	if err != nil {
		return serve.Resource{}, err
	}
	for _, t := range closed {
		page.Kept = append(page.Kept, pages.KeptPromise{
			Told: t.shown(), Closed: moment(t.closed), By: string(t.by), Answer: t.answer, Took: roughly(t.took),
		})
	}
	took := answerTimes(l.closed)
	if len(took) > 0 {
		page.Median, page.Slowest = roughly(Median(took).Milliseconds()), roughly(slices.Max(took).Milliseconds())
		page.Plot = template.HTML(plot.Inline(answerPlot(took), "answers")) // drawn here, with all text in it escaped
	}
	var b bytes.Buffer
	if err := p.theme().Promises(&b, page); err != nil {
		return serve.Resource{}, fmt.Errorf("page of promises: %w", err)
	}
	return serve.Resource{Type: typeHTML, Body: b.Bytes()}, nil
}

// shown is how the page shows a promise.
func (t told) shown() pages.ToldPromise {
	return pages.ToldPromise{
		Sentence: t.promise.Sentence, Party: t.party, Since: moment(t.since),
		URL: t.url, Headline: t.head.Title, Language: t.head.Language,
	}
}

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// parties counts promises by who owes, those who owe most first.
func parties(l ledger, after time.Duration) []pages.Party {
	byName := map[string]*pages.Party{}
	took := map[string][]time.Duration{}
	of := func(name string) *pages.Party {
		if byName[name] == nil {
			byName[name] = &pages.Party{Name: name}
		}
		return byName[name]
	}
	for _, c := range l.open {
		party := of(c.party)
		if party.Open++; party.Oldest.IsZero() {
			party.Oldest = moment(c.since)
		}
		if c.lapsed(after) {
			party.Overdue++
		}
	}
	for _, c := range l.closed {
		party := of(c.party)
		if c.by == answered {
			party.Answered++
		}
		if c.took > 0 {
			took[c.party] = append(took[c.party], time.Duration(c.took)*time.Millisecond)
		}
	}
	var all []pages.Party
	for name, party := range byName {
		if len(took[name]) > 0 {
			party.Median = roughly(Median(took[name]).Milliseconds())
		}
		all = append(all, *party)
	}
	slices.SortFunc(all, func(a, b pages.Party) int {
		return cmp.Or(cmp.Compare(b.Open, a.Open), cmp.Compare(b.Answered, a.Answered), cmp.Compare(a.Name, b.Name))
	})
	return all[:min(len(all), mostParties)]
}

// answerTimes are how long answers took, as far as that is known.
func answerTimes(closed []claim) (took []time.Duration) {
	for _, c := range closed {
		if c.took > 0 {
			took = append(took, time.Duration(c.took)*time.Millisecond)
		}
	}
	return took
}

// answerPlot draws how long answers took.
func answerPlot(took []time.Duration) plot.Distribution {
	d := plot.Distribution{
		Chart: plot.Chart{
			Title: "How long answers took", Axis: "time from the promise to its answer", Width: 640, Bare: true,
			Label: func(hours float64) string { return roughly(int64(hours * float64(time.Hour.Milliseconds()))) },
		},
		Counts: "promises",
		Edges:  []float64{1, 6, 24, 3 * 24, 7 * 24, 30 * 24},
	}
	for _, t := range took {
		d.Values = append(d.Values, t.Hours())
	}
	d.Text = fmt.Sprintf("Of %d answers, half came within %s; the slowest took %s.",
		len(took), roughly(Median(took).Milliseconds()), roughly(slices.Max(took).Milliseconds()))
	return d
}

// Median is the duration in the middle, or the mean of the two there; 0 of none.
func Median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	half := len(sorted) / 2
	switch {
	case len(sorted) == 0:
		return 0
	case len(sorted)%2 == 1:
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

// roughly says a number of milliseconds as people say how long something took:
// "40 minutes", "5 hours", "3 days"; "" of 0.
func roughly(ms int64) string {
	if ms == 0 {
		return ""
	}
	return Roughly(time.Duration(ms) * time.Millisecond)
}

// Roughly says a duration as people do: "40 minutes", "5 hours", "3 days".
func Roughly(d time.Duration) string {
	count := func(unit time.Duration, name string) string {
		n := int64((d + unit/2) / unit)
		if n == 1 {
			return "1 " + name
		}
		return fmt.Sprintf("%d %ss", n, name)
	}
	switch {
	case d < 90*time.Second:
		return "a minute"
	case d < 59*time.Minute+30*time.Second:
		return count(time.Minute, "minute")
	case d < 48*time.Hour:
		return count(time.Hour, "hour")
	}
	return count(day, "day")
}

// promisesTitle is what the feed of promises is called.
func (p *Publisher) promisesTitle() string { return p.Settings.Title + ": promises" }

// promisesFeed is the editors' feed: a promise was made, is overdue, was closed.
func (p *Publisher) promisesFeed(ctx context.Context, l ledger, format feedgen.Format) (serve.Resource, error) {
	f := p.frame()
	f.ID, f.Title, f.Home = p.feedID("promises"), p.promisesTitle(), p.Settings.at(promisesPath)
	f.Description = "What is owed to readers: promises when they are made, overdue and closed."
	entries, err := p.deskEntries(ctx, l)
	if err != nil {
		return serve.Resource{}, err
	}
	for _, e := range entries {
		r, err := feedgen.Render(e, format)
		if err != nil {
			p.Log.Error("entry does not read back as meant: it is left out", "entry", e.ID, "error", err, "advice", "report it with the article: it is a bug of the program")
			continue
		}
		f.Entries = append(f.Entries, r)
	}
	return p.document(f, promisesFolder+"feed.", format)
}
