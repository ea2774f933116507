package publish

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"writethru/internal/fetch"
	"writethru/journal"
)

// A Webhook is an address that is told of overdue promises: with a POST of a
// [Warning] for each, again and again until it answers with a 2xx, and then
// never again. That is recorded in the journal, so that neither a restart nor
// another process repeats it. After a crash between the answer and the record it
// is told twice, with the same X-Writethru-Delivery.
type Webhook struct {
	URL    string
	Secret string // the body is signed with it: HMAC-SHA256 in X-Hub-Signature-256; empty: it is not
	Client *fetch.Client

	once  sync.Once
	again chan struct{} // there may be something to tell

	mu   sync.Mutex
	ours map[string]bool // promises that this process found overdue: the others leave them to it for a while
}

// A Warning is what a webhook is told of an overdue promise.
type Warning struct {
	Event       string    `json:"event"` // "promise_overdue"
	Text        string    `json:"text"`  // for people: chat rooms show it
	ID          string    `json:"id"`    // of the promise
	Publication string    `json:"publication"`
	Story       string    `json:"story"`
	Title       string    `json:"title"`
	URL         string    `json:"url"` // of the article
	Party       string    `json:"party,omitempty"`
	Sentence    string    `json:"sentence"`
	Since       time.Time `json:"since"`
	Overdue     time.Time `json:"overdue"`
}

const (
	// patience is how long a webhook that does not answer is tried.
	patience = 24 * time.Hour
	// courtesy is how long a promise is left to the process that found it overdue.
	courtesy = 10 * time.Minute
)

func (w *Webhook) prepare() {
	w.once.Do(func() { w.again, w.ours = make(chan struct{}, 1), map[string]bool{} })
}

// nudge has promises told that this process found overdue.
func (w *Webhook) nudge(news []Owed) {
	w.prepare()
	w.mu.Lock()
	for _, o := range news {
		w.ours[o.ID] = true
	}
	w.mu.Unlock()
	select {
	case w.again <- struct{}{}:
	default: // it will look anyway
	}
}

// A call is a warning that is to be delivered.
type call struct {
	overdue  time.Time
	failures int
	next     time.Time
	done     bool
}

// call tells the webhook of overdue promises until ctx is done.
func (p *Publisher) call(ctx context.Context) {
	w := p.Webhook
	w.prepare()
	calls := map[string]*call{}
	for ctx.Err() == nil {
		next := p.callDue(ctx, calls)
		select {
		case <-ctx.Done():
		case <-w.again:
		case <-time.After(max(next.Sub(p.now()), time.Millisecond)):
		}
	}
}

// callDue tells what is due, and returns when something will be.
func (p *Publisher) callDue(ctx context.Context, calls map[string]*call) (next time.Time) {
	next = p.now().Add(time.Minute) // what other processes found shows up in the journal
	unwarned := p.unwarned()
	p.giveUp(calls, unwarned)
	for id, story := range unwarned {
		c := calls[id]
		if c == nil {
			c = &call{overdue: story.overdue, next: story.overdue.Add(courtesy)}
			if p.Webhook.found(id) || !p.Shared {
				c.next = story.overdue
			}
			calls[id] = c
		}
		if !c.done && !c.next.After(p.now()) {
			p.callOnce(ctx, c, id, story.id)
		}
		if !c.done && c.next.Before(next) {
			next = c.next
		}
	}
	return next
}

// giveUp forgets the calls that need no more tries, and says of which of them
// nobody was told.
func (p *Publisher) giveUp(calls map[string]*call, unwarned map[string]overdueStory) {
	for id, c := range calls {
		if _, due := unwarned[id]; due {
			continue
		}
		if !c.done && c.failures > 0 && p.now().Sub(c.overdue) >= patience {
			p.Log.Error("webhook not told of an overdue promise within a day: given up", "id", id, "advice", "tell the newsroom, and see what the webhook answers")
		}
		delete(calls, id)
		p.Webhook.forget(id)
	}
}

func (w *Webhook) forget(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.ours, id)
}

