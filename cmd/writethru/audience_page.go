package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"

	"writethru/internal/plot"
	"writethru/serve/audience"
	"writethru/serve/pages"
)

// An audiencePage shows operators who reads the feeds, as a page and as JSON.
type audiencePage struct {
	*program
	recorder *audience.Recorder
	desk     *desk
}

const (
	shownDays = 30   // where nobody asks for others
	mostDays  = 4000 // that can be asked for
)

// ServeHTTP answers /audience and /audience.json; ?days= says how many.
func (a *audiencePage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Method not allowed.", http.StatusMethodNotAllowed)
		return
	}
	n, err := strconv.Atoi(cmp.Or(r.FormValue("days"), strconv.Itoa(shownDays)))
	if err != nil || n < 1 || n > mostDays {
		http.Error(w, fmt.Sprintf("days: want a number from 1 to %d", mostDays), http.StatusBadRequest)
		return
	}
	days, err := a.recorder.Days(r.Context(), n)
	if err != nil {
		a.log.Error("audience: figures can't be read", "error", err, "advice", "see whether the journal's disk or servers answer")
	}
	if err != nil && len(days) == 0 {
		http.Error(w, "The figures can't be read now.", http.StatusServiceUnavailable)
		return
	}
	pushed, err := a.desk.store.CountSubscribers(r.Context())
	if err != nil {
		a.log.Error("audience: subscribers can't be counted", "error", err, "advice", "see whether the journal's disk or servers answer")
	}
	var body bytes.Buffer
	mediaType := "text/html; charset=utf-8"
	if r.URL.Path == "/audience.json" {
		mediaType = "application/json"
		err = json.NewEncoder(&body).Encode(map[string]any{"websub_subscribers": pushed, "days": days})
	} else {
		err = a.write(&body, days, pushed)
	}
	if err != nil {
		a.log.Error("audience: the page can't be written", "error", err, "advice", "look at audience.html of the theme")
		http.Error(w, "Internal error.", http.StatusInternalServerError)
		return
	}
	head := w.Header()
	head.Set("Content-Type", mediaType)
	head.Set("Cache-Control", "no-store")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(body.Bytes()) // an error is the client's, who is gone
}

func (a *audiencePage) write(w *bytes.Buffer, days []audience.Figures, pushed int) error {
	page := pages.AudiencePage{Text: "Nobody asked for a feed yet."}
	if len(days) > 0 {
		d := days[len(days)-1]
		page.Text = fmt.Sprintf("Who reads the feeds, from how they are polled. The figures are those of %s, up to %s UTC.", d.Until.Format("2 January 2006"), d.Until.Format("15:04"))
		page.Facts = audienceFacts(d, pushed)
		for i, c := range audiencePlots(days) {
			svg := template.HTML(plot.Inline(c.drawing, fmt.Sprint("plot-", i+1))) // it escapes what it is given
			page.Plots = append(page.Plots, pages.Plot{Title: c.title, SVG: svg})
		}
		page.Tables = audienceTables(d)
		if len(days) > 1 {
			page.Tables = append(page.Tables, daysTable(days))
		}
	}
	return a.desk.publisher.Audience(w, page)
}

func audienceFacts(d audience.Figures, pushed int) []pages.Fact {
	s := d.Subscribers
	facts := []pages.Fact{
		{Name: "Subscribers of services", Value: thousands(s.Believed()), Note: fmt.Sprintf("%s by name, %s by behaviour", thousands(s.Confirmed), thousands(s.Behaviour))},
		{Name: "Unverified, not among them", Value: thousands(s.Unverified)},
		{Name: "Readers of their own", Value: thousands(d.Clients[audience.Reader])},
		{Name: "Told at once (WebSub)", Value: thousands(pushed)},
		{Name: "Polls", Value: thousands(d.Polls), Note: percent(d.Unchanging()) + " unchanged"},
		{Name: "Sent", Value: size(int64(d.Bytes)), Note: thousands(d.Deltas) + " answers with only what is new"},
	}
	if d.Dropped > 0 {
		facts = append(facts, pages.Fact{Name: "Polls that came too fast to be counted", Value: thousands(d.Dropped)})
	}
	return facts
}

// columns are those of a table: the first says of what a row is, the others have
// numbers, but for words.
func columns(words string, names ...string) []pages.Column {
	var all []pages.Column
	for i, name := range names {
		all = append(all, pages.Column{Name: name, Number: i > 0 && name != words})
	}
	return all
}

// trusts says for people why a count is believed.
var trusts = map[audience.Trust]string{audience.Confirmed: "by name", audience.Behaviour: "by behaviour", audience.Unverified: "no"}

