package websub_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"writethru/websub"
)

// A fleet is many subscribers without a network between. Some fail by chance, or
// take long.
type fleet struct {
	mu       sync.Mutex
	has      map[string]string // by callback: the bytes it was sent last
	unsigned int               // deliveries without the right signature
	chance   *rand.Rand        // nil: nobody fails
	cut      atomic.Bool       // the process is gone: nothing arrives
}

func (f *fleet) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.cut.Load() {
		return nil, errors.New("the process is gone")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	status, takes := http.StatusNoContent, time.Duration(0)
	f.mu.Lock()
	if f.chance != nil {
		takes = time.Duration(f.chance.ExpFloat64() * float64(300*time.Millisecond))
		if f.chance.IntN(4) == 0 {
			status = http.StatusServiceUnavailable
		}
	}
	f.mu.Unlock()
	select {
	case <-time.After(takes):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if status == http.StatusNoContent {
		f.has[r.URL.String()] = string(body)
		if !signed(delivery{head: r.Header, body: string(body)}, r.URL.String()) {
			f.unsigned++
		}
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("")), Request: r, Header: http.Header{}}, nil
}

// lack counts who does not have some bytes.
func (f *fleet) lack(callbacks []string, text string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range callbacks {
		if f.has[c] != text {
			n++
		}
	}
	return n
}

// Whatever bursts, failures and crashes there are, each subscriber has the newest
// bytes in the end, signed.
func TestEverybodyHasTheNewestInTheEnd(t *testing.T) {
	for seed := range uint64(3) {
		synctest.Test(t, func(t *testing.T) {
			chance := rand.New(rand.NewPCG(seed, 0))
			f := &fleet{has: map[string]string{}, chance: chance}
			w := newWorld(t, func(o *websub.Options) { o.Transport, o.Workers, o.LookEvery = f, 16, time.Hour })
			var callbacks []string
			for i := range 40 {
				c := fmt.Sprintf("https://reader-%d.example/%d", i%12, i)
				callbacks = append(callbacks, c)
				w.put(c, c)
			}
			text := ""
			for n := range 20 {
				text = fmt.Sprint("news ", n, strings.Repeat("x", n))
				f.mu.Lock()
				dice, wait := chance.IntN(6), time.Duration(chance.ExpFloat64()*float64(2*time.Second))
				f.mu.Unlock()
				switch dice {
				case 0: // the process is gone before anything was announced
					w.desk.set(news, text)
					w.crash(f)
				case 1: // and here in the middle of deliveries
					w.publish(news, text)
					time.Sleep(wait / 4)
					w.crash(f)
				default:
					w.publish(news, text)
					time.Sleep(wait)
				}
			}
			f.mu.Lock()
			f.chance = nil // from now on nobody fails
			f.mu.Unlock()
			time.Sleep(3 * time.Hour) // longer than the longest back-off
			if n := f.lack(callbacks, text); n > 0 || f.unsigned > 0 {
				t.Errorf("seed %d: %d subscribers do not have the newest bytes, %d deliveries were not signed", seed, n, f.unsigned)
			}
			w.stop()
			w.stop = func() {}
		})
	}
}

// crash ends the hub so that nothing arrives and nothing is recorded any more,
// and starts it from what was.
func (w *world) crash(f *fleet) {
	w.t.Helper()
	f.cut.Store(true)
	if err := w.store.Close(); err != nil {
		w.t.Errorf("Close: %v", err)
	}
	w.stopHub()
	f.cut.Store(false)
	w.start()
}

// A subscriber that is away for most of a day is told when it is back, and until
// then is asked less and less often.
func TestFailuresAreTriedAgainForLongerThanADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tries atomic.Int64
		var back atomic.Bool
		away := carry(func(*http.Request) int {
			tries.Add(1)
			if back.Load() {
				return http.StatusOK
			}
			return http.StatusBadGateway
		})
		w := newWorld(t, func(o *websub.Options) { o.Transport, o.LookEvery = away, 24*time.Hour })
		ends := 10 * 24 * time.Hour
		w.putFor("https://reader.example/cb", "", ends)
		w.publish(news, "news 1")
		time.Sleep(36 * time.Hour)
		if n := tries.Load(); n < 30 || n > 90 {
			t.Errorf("%d attempts in 36 hours, want some ten at first and then about one in an hour", n)
		}
		w.publish(news, "news 2") // it keeps its time
		back.Store(true)
		time.Sleep(2 * time.Hour)
		s, _ := w.subscriber(news, "https://reader.example/cb")
		if topic, _, err := w.store.Topic(context.Background(), news); s.Told != topic.Hash || s.Attempt != 0 || err != nil {
			t.Errorf("the subscriber is %+v, want it told", s)
		}
		time.Sleep(ends)
		if _, there := w.subscriber(news, "https://reader.example/cb"); there {
			t.Error("the lease has ended, and the subscriber is there")
		}
		before := tries.Load()
		w.publish(news, "news 3")
		time.Sleep(time.Hour)
		if tries.Load() != before {
			t.Error("it was told after its lease had ended")
		}
		w.stop()
		w.stop = func() {}
	})
}

// carry answers requests with a status.
type carry func(*http.Request) int

func (c carry) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
	}
	return &http.Response{StatusCode: c(r), Body: io.NopCloser(strings.NewReader("")), Request: r, Header: http.Header{}}, nil
}
