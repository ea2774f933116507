package load

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Subscribers are WebSub subscribers on this machine, as many as there are paths.
// They want what they are asked about, take what they are sent, and count both.
type Subscribers struct {
	Confirmed atomic.Int64
	Delivered atomic.Int64
	Bytes     atomic.Int64
}

// A Tally is what subscribers have counted.
type Tally struct {
	Confirmed int   `json:"confirmed"` // subscriptions
	Delivered int   `json:"delivered"` // feeds
	Bytes     int64 `json:"bytes"`     // of them
}

// TallyPath answers with a [Tally]; all other paths are callbacks.
const TallyPath = "/tally"

// ServeHTTP answers a hub (WebSub §5.3 and §7).
func (s *Subscribers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == TallyPath:
		t := Tally{int(s.Confirmed.Load()), int(s.Delivered.Load()), s.Bytes.Load()}
		_ = json.NewEncoder(w).Encode(t) // who asked may have gone
	case r.Method == http.MethodPost:
		if n, err := io.Copy(io.Discard, r.Body); err == nil {
			s.Bytes.Add(n)
			s.Delivered.Add(1)
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		s.Confirmed.Add(1)
		_, _ = io.WriteString(w, r.FormValue("hub.challenge"))
	}
}

// Subscribe serves subscribers at some addresses until ctx is done. It writes the
// addresses as JSON, in one line.
func Subscribe(ctx context.Context, addresses int, w io.Writer) error {
	var all []string
	srv := &http.Server{Handler: new(Subscribers), ReadHeaderTimeout: 10 * time.Second}
	g, ctx := errgroup.WithContext(ctx)
	for range addresses {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		all = append(all, ln.Addr().String())
		g.Go(func() error {
			if err := srv.Serve(ln); ctx.Err() == nil {
				return err
			}
			return nil
		})
	}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	b, err := json.Marshal(all)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s\n", b)
	return g.Wait()
}
