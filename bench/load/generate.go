package load

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Counts is what a load came to.
type Counts struct {
	Requests int           `json:"requests"`
	Took     time.Duration `json:"took"`
	CPU      time.Duration `json:"-"` // of who made it, as far as it is known
}

// PerSecond is the rate of requests.
func (c Counts) PerSecond() float64 { return float64(c.Requests) / c.Took.Seconds() }

// Generate makes a request again and again on some connections at once, and
// counts the answers.
func Generate(ctx context.Context, r Request, connections int, during time.Duration) (Counts, error) {
	var conns []*conn
	defer func() { hangUp(conns) }()
	for range connections {
		c, err := r.dial(ctx, 64<<10)
		if err != nil {
			return Counts{}, err
		}
		conns = append(conns, c)
	}
	start := time.Now()
	var requests atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range conns {
		g.Go(func() error {
			n := 0
			for ; time.Since(start) < during && ctx.Err() == nil; n++ {
				if err := c.do(); err != nil {
					return err
				}
			}
			requests.Add(int64(n))
			return nil
		})
	}
	err := g.Wait()
	return Counts{Requests: int(requests.Load()), Took: time.Since(start)}, err
}

// Hold opens connections, makes one request on each, says so in one line, and
// holds them until ctx is done.
func Hold(ctx context.Context, r Request, connections int, w io.Writer) error {
	held := make([]*conn, 0, connections)
	defer func() { hangUp(held) }()
	for range connections {
		c, err := r.dial(ctx, 1<<10)
		if err != nil {
			return err
		}
		held = append(held, c)
		if err := c.do(); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "%d connections held\n", len(held))
	<-ctx.Done()
	return nil
}

func hangUp(conns []*conn) {
	for _, c := range conns {
		_ = c.Close() // nothing more is expected of it
	}
}
