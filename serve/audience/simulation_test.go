package audience

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"writethru/journal/sqlite"
	"writethru/serve"
)

// A made-up day: who polls is known, and so is what the figures have to be.
var midnight = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// A poller asks for a feed again and again, as feed readers do.
type poller struct {
	agent func(at time.Time) string
	from  []string // takes turns
	path  string
	every time.Duration
	first time.Duration // after midnight
	plain bool          // never says what it has

	tag string
}

func says(agent string) func(time.Time) string { return func(time.Time) string { return agent } }

// A stage is a real server whose time is ours, and what counts its answers.
type stage struct {
	t        *testing.T
	now      atomic.Int64
	site     serve.Site
	recorder atomic.Pointer[Recorder]
	store    *sqlite.Store
	names    Resolver
	conn     net.Conn
	in       *bufio.Reader

	polls, unchanged, bytes uint64
	emitted                 []time.Time
}

func newStage(t *testing.T, names Resolver) *stage {
	t.Helper()
	s := &stage{t: t, names: names}
	s.to(midnight)
	s.site.Now = s.time
	store, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	s.store = store
	s.restart()
	s.publish(midnight.Add(-24*time.Hour), nil)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	handler := serve.Handler(&s.site, serve.Options{
		Limits:   serve.Limits{Rate: -1},
		Answered: func(a serve.Answer) { s.recorder.Load().Answered(a) },
	})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serve.Serve(ctx, ln, handler, serve.ServerOptions{}) }()
	if s.conn, err = net.Dial("tcp", ln.Addr().String()); err != nil {
		t.Fatal(err)
	}
	s.in = bufio.NewReader(s.conn)
	t.Cleanup(func() {
		_ = s.conn.Close()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		s.site.Close()
	})
	return s
}

func (s *stage) time() time.Time { return time.UnixMilli(s.now.Load()).UTC() }

func (s *stage) to(at time.Time) { s.now.Store(at.UnixMilli()) }

// restart is what a new process does, on the same store.
func (s *stage) restart() {
	s.recorder.Store(New(Options{Now: s.time, Store: s.store, Resolver: s.names, Log: slog.New(slog.NewTextHandler(s.t.Output(), nil))}))
	s.count()
}

// count has counted what was asked up to now, and the names of machines looked up.
func (s *stage) count() {
	r := s.recorder.Load()
	r.countAll(s.t.Context())
	for len(r.questions) > 0 {
		r.look(s.t.Context(), <-r.questions)
	}
}

// publish serves feeds that hold follow-ups emitted at these times.
func (s *stage) publish(changed time.Time, emitted []time.Time) {
	s.emitted = emitted
	body := fmt.Sprintf("<feed>%s %v</feed>", changed, emitted)
	all := map[string]serve.Resource{}
	for path, mediaType := range map[string]string{
		"/feed.rss": "application/rss+xml", "/feed.atom": "application/atom+xml", "/updates.json": "application/feed+json",
	} {
		all[path] = serve.Resource{Type: mediaType + "; charset=utf-8", Body: []byte(body), Modified: changed, Emitted: emitted}
	}
	all["/"] = serve.Resource{Type: "text/html; charset=utf-8", Body: []byte("<p>front")}
	s.site.Put(all)
}

