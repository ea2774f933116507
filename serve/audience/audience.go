// Package audience counts who reads a publication's feeds, from their polling
// alone: how many people subscribe through which service, how many readers ask
// with which program, how often, and how soon they have a follow-up.
//
// No address is kept: clients are told apart by keyed hashes, which are counted
// and thrown away. What anybody claims in a User-Agent is not believed until it
// is verified. Whatever comes, a [Recorder] takes a bounded room.
package audience

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"writethru/internal/daily"
	"writethru/serve"
)

var errDamaged = errors.New("damaged: it does not read as it was written")

// Options say how to count. Now must be set.
type Options struct {
	Now func() time.Time
	// Store keeps the figures of each day; nil: they end with the process.
	Store daily.Store
	// Part names this process among those that keep figures in the store. One that
	// is alone with it always has the same name, and goes on where it was.
	Part string
	// Keep is how many days are kept; 0: 400.
	Keep int
	// Resolver is asked whether a machine is the service's that it says it is; nil:
	// nobody is asked.
	Resolver Resolver
	// Trusted are the addresses whose claims are believed.
	Trusted []netip.Prefix
	Log     *slog.Logger // nil: nothing is logged
}

// A Recorder counts. Its methods may be called at the same time.
type Recorder struct {
	o         Options
	in        *buffer
	questions chan question
	agents    *lru.Cache[uint64, Agent]

	working sync.Mutex // held by who takes from the buffer, begins days and keeps them
	room    shard
	saved   uint64 // how much of today is kept: its polls
	// What the store has said of today: the secret, and what there was before a start.
	agreed, recalled bool

	mu     sync.Mutex // guards all below
	date   string     // of today, in UTC; empty: nothing was counted yet
	key    []byte     // of today's hashes
	today  *day
	polls  table                               // of clients, under today's hashes
	served table                               // of services
	before map[string]map[string]*subscription // of days before: by service and path
	asked  map[machine]bool                    // whether a machine is its service's; false also while nobody knows
}

// A machine is an address, hashed, that says to be a service's.
type machine struct {
	from    uint64
	service string
}

// mostAgents is how many User-Agents are known as they were read.
const mostAgents = 4096

// New gives a recorder. What it counted before a restart, it has when it runs.
func New(o Options) *Recorder {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Keep == 0 {
		o.Keep = 400
	}
	agents, err := lru.New[uint64, Agent](mostAgents)
	if err != nil {
		panic(err) // no such size
	}
	return &Recorder{
		o: o, in: newBuffer(), questions: make(chan question, mostQuestions), agents: agents,
		served: table{size: serviceSets}, polls: table{size: clientSets},
		today: newDay(), before: map[string]map[string]*subscription{}, asked: map[machine]bool{},
	}
}

// Answered takes note of an answer. It is for serve.Options: it allocates nothing
// and waits for nobody.
func (r *Recorder) Answered(a serve.Answer) { r.in.put(&a) }

// beat is how often what was noted is counted. It bounds what counting costs: a
// full buffer each time.
const beat = 100 * time.Millisecond

// Run counts what was noted, and keeps it every minute, until ctx is done. What
// comes after that is kept by Flush.
func (r *Recorder) Run(ctx context.Context) error {
	var looking sync.WaitGroup
	defer looking.Wait()
	if r.o.Resolver != nil {
		looking.Go(func() { r.verify(ctx) })
	}
	beat, minute := time.NewTicker(beat), time.NewTicker(time.Minute)
	defer beat.Stop()
	defer minute.Stop()
	r.countAll(ctx) // begins the day: what was counted before is shown at once
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-beat.C:
			r.countAll(ctx)
		case <-minute.C:
			if err := r.Flush(ctx); err != nil && ctx.Err() == nil {
				r.o.Log.Warn("audience: figures could not be kept: tried again in a minute", "error", err, "advice", "see whether the journal's disk or servers answer")
			}
		}
	}
}

// countAll counts what is in the buffer.
func (r *Recorder) countAll(ctx context.Context) {
	r.working.Lock()
	defer r.working.Unlock()
	r.drain(ctx)
}

// drain is called by who holds working.
func (r *Recorder) drain(ctx context.Context) {
	r.in.take(&r.room, func(rec *record) {
		r.turn(ctx, rec.at)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.count(rec)
	})
	r.turn(ctx, r.o.Now())
	r.mu.Lock()
	defer r.mu.Unlock()
	r.today.Dropped += r.in.dropped.Swap(0)
}

// Flush counts what was noted and keeps it.
func (r *Recorder) Flush(ctx context.Context) error {
	r.working.Lock()
	defer r.working.Unlock()
	r.drain(ctx)
	return r.keep(ctx)
}

// keep puts today into the store, if there is anything new in it.
func (r *Recorder) keep(ctx context.Context) error {
	if r.o.Store == nil || r.agreed && r.saved == r.today.Polls {
		return nil
	}
	if err := r.agree(ctx); !r.agreed {
		return err
	}
	r.mu.Lock()
	r.today.weigh()
	data, err := r.today.encode()
	polls := r.today.Polls
	r.mu.Unlock()
	if err != nil {
		return err
	}
	if err := r.o.Store.PutDay(ctx, daily.Part{Day: r.date, Name: r.o.Part, Data: data}); err != nil {
		return err
	}
	r.saved = polls
	return nil
}

// Snapshot gives today's figures, as far as this process knows. It is cheap
// enough for a scrape: nothing is read, and what was noted last may be missing.
func (r *Recorder) Snapshot() Figures {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.today.weigh()
	return r.today.figures(r.date)
}

// Days gives the figures of the last n days, today's included, of all processes
// that keep them in the store. Days on which nobody asked are left out.
func (r *Recorder) Days(ctx context.Context, n int) ([]Figures, error) {
	if r.o.Store == nil {
		return []Figures{r.Snapshot()}, nil
	}
	if err := r.Flush(ctx); err != nil {
		return nil, err
	}
	return Read(ctx, r.o.Store, r.o.Now().AddDate(0, 0, 1-n))
}
