// Package jetstream keeps a journal in a NATS JetStream cluster, so that many
// processes publish from it: what Append has acknowledged is on the disks of a
// majority of the cluster's machines, of racing writers one wins, and what is
// read is what was written, or an error that says which record is damaged.
//
// How the machines write to their disks is the operator's setting, which a
// client can't see: a cluster whose machines may lose power together needs
// sync_interval: always.
package jetstream

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"writethru/journal"
)

// defaultName is the name of a journal whose URL has none.
const defaultName = "writethru"

// Options say how to open a journal. The zero value is for a process that
// publishes.
type Options struct {
	Existing bool        // a journal that is not there is an error that wraps journal.ErrNotFound, and is not made
	Lost     func(error) // told when the connection is lost, from any goroutine; nil: nobody is
	Back     func()      // told when it is back
}

// A Store is a journal in a cluster. It implements journal.Store.
type Store struct {
	at   address
	nc   *nats.Conn
	js   js.JetStream
	news news

	journal js.Stream // of revisions, which are never deleted
	sources js.Stream // of the newest source of each story
	owed    js.Stream // of topics and subscribers

	mirror mirror // of owed

	leaving atomic.Bool        // one server for another, so that it is not done all the time
	stop    context.CancelFunc // ends what runs beside the callers
	running sync.WaitGroup
}

var _ journal.Store = (*Store)(nil)

// An address is what a journal's URL says.
type address struct {
	servers string // as nats.Connect takes them
	name    string // of the journal: what its streams and subjects begin with
}

var nameOf = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Check says what is wrong with a journal's URL.
func Check(url string) error {
	_, err := parse(url)
	return err
}

// parse reads nats://HOST,HOST,HOST/NAME: hosts may have ports, the first one a
// user and password for all of them, and NAME tells journals in one cluster apart.
func parse(url string) (address, error) {
	scheme, rest, ok := strings.Cut(url, "://")
	hosts, name, named := strings.Cut(rest, "/")
	if !named || name == "" {
		name = defaultName
	}
	user := ""
	if i := strings.LastIndexByte(hosts, '@'); i >= 0 {
		user, hosts = hosts[:i+1], hosts[i+1:]
	}
	if !ok || scheme != "nats" && scheme != "tls" || !nameOf.MatchString(name) {
		return address{}, errors.New("want nats://HOST,HOST,HOST, and /NAME where several journals share a cluster")
	}
	var servers []string
	for host := range strings.SplitSeq(hosts, ",") {
		if host == "" || strings.ContainsAny(host, " /?#") {
			return address{}, errors.New("want the names of hosts between commas")
		}
		servers = append(servers, scheme+"://"+user+host)
	}
	return address{strings.Join(servers, ","), name}, nil
}

// Open opens the journal that a URL names: see [Check]. It waits a while for a
// cluster that is not there yet.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	at, err := parse(url)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	s := &Store{at: at, stop: stop}
	s.news.changed = make(chan struct{})
	s.mirror.init(s.topicsAt(), s.requestsAt())
	if err := s.open(ctx, running, o); err != nil {
		return nil, errors.Join(s.failed("open", err), s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx, running context.Context, o Options) (err error) {
	if s.nc, err = nats.Connect(s.at.servers,
		nats.Name("writethru"),
		nats.MaxReconnects(-1), // for ever
		nats.ReconnectWait(250*time.Millisecond),
		nats.RetryOnFailedConnect(true),
		nats.ReconnectBufSize(-1), // what can't be sent now fails now, and is sent again
		nats.Timeout(2*time.Second),
		nats.PingInterval(2*time.Second), // a frozen server is left after three
		nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if o.Lost != nil && err != nil {
				o.Lost(err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) {
			if o.Back != nil {
				o.Back()
			}
		}),
	); err != nil {
		return err
	}
	if s.js, err = js.New(s.nc, js.WithDefaultTimeout(oneTry)); err != nil {
		return err
	}
	if err := s.openStreams(ctx, !o.Existing); err != nil {
		return err
	}
	return s.listen(running)
}

// Close gives back the connection. What waits ends.
func (s *Store) Close() error {
	s.stop()
	if s.mirror.stop != nil {
		s.mirror.stop()
	}
	if s.nc != nil {
		s.nc.Close()
	}
	s.running.Wait()
	return nil
}

// failed says which journal it is that an error comes from, and what it kept
// from being done.
func (s *Store) failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("journal %s: %s: %w", s.at.name, doing, err)
}