// audienceTables are those of one day.
func audienceTables(d audience.Figures) []pages.Table {
	services := pages.Table{ID: "services", Title: "Services",
		Columns: columns("Verified", "Service", "Subscribers", "Verified", "Unverified", "Claimed", "Polls", "Unchanged", "Polls every", "Has half within", "95 % within"),
		Note:    "Subscribers are what a service says in its User-Agent, where that can be believed. “Within” is how long after its emission a follow-up was fetched."}
	for _, s := range d.Services {
		services.Rows = append(services.Rows, []string{s.Name, thousands(s.Subscribers.Believed()), trusts[s.Trust()], thousands(s.Subscribers.Unverified), thousands(s.Claim),
			thousands(s.Polls), percent(s.Unchanging()), lasting(s.Interval), lasting(s.Fetched.P50), lasting(s.Fetched.P95)})
	}
	programs := pages.Table{ID: "programs", Title: "Programs",
		Columns: columns("Kind", "Program", "Kind", "Different ones", "Came again", "Polls", "Unchanged", "Sent", "Polls every", "Has half within"),
		Note:    "Different ones are told apart by address and version, which are not kept."}
	for _, c := range d.Programs {
		programs.Rows = append(programs.Rows, []string{c.Name, string(c.Kind), thousands(c.Clients), thousands(c.Regular), thousands(c.Polls), percent(c.Unchanging()), size(int64(c.Bytes)),
			lasting(c.Interval), lasting(c.Fetched.P50)})
	}
	feeds := pages.Table{ID: "feeds", Title: "Feeds", Columns: columns("", "Feed", "Subscribers", "Different clients", "Polls", "Unchanged", "Sent")}
	for _, f := range d.Feeds {
		feeds.Rows = append(feeds.Rows, []string{f.Path, thousands(f.Subscribers), thousands(f.Clients), thousands(f.Polls), percent(f.Unchanging()), size(int64(f.Bytes))})
	}
	return []pages.Table{services, programs, feeds}
}

func daysTable(days []audience.Figures) pages.Table {
	t := pages.Table{ID: "days", Title: "Days", Columns: columns("", "Day", "Subscribers", "Unverified", "Readers", "Polls", "Unchanged", "Sent")}
	for i := range days {
		d := days[len(days)-1-i]
		t.Rows = append(t.Rows, []string{d.Day, thousands(d.Subscribers.Believed()), thousands(d.Subscribers.Unverified), thousands(d.Clients[audience.Reader]),
			thousands(d.Polls), percent(d.Unchanging()), size(int64(d.Bytes))})
	}
	return t
}

// A chart is a drawing with its title.
type chart struct {
	title   string
	drawing plot.Drawing
}

// mostBars is how many services a chart compares.
const mostBars = 12

// audiencePlots draws the newest day, and how the others follow each other: of
// today too little is known yet.
func audiencePlots(days []audience.Figures) (all []chart) {
	d := days[len(days)-1]
	people := func(v float64) string { return thousands(int(v)) }
	if days := days[:len(days)-1]; len(days) > 1 {
		first, last := days[0], days[len(days)-1]
		believed := plot.Series{Name: "Subscribers of services"}
		readers := plot.Series{Name: "Readers of their own", Color: 1, Dashed: true}
		for _, d := range days {
			at, err := time.Parse(time.DateOnly, d.Day)
			if err != nil {
				continue // no day of ours
			}
			x := float64(at.Unix() / 86400)
			believed.Points = append(believed.Points, plot.Point{X: x, Y: float64(d.Subscribers.Believed())})
			readers.Points = append(readers.Points, plot.Point{X: x, Y: float64(d.Clients[audience.Reader])})
		}
		all = append(all, chart{"Audience by day", plot.Lines{
			Chart: plot.Chart{Title: "Audience by day", Axis: "People", Label: people,
				Text: fmt.Sprintf("From %s to %s subscribers and from %s to %s readers.", thousands(first.Subscribers.Believed()), thousands(last.Subscribers.Believed()),
					thousands(first.Clients[audience.Reader]), thousands(last.Clients[audience.Reader]))},
			Even: true, Across: "Day", AcrossLabel: func(x float64) string { return time.Unix(int64(x)*86400, 0).UTC().Format("2 Jan") },
			Series: []plot.Series{believed, readers},
		}})
	}
	subscribers := plot.Bars{Chart: plot.Chart{Title: "Subscribers by service", Axis: "People", Label: people, Text: "The table of services has the same figures."}, Groups: []plot.Group{{}}}
	fetched := plot.Bars{Chart: plot.Chart{Title: "How long until a service has a follow-up", Axis: "Time from its emission, half of them", Text: "The table of services has the same figures.",
		Label: func(v float64) string { return lasting(audience.Seconds(v)) }}, Groups: []plot.Group{{}}}
	for _, s := range d.Services {
		if n := s.Subscribers.Believed(); n > 0 && len(subscribers.Groups[0].Bars) < mostBars {
			subscribers.Groups[0].Bars = append(subscribers.Groups[0].Bars, plot.Bar{Name: s.Name, Value: float64(n)})
		}
		if s.Fetched.Count > 0 && len(fetched.Groups[0].Bars) < mostBars {
			fetched.Groups[0].Bars = append(fetched.Groups[0].Bars, plot.Bar{Name: s.Name, Color: 1, Value: float64(s.Fetched.P50)})
		}
	}
	for _, bars := range []plot.Bars{subscribers, fetched, intervalsPlot(d)} {
		if slices.ContainsFunc(bars.Groups[0].Bars, func(b plot.Bar) bool { return b.Value > 0 }) {
			all = append(all, chart{bars.Title, bars})
		}
	}
	return all
}

func intervalsPlot(d audience.Figures) plot.Bars {
	bars := plot.Bars{Chart: plot.Chart{Title: "How often readers poll", Axis: "Share of readers", Label: percent, Text: "Readers by the interval in which they poll."}}
	var g plot.Group
	for _, i := range d.Intervals {
		name := "up to " + lasting(i.To)
		if i.To == 0 {
			name = "more than " + lasting(i.From)
		}
		g.Bars = append(g.Bars, plot.Bar{Name: name, Value: i.Share})
	}
	bars.Groups = []plot.Group{g}
	return bars
}