// poll asks over the wire, through a proxy that says for whom.
func (s *stage) poll(p *poller, turn int) {
	at := s.time()
	fields := "Host: x\r\nX-Forwarded-For: 10.9.8.7, " + p.from[turn%len(p.from)] + "\r\n"
	if agent := p.agent(at); agent != "" {
		fields += "User-Agent: " + agent + "\r\n"
	}
	if p.tag != "" && !p.plain {
		fields += "If-None-Match: " + p.tag + "\r\n"
	}
	if _, err := io.WriteString(s.conn, "GET "+p.path+" HTTP/1.1\r\n"+fields+"\r\n"); err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.ReadResponse(s.in, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	n, _ := io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	p.tag = resp.Header.Get("ETag")
	if p.path == "/" {
		return
	}
	s.polls++
	s.bytes += uint64(n)
	if resp.StatusCode == http.StatusNotModified {
		s.unchanged++
	}
}

// An event is something that happens on the day.
type event struct {
	at time.Time
	do func()
}

// play lets everything happen in its order.
func (s *stage) play(from, to time.Time, pollers []*poller, events ...event) {
	for _, p := range pollers {
		turn := 0
		for at := from.Add(p.first); at.Before(to); at = at.Add(p.every) {
			n := turn
			events = append(events, event{at, func() { s.poll(p, n) }})
			turn++
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at.UnixMilli(), b.at.UnixMilli()) })
	for i, e := range events {
		s.to(e.at)
		e.do()
		if i%64 == 0 {
			s.count()
		}
	}
	s.to(to.Add(-time.Millisecond))
	s.count()
}

// names is a name service with few names.
type names map[string]string // by address

