// Package metrics shows how a running publication is doing, in the formats of
// Prometheus and OpenMetrics.
//
// Nothing here is counted twice: the parts of the publication keep plain figures,
// which are read when somebody asks. docs/operators.md says what each means.
package metrics

import (
	"context"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"writethru/internal/spread"
	"writethru/journal"
	"writethru/publish"
	"writethru/serve"
	"writethru/serve/audience"
	"writethru/watch"
	"writethru/websub"
)

// Sources are where figures come from. All must be set but Audience, Hub and Data.
type Sources struct {
	Version  string
	Now      func() time.Time
	Ready    func() error
	Watch    func() watch.Status
	Publish  func() publish.Stats
	Desk     func() publish.DeskStats
	Serve    func() serve.Stats
	Journal  *Journal
	Audience func() audience.Figures // of today; nil: nobody counts
	Hub      *websub.Hub             // nil: nobody is told of feeds
	Data     string                  // the folder that the journal is in; empty: it is on other machines
}

// Handler answers with all figures.
func Handler(s Sources) http.Handler {
	all := prometheus.NewRegistry()
	all.MustRegister(
		&collector{Sources: s},
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return promhttp.HandlerFor(all, promhttp.HandlerOpts{EnableOpenMetrics: true, MaxRequestsInFlight: 4})
}

// A collector reads figures when somebody asks.
type collector struct {
	Sources

	mu      sync.Mutex // guards what follows: what takes a while to count is kept for a moment
	until   time.Time
	journal journal.Stats
	hub     websub.Stats
	jerr    error
	herr    error
}

// Describe says nothing: which figures there are depends on what has happened.
func (c *collector) Describe(chan<- *prometheus.Desc) {}

// Collect gives all figures.
func (c *collector) Collect(out chan<- prometheus.Metric) {
	f := figures{out}
	f.gauge("build_info", "1, with the version of the program.", 1, "version", c.Version, "go", runtime.Version())
	f.gauge("ready", "1 when /readyz says so.", one(c.Ready() == nil))
	pub := c.Publish()
	f.watch(c.Watch())
	f.publish(pub)
	f.desk(c.Desk())
	f.serve(c.Serve())
	if c.Audience != nil {
		f.audience(c.Audience())
	}
	c.count()
	f.journal(c.Journal, c.journal, c.jerr, pub)
	if c.Hub != nil && c.herr == nil {
		f.hub(c.hub, c.Now())
	}
	if free, ok := free(c.Data); ok {
		f.gauge("data_free_bytes", "Room on the disk that the journal is on.", free)
	}
}

// slowly is how long the journal and the hub are not asked again, and how long
// they may take to answer.
const slowly = 10 * time.Second

// count has the journal and the hub count what they keep.
func (c *collector) count() {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.Now()
	if now.Before(c.until) && c.until.Sub(now) <= slowly { // else the clock went back
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), slowly)
	defer cancel()
	c.journal, c.jerr = c.Journal.Stats(ctx)
	if c.Hub != nil {
		c.hub, c.herr = c.Hub.Stats(ctx)
	}
	c.until = now.Add(slowly)
}

// Figures are written one after the other.
type figures struct{ out chan<- prometheus.Metric }

func (f figures) gauge(name, help string, value float64, labels ...string) {
	f.put(prometheus.GaugeValue, name, help, value, labels)
}

func (f figures) counter(name, help string, value int64, labels ...string) {
	f.put(prometheus.CounterValue, name, help, float64(value), labels)
}

// put writes a figure. Labels are names and values in turn.
func (f figures) put(kind prometheus.ValueType, name, help string, value float64, labels []string) {
	var names, values []string
	for i := 0; i < len(labels); i += 2 {
		names, values = append(names, labels[i]), append(values, labels[i+1])
	}
	f.out <- prometheus.MustNewConstMetric(prometheus.NewDesc("writethru_"+name, help, names, nil), kind, value, values...)
}

// spread writes how long things took.
func (f figures) spread(name, help string, c spread.Counts) {
	upTo := make(map[float64]uint64, len(spread.Bounds))
	for i, bound := range spread.Bounds {
		upTo[bound.Seconds()] = c.UpTo[i]
	}
	f.out <- prometheus.MustNewConstHistogram(prometheus.NewDesc("writethru_"+name, help, nil, nil), c.N, c.Sum.Seconds(), upTo)
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// timestamp is a time as Prometheus has it; 0: there is none.
func timestamp(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
