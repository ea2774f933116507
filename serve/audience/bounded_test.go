package audience

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writethru/serve"
)

// Whatever comes, there is a bound on what is kept, and nothing is lost from the
// sums.
func TestMemoryIsBounded(t *testing.T) {
	at := midnight
	r := New(Options{Now: func() time.Time { return at }, Resolver: names{}})
	agents := []string{"Reader%d/1.0", "NewsBlur Feed Fetcher - %d subscribers", "Service%d/1 (%[1]d subscribers; feed-id=%[1]d)", "Feedbin feed-id:%d - 9 subscribers", "Miniflux/2.%d", "other/%d (5 subscribers)"}
	flood := func(n int) (heap uint64) {
		for i := range n {
			at = at.Add(time.Millisecond)
			a := serve.Answer{
				At: at, From: netip.AddrFrom4([4]byte{20, byte(i >> 16), byte(i >> 8), byte(i)}), Status: 200, Bytes: 10, Type: "application/atom+xml",
				Path: fmt.Sprintf("/stories/%d/feed.atom", i%50_000), Agent: fmt.Sprintf(agents[i%len(agents)], i),
				Emitted: []time.Time{at},
			}
			r.Answered(a)
			if i%500 == 499 {
				r.countAll(t.Context())
			}
		}
		r.countAll(t.Context())
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	const many = 24_000
	first := flood(many)
	second := flood(3 * many)
	if second > first+2<<20 {
		t.Errorf("%d KB after %d polls by as many names, %d KB after four times as many", first>>10, many, second>>10)
	}
	f := r.Snapshot()
	if f.Polls != 4*many || f.Dropped != 0 {
		t.Errorf("%d polls, %d dropped, want %d and none", f.Polls, f.Dropped, 4*many)
	}
	var byFeed, byName uint64
	for _, feed := range f.Feeds {
		byFeed += feed.Polls
	}
	subs := 0
	for _, s := range f.Services {
		byName += s.Polls
		subs += len(s.Feeds)
	}
	for _, p := range f.Programs {
		byName += p.Polls
	}
	if byFeed != f.Polls || byName != f.Polls {
		t.Errorf("%d polls by feed and %d by name, want %d", byFeed, byName, f.Polls)
	}
	if len(f.Feeds) > mostFeeds+1 || len(f.Services) > mostServices+3 || len(f.Programs) > mostClients+2 || subs > mostSubs {
		t.Errorf("%d feeds, %d services, %d programs, %d subscriptions", len(f.Feeds), len(f.Services), len(f.Programs), subs)
	}
	if f.Subscribers.Believed() != 0 {
		t.Errorf("%d subscribers of a flood are believed", f.Subscribers.Believed())
	}
	if data, err := r.today.encode(); err != nil || len(data) > 1<<20 {
		t.Errorf("a day takes %d bytes, %v, want at most what a message may have", len(data), err)
	}
}

// What finds no room on its way is dropped and counted.
func TestAFullBufferDrops(t *testing.T) {
	r := New(Options{Now: func() time.Time { return midnight }})
	const many = 50_000
	for range many {
		r.Answered(usual)
	}
	r.countAll(t.Context())
	f := r.Snapshot()
	if f.Polls == 0 || f.Dropped == 0 || f.Polls+f.Dropped != many {
		t.Errorf("%d counted, %d dropped, want %d together", f.Polls, f.Dropped, many)
	}
}

// Known programs have room however many names were made up before.
func TestKnownProgramsHaveRoom(t *testing.T) {
	r := New(Options{Now: func() time.Time { return midnight }})
	poll := func(agent string) {
		a := usual
		a.Agent = agent
		r.Answered(a)
		r.Answered(a)
		r.countAll(t.Context())
	}
	for i := range 3 * mostClients {
		poll(fmt.Sprintf("Reader%d/1.0", i))
		poll(fmt.Sprintf("Service%d/1.0 (5 subscribers)", i))
	}
	poll("Miniflux/2.1")
	poll(usual.Agent)
	f := r.Snapshot()
	if !slices.ContainsFunc(f.Programs, func(p ProgramFigures) bool { return p.Name == "Miniflux" }) ||
		!slices.ContainsFunc(f.Services, func(s ServiceFigures) bool { return s.Name == "Feedly" && s.Claim == 457 }) {
		t.Error("known programs were counted among the others")
	}
}

// A histogram gives durations back within a tenth.
func TestHistogramsAreRightWithinATenth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(int64(time.Second), int64(40*24*time.Hour)).Draw(t, "duration"))
		var h histogram
		h.add(d)
		got := h.quantile(rapid.Float64Range(0, 1).Draw(t, "share"))
		if ratio := got.Seconds() / d.Seconds(); ratio < 0.9 || ratio > 1.1 {
			t.Errorf("%s is given back as %s", d, got)
		}
	})
}

// A day reads back as it was kept, and two halves make the whole.
func TestDaysAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, a, b := fixed(), fixed(), fixed()
		for i := range rapid.IntRange(0, 200).Draw(t, "polls") {
			rec := record{
				at: midnight.Add(time.Duration(i) * time.Minute), status: rapid.SampledFrom([]int{200, 226, 304}).Draw(t, "status"), bytes: i,
				from:  netip.AddrFrom4([4]byte{192, 0, 2, rapid.Byte().Draw(t, "from")}),
				path:  []byte(rapid.SampledFrom([]string{"/feed.rss", "/feed.atom"}).Draw(t, "path")),
				agent: []byte(rapid.SampledFrom([]string{"Miniflux/2", "curl/8", "FreshRSS/1", ""}).Draw(t, "agent")),
			}
			whole.count(&rec)
			if rapid.Bool().Draw(t, "half") {
				a.count(&rec)
			} else {
				b.count(&rec)
			}
		}
		read := func(r *Recorder) *day {
			data, err := r.today.encode()
			if err != nil {
				t.Fatal(err)
			}
			d, err := decodeDay(data)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		halves := read(a)
		halves.merge(read(b))
		got, want := halves.figures("d"), read(whole).figures("d")
		// How often somebody asked is known only to who saw all of it.
		for _, f := range []*Figures{&got, &want} {
			f.Intervals = nil
			for i := range f.Programs {
				f.Programs[i].Interval, f.Programs[i].Regular = 0, 0
			}
		}
		if text(t, got) != text(t, want) {
			t.Errorf("halves  %s\nwhole %s", text(t, got), text(t, want))
		}
	})
}

// fixed gives a recorder that is in the middle of a day whose secret is known.
func fixed() *Recorder {
	r := New(Options{})
	r.date, r.key = date(midnight), make([]byte, 16)
	return r
}

func text(t *rapid.T, f Figures) string {
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
