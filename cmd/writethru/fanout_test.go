package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"writethru/internal/owed"
	"writethru/journal/sqlite"
)

var (
	crowdSize  = flag.Int("crowd.size", 400, "how many subscribers TestKilledInTheMiddleOfFanOut has")
	crowdKills = flag.Int("crowd.kills", 3, "how often the program is killed in it")
)

// A crowd is many subscribers on this machine.
type crowd struct {
	mu       sync.Mutex
	has      map[string][32]byte // by path of the callback: the sum of what it was sent last
	sent     int                 // deliveries since begin
	unsigned int
}

func (c *crowd) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the program was killed
	}
	wrong := checkSignature(r.Header.Values("X-Hub-Signature"), r.URL.Path, string(body))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.has[r.URL.Path] = sha256.Sum256(body)
	c.sent++
	if wrong != nil {
		c.unsigned++
	}
	w.WriteHeader(http.StatusNoContent)
}

// lack counts who does not have some bytes.
func (c *crowd) lack(of int, body string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, sum := of, sha256.Sum256([]byte(body))
	for _, has := range c.has {
		if has == sum {
			n--
		}
	}
	return n
}

// The program is killed at random while it tells subscribers of a publication. In
// the end each has the newest bytes, signed. The long form:
//
//	go test ./cmd/writethru -run TestKilledInTheMiddleOfFanOut -crowd.size 10000 -crowd.kills 20
func TestKilledInTheMiddleOfFanOut(t *testing.T) {
	t.Parallel()
	d := newStrictDesk(t)
	c := &crowd{has: map[string][32]byte{}}
	var hosts []string
	for range 40 { // there is a limit for each
		s := httptest.NewServer(c)
		t.Cleanup(s.Close)
		hosts = append(hosts, s.URL)
	}
	store, err := sqlite.Open(t.Context(), filepath.Join(d.dir, ".writethru"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range *crowdSize {
		path := fmt.Sprint("/", i)
		err := store.PutSubscriber(t.Context(), owed.Subscriber{
			Topic: d.site + "/feed.atom", Callback: hosts[i%len(hosts)] + path, Secret: path, Ends: time.Now().Add(time.Hour), Told: "nothing",
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	d.start()
	for range *crowdKills {
		enough := 1 + rand.IntN(*crowdSize)
		c.mu.Lock()
		c.sent = 0
		c.mu.Unlock()
		d.publish()
		if err := eventuallyIn(time.Minute, func() error {
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.sent < enough {
				return fmt.Errorf("%d deliveries, want %d", c.sent, enough)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		d.kill()
		d.start()
	}
	word := d.publish()
	if err := eventuallyIn(time.Minute, func() error {
		_, body, err := get(d.site + "/feed.atom")
		if n := c.lack(*crowdSize, body); err == nil && (n > 0 || !strings.Contains(body, word)) {
			err = fmt.Errorf("%d subscribers do not have the newest bytes", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if c.unsigned > 0 {
		t.Errorf("%d deliveries were not signed as they should", c.unsigned)
	}
}
