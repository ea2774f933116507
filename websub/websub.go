// Package websub tells subscribers and other hubs that a feed has changed, as
// WebSub says (W3C Recommendation, 23 January 2018).
//
// A [Hub] is the hub of our own feeds: it takes subscriptions, asks callbacks
// whether they meant it, and sends them the bytes of a feed whenever these have
// changed. Other hubs are sent a ping. Both are subscribers of a topic, and go
// the same way: who was told other bytes than the feed's is owed a delivery, and
// is tried again until it succeeds or the lease ends. What is owed is kept in a
// store, so that a crash loses nothing; the hub itself remembers nothing.
package websub

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"writethru/internal/owed"
)

// A Feed is what a topic's URL answers with now.
type Feed struct {
	Type string // Content-Type
	Body []byte
	Seq  uint64 // how far the journal was, at least, that it was made of
	Gone bool   // it has ended: its subscribers are told so, and are none any more
}

// Feeds are the topics that there can be.
type Feeds interface {
	// Topic gives the name of the topic that a URL is of; false: it is no feed of
	// ours.
	Topic(url string) (string, bool)
	// Feed gives a topic's feed as readers get it now; false: there is none.
	Feed(ctx context.Context, topic string) (Feed, bool, error)
}

// Options say how a hub works. Zero values stand for what is documented; URL,
// Feeds, Store, Now and Log must be set.
type Options struct {
	URL   string // where the hub is reached
	Feeds Feeds
	Store owed.Store
	Now   func() time.Time
	Log   *slog.Logger

	Others         []string      // other hubs that are told of Announced
	Announced      []string      // topics that other hubs are told of
	Agent          string        // User-Agent; empty: Writethru
	Signature      string        // how deliveries are signed: sha1, sha256, sha384 or sha512; empty: sha256
	AllowPrivate   bool          // callbacks may be in private networks, this machine and any port included
	Lease          time.Duration // of who asks for none; 0: ten days
	MinLease       time.Duration // 0: an hour
	MaxLease       time.Duration // 0: thirty days
	MaxSubscribers int           // 0: 1,000,000
	MaxPending     int           // subscriptions whose callbacks are still to be asked; 0: 10,000
	Workers        int           // deliveries at the same time, slow ones not counted; 0: 128
	PerHost        int           // deliveries to one host at the same time; 0: 16
	Timeout        time.Duration // of one request; 0: 10s
	LookEvery      time.Duration // for what other processes announced; 0: a second

	// Transport carries requests to callbacks in place of the network, and answers
	// for which of them are allowed. Nil: the network, as AllowPrivate says.
	Transport http.RoundTripper
}

// A Hub tells others of feeds. It answers what subscribers ask (POST), and
// works while Run runs.
type Hub struct {
	o       Options
	clients clients
	pending pending
	intake  intake
	figures figures

	feeds *lru.Cache[string, announced] // by topic: saves making them for each batch of deliveries

	mu      sync.Mutex      // guards changed and all
	changed map[string]bool // topics whose bytes may have changed
	all     bool            // so may all others
	news    chan struct{}   // full: there are such
	owing   chan struct{}   // full: somebody may be owed news
}

// New returns a hub.
func New(o Options) *Hub {
	o.Agent = cmp.Or(o.Agent, "Writethru")
	o.Signature = cmp.Or(o.Signature, "sha256")
	o.Lease = cmp.Or(o.Lease, 10*24*time.Hour)
	o.MinLease = cmp.Or(o.MinLease, time.Hour)
	o.MaxLease = cmp.Or(o.MaxLease, 30*24*time.Hour)
	o.MaxSubscribers = cmp.Or(o.MaxSubscribers, 1_000_000)
	o.MaxPending = cmp.Or(o.MaxPending, 10_000)
	o.Workers = cmp.Or(o.Workers, 128)
	o.PerHost = cmp.Or(o.PerHost, 16)
	o.Timeout = cmp.Or(o.Timeout, 10*time.Second)
	o.LookEvery = cmp.Or(o.LookEvery, time.Second)
	feeds, err := lru.New[string, announced](feedsAtHand)
	if err != nil {
		panic(err) // the size is wrong
	}
	return &Hub{
		feeds:   feeds,
		o:       o,
		clients: newClients(o),
		pending: pending{most: o.MaxPending, wanted: map[string]*verification{}, hosts: map[string]*host{}, asking: make(chan struct{}, maxAsked)},
		changed: map[string]bool{},
		news:    make(chan struct{}, 1),
		owing:   make(chan struct{}, 1),
	}
}

// Run announces what changes and delivers what is owed until ctx is done. Then
// it lets the requests under way end for a moment, and records what came of them.
func (h *Hub) Run(ctx context.Context) error {
	defer h.clients.close()
	if err := h.enroll(ctx); err != nil {
		if ctx.Err() != nil {
			return nil // it was told to stop
		}
		return err
	}
	var running sync.WaitGroup
	running.Go(func() { h.announceAll(ctx) })
	running.Go(func() { h.expireAll(ctx) })
	running.Go(func() { h.resumeAll(ctx) })
	h.deliverAll(ctx)
	running.Wait()
	h.pending.stop(grace)
	return nil
}

// feedsAtHand is how many feeds are kept while they are delivered.
const feedsAtHand = 32

// grace is how long requests may go on when the hub stops.
const grace = 5 * time.Second

// hashOf names the bytes of a feed.
func hashOf(f Feed) string {
	if f.Gone {
		return "gone"
	}
	sum := sha256.Sum256(f.Body)
	return hex.EncodeToString(sum[:16])
}

// wake fills a channel that holds one signal.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // whoever waits is woken already
	}
}