func (w *Webhook) found(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ours[id]
}

// overdueStory says of which story a promise is, and since when it is overdue.
type overdueStory struct {
	id      string
	overdue time.Time
}

// unwarned gives the overdue promises that the webhook has not taken, by id.
func (p *Publisher) unwarned() map[string]overdueStory {
	oldest := p.now().Add(-patience).UnixMilli()
	out := map[string]overdueStory{}
	p.mu.RLock()
	defer p.mu.RUnlock()
	for id, s := range p.index.desk {
		for _, d := range s.debts {
			if d.open && !d.warned && d.overdue > oldest && !s.withdrawn {
				out[promiseID(id, d.n)] = overdueStory{id, time.UnixMilli(d.overdue)}
			}
		}
	}
	return out
}

// callOnce tells of one promise, unless it was closed, or told of by another
// process.
func (p *Publisher) callOnce(ctx context.Context, c *call, id, story string) {
	r, err := p.Store.Head(ctx, story)
	if err != nil {
		c.next = p.now().Add(time.Minute)
		return
	}
	warning, ok := p.warning(&r, id)
	if !ok {
		c.done = true
		return
	}
	if err := p.Webhook.send(ctx, warning); err != nil {
		if ctx.Err() != nil {
			return
		}
		c.failures++
		c.next = p.now().Add(wait(c.failures))
		p.Log.Warn("webhook not told of an overdue promise: trying again", "id", id, "error", err, "next", c.next, "advice", "see whether it can be reached from here, and what it answers")
		return
	}
	c.done = true
	err = amend(ctx, p.Store, story, p.now(), journal.Warned, func(h journal.Head) (journal.Head, error) {
		return journal.MarkWarned(h, id, p.now()), nil
	})
	if err != nil {
		p.Log.Error("that the webhook was told is not recorded: the next start tells it again", "id", id, "error", err, "advice", "see whether the journal's disk or servers answer")
	}
}

// warning is what is told of a promise. It is not ok if there is nothing to tell.
func (p *Publisher) warning(r *journal.Revision, id string) (Warning, bool) {
	for _, promise := range r.Head.Promises {
		if promise.ID != id || !promise.Closed.IsZero() || !promise.Warned.IsZero() || r.Head.Withdrawn {
			continue
		}
		w := Warning{
			Event: "promise_overdue", ID: id, Publication: p.Settings.Title,
			Story: r.Story, Title: r.Head.Title, URL: p.address(&r.Head).String(),
			Party: promise.Party, Sentence: promise.Sentence, Since: promise.Since, Overdue: promise.Overdue,
		}
		w.Text = fmt.Sprintf("Owed to readers since %s: “%s” (%s, %s)", w.Since.Format(time.DateOnly), w.Sentence, w.Title, w.URL)
		return w, true
	}
	return Warning{}, false
}

// wait is how long to wait after so many failures: longer each time, and not the
// same for all.
func wait(failures int) time.Duration {
	b := backoff.ExponentialBackOff{InitialInterval: 10 * time.Second, Multiplier: 2, RandomizationFactor: 0.3, MaxInterval: time.Hour}
	d := b.NextBackOff()
	for range min(failures, 12) - 1 {
		d = b.NextBackOff()
	}
	return d
}

// send delivers a warning.
func (w *Webhook) send(ctx context.Context, warning Warning) error {
	body, err := json.Marshal(warning)
	if err != nil {
		return err
	}
	head := http.Header{
		"Content-Type":         {"application/json"},
		"X-Writethru-Event":    {warning.Event},
		"X-Writethru-Delivery": {fmt.Sprintf("%s/%d", warning.ID, warning.Overdue.UnixMilli())},
	}
	if w.Secret != "" {
		mac := hmac.New(sha256.New, []byte(w.Secret))
		_, _ = mac.Write(body) // a hash takes everything
		head.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	}
	status, err := w.Client.Post(ctx, w.URL, head, body)
	if err == nil && (status < 200 || status > 299) {
		err = fmt.Errorf("answered %d %s", status, http.StatusText(status))
	}
	return err
}