func (n names) LookupAddr(_ context.Context, addr string) ([]string, error) {
	if name, ok := n[addr]; ok {
		return []string{name + "."}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: addr, IsNotFound: true}
}

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if host == "liar.feedly.com" {
		return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil // the name does not lead back
	}
	for addr, name := range n {
		if name == host {
			return []netip.Addr{netip.MustParseAddr(addr)}, nil
		}
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

// truth is what the day was.
type truth struct {
	readers  map[string]int // different clients by program
	services []*poller
	crowd    []*poller
}

func madeUp(r *rand.Rand) truth {
	tr := truth{readers: map[string]int{}}
	rising := func(at time.Time) string { // by eight over the day
		return fmt.Sprintf("Feedly/1.0 (+http://www.feedly.com/fetcher.html; %d subscribers; like FeedFetcher-Google)", 462+int(at.Sub(midnight).Hours()/3))
	}
	add := func(every, first time.Duration, agent func(time.Time) string, path string, from ...string) {
		tr.services = append(tr.services, &poller{agent: agent, from: from, path: path, every: every, first: first})
	}
	const minute = time.Minute
	add(30*minute, 4*minute, rising, "/feed.rss", "8.29.198.26", "8.29.198.27")
	add(30*minute, 6*minute, says("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 38 subscribers; like FeedFetcher-Google)"), "/feed.atom", "8.29.198.26")
	add(60*minute, 5*minute, says("Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 1204 subscribers; )"), "/feed.rss", "65.109.1.1")
	add(60*minute, 9*minute, says("NewsBlur Feed Fetcher - 88 subscribers - https://www.newsblur.com/site/1/x (Mozilla/5.0)"), "/feed.rss", "5.161.1.1", "5.161.1.2")
	add(25*minute, 2*minute, says("Feedbin feed-id:1306543 - 13 subscribers"), "/feed.rss", "5.161.2.1")
	add(25*minute, 3*minute, says("Feedbin feed-id:9428 - 7 subscribers"), "/feed.rss", "5.161.2.1")
	add(60*minute, 7*minute, says("Mozilla/5.0 (compatible; theoldreader.com; 12 subscribers; feed-id=5099e2ab)"), "/feed.atom", "5.161.3.1")

	// Spoofers: one for all of the day, one with a name that does not lead back.
	add(60*minute, 1*minute, says("NewsBlur Feed Fetcher - 1000000 subscribers"), "/feed.rss", "203.0.113.9")
	add(20*minute, 2*minute, says("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 50 subscribers; like FeedFetcher-Google)"), "/feed.rss", "203.0.113.10")
	add(15*minute, 8*minute, says("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 70 subscribers)"), "/updates.json", "203.0.113.11")
	add(10*minute, 2*minute, says("MegaReader/9.0 (9000 subscribers)"), "/feed.rss", "203.0.113.12")

	programs := []struct {
		name  string
		agent string
		n     int
	}{
		{"Miniflux", "Mozilla/5.0 (compatible; Miniflux/2.1.%d; +https://miniflux.app)", 120},
		{"FreshRSS", "FreshRSS/1.23.%d (Linux; https://freshrss.org)", 80},
		{"NetNewsWire", "NetNewsWire (RSS Reader; https://netnewswire.com/)", 60},
		{"Newsboat", "newsboat/2.3%d.0 (Linux 6.1.0; amd64)", 25},
		{"Thunderbird", "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.6.%d", 15},
	}
	intervals := []time.Duration{15 * minute, 30 * minute, 60 * minute, 60 * minute, 120 * minute, 12 * 60 * minute}
	for _, p := range programs {
		for range p.n {
			agent := p.agent
			if strings.Contains(agent, "%d") {
				agent = fmt.Sprintf(agent, r.IntN(3))
			}
			every := intervals[r.IntN(len(intervals))]
			from := fmt.Sprintf("%d.%d.%d.%d", 20+r.IntN(100), r.IntN(256), r.IntN(256), 1+r.IntN(254))
			path := []string{"/feed.rss", "/feed.rss", "/feed.atom", "/updates.json"}[r.IntN(4)]
			tr.crowd = append(tr.crowd, &poller{agent: says(agent), from: []string{from}, path: path, every: every, first: time.Duration(r.Int64N(int64(every)))})
			tr.readers[p.name]++
		}
	}
	// A crawler, one who makes a name up each time, and one who reads pages.
	tr.crowd = append(tr.crowd,
		&poller{agent: says("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"), from: []string{"157.55.39.1"}, path: "/feed.rss", every: 3 * time.Hour, plain: true},
		&poller{agent: func(at time.Time) string { return fmt.Sprintf("Reader%d/1.0", at.UnixNano()) }, from: []string{"203.0.113.99"}, path: "/feed.rss", every: minute, plain: true},
		&poller{agent: says("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"), from: []string{"20.1.1.1"}, path: "/", every: time.Hour},
	)
	return tr
}

var machines = names{
	"8.29.198.26": "s1.feedly.com", "8.29.198.27": "s2.feedly.com", "65.109.1.1": "fetch.inoreader.com",
	"203.0.113.11": "liar.feedly.com", "203.0.113.9": "evil.newsblur.com.example",
}

func TestAMadeUpDay(t *testing.T) {
	s := newStage(t, machines)
	tr := madeUp(rand.New(rand.NewPCG(1, 2)))
	emit := func(after time.Duration) event {
		at := midnight.Add(after)
		return event{at.Add(200 * time.Millisecond), func() { s.publish(at, slices.Insert(slices.Clone(s.emitted), 0, at)) }}
	}
	events := []event{
		emit(10 * time.Hour), emit(10*time.Hour + 20*time.Second), emit(20 * time.Hour),
		{midnight.Add(13*time.Hour + 30*time.Second), func() {
			if err := s.recorder.Load().Flush(t.Context()); err != nil {
				t.Error(err)
			}
			s.restart()
		}},
	}
	s.play(midnight, midnight.Add(24*time.Hour), slices.Concat(tr.services, tr.crowd), events...)
	days, err := s.recorder.Load().Days(t.Context(), 1)
	if err != nil || len(days) != 1 {
		t.Fatalf("Days: %d days, %v", len(days), err)
	}
	f := days[0]
	if f.Polls != s.polls || f.Unchanged != s.unchanged || f.Bytes != s.bytes || f.Dropped != 0 {
		t.Errorf("polls %d, unchanged %d, bytes %d, dropped %d, want %d, %d, %d and 0", f.Polls, f.Unchanged, f.Bytes, f.Dropped, s.polls, s.unchanged, s.bytes)
	}
	checkServices(t, f)
	checkReaders(t, f, tr)
	checkDelays(t, f)
	if got := s.recorder.Load().Snapshot(); got.Polls != f.Polls || got.Subscribers != f.Subscribers {
		t.Errorf("a snapshot has %d polls and %+v, the store %d and %+v", got.Polls, got.Subscribers, f.Polls, f.Subscribers)
	}
}

// What services are believed is exact.
func checkServices(t *testing.T, f Figures) {
	t.Helper()
	want := map[string]Subscribers{
		"Feedly":         {Confirmed: 469 + 38, Unverified: 70},
		"Inoreader":      {Confirmed: 1204},
		"NewsBlur":       {Behaviour: 88},
		"Feedbin":        {Behaviour: 20},
		"The Old Reader": {Behaviour: 12},
		"MegaReader":     {Unverified: 100},
	}
	for _, s := range f.Services {
		if s.Subscribers != want[s.Name] {
			t.Errorf("%s: %+v, want %+v", s.Name, s.Subscribers, want[s.Name])
		}
		delete(want, s.Name)
	}
	if len(want) > 0 {
		t.Errorf("services that are missing: %v", want)
	}
	if got := f.Subscribers.Believed(); got != 469+38+1204+88+20+12 {
		t.Errorf("%d subscribers are believed: %+v", got, f.Subscribers)
	}
}

// Readers are counted within three standard errors, on both sides of a restart.
func checkReaders(t *testing.T, f Figures, tr truth) {
	t.Helper()
	near := func(what string, got, want int, deviation float64) {
		t.Helper()
		if math.Abs(float64(got-want)) > max(1, 3*deviation*float64(want)) {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	all := 0
	for _, p := range f.Programs {
		if want, ok := tr.readers[p.Name]; ok {
			near(p.Name, p.Clients, want, 0.033)
			if p.Interval.Duration() < 25*time.Minute || p.Interval.Duration() > 13*time.Hour {
				t.Errorf("%s polls every %s", p.Name, p.Interval.Duration())
			}
			all += want
			delete(tr.readers, p.Name)
		}
	}
	near("readers", f.Clients[Reader], all, 0.016)
	near("bots", f.Clients[Bot], 1, 0)
	near("who makes names up", f.Clients[Unknown], 1, 0)
	if f.Clients[Browser] != 0 {
		t.Errorf("%d browsers, want none: they read pages, not feeds", f.Clients[Browser])
	}
	if len(tr.readers) > 0 {
		t.Errorf("programs that are missing: %v", tr.readers)
	}
	if unknown := len(f.Programs) - 6; unknown > mostClients+1 {
		t.Errorf("%d programs that are not known, want at most %d", unknown, mostClients+1)
	}
	sum := 0.0
	for _, i := range f.Intervals {
		sum += i.Share
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("shares of intervals add up to %f", sum)
	}
}

// Delays are right within a tenth. Feedly polls at :04 and :34, and the atom feed
// at :06 and :36: follow-ups of 10:00:00, 10:00:20 and 20:00:00 wait for :04 and :06.
func checkDelays(t *testing.T, f Figures) {
	t.Helper()
	for _, test := range []struct {
		service  string
		count    uint64
		p50, p95 time.Duration
	}{
		{"Feedly", 6, 4 * time.Minute, 6 * time.Minute},
		{"Inoreader", 3, 5 * time.Minute, 5 * time.Minute},
		{"The Old Reader", 3, 7 * time.Minute, 7 * time.Minute},
	} {
		i := slices.IndexFunc(f.Services, func(s ServiceFigures) bool { return s.Name == test.service })
		if i < 0 {
			continue // told already
		}
		got := f.Services[i].Fetched
		off := func(got Seconds, want time.Duration) bool {
			return math.Abs(float64(got)/want.Seconds()-1) > 0.15
		}
		if got.Count != test.count || off(got.P50, test.p50) || off(got.P95, test.p95) {
			t.Errorf("%s: %d fetched, p50 %s, p95 %s, want %d, %s, %s", test.service, got.Count, got.P50.Duration(), got.P95.Duration(), test.count, test.p50, test.p95)
		}
	}
}
