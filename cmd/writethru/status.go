package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"writethru/journal"
	"writethru/journal/sqlite"
	"writethru/publish"
	"writethru/websub"
)

type statusCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

func (*statusCmd) Help() string {
	return `Reads the journal beside the process that publishes, and asks that how it is doing if it runs. The exit
status is 1 if something needs an operator.`
}

// A status is what the journal and the process that publishes say.
type status struct {
	Title    string          `json:"title"`
	BaseURL  string          `json:"base_url"`
	At       time.Time       `json:"at"`
	Journal  journalStatus   `json:"journal"`
	Stories  *publish.Survey `json:"published"`
	Promises promisesStatus  `json:"promises"`
	Told     toldStatus      `json:"told"`
	Process  processStatus   `json:"process"`
	Needs    []string        `json:"needs"` // what needs an operator
}

type journalStatus struct {
	Store     string `json:"store"`
	Revisions int    `json:"revisions"`
	Seq       uint64 `json:"seq"`
	Bytes     int64  `json:"bytes"`
}

type promisesStatus struct {
	Open    int       `json:"open"`
	Overdue int       `json:"overdue"`
	Oldest  time.Time `json:"oldest,omitzero"`
}

type toldStatus struct {
	Topics      int         `json:"topics"`
	Subscribers int         `json:"subscribers"`
	Owed        int         `json:"owed"`           // that have not been told of the newest bytes
	Since       time.Time   `json:"since,omitzero"` // since when the one waits who waits longest
	Failing     int         `json:"failing"`        // whose last attempt failed
	Hubs        []hubStatus `json:"hubs"`
}

type hubStatus struct {
	URL    string    `json:"url"`
	Told   time.Time `json:"told,omitzero"`
	Failed time.Time `json:"failed,omitzero"`
	Error  string    `json:"error,omitempty"`
	Tries  int       `json:"tries"`
	Retry  time.Time `json:"retry,omitzero"`
}

type processStatus struct {
	Address string             `json:"address"`
	Runs    bool               `json:"runs"`
	Error   string             `json:"error,omitempty"` // why it can't be asked
	Behind  uint64             `json:"behind"`          // revisions that it has not applied
	Says    *publish.Condition `json:"says,omitempty"`
}

// errNeedsOperator is what a status fails with.
var errNeedsOperator = errors.New("something needs an operator")

// Run prints the status.
func (s *statusCmd) Run(ctx context.Context, p *program) error {
	return p.askedOf(ctx, sqlite.Read, func(c config, store journal.Store) error {
		st, err := p.status(ctx, c, store)
		if err != nil {
			return err
		}
		if s.JSON {
			if err := json.NewEncoder(p.stdout).Encode(st); err != nil {
				return err
			}
		} else if err := st.print(p.stdout); err != nil {
			return err
		}
		if len(st.Needs) > 0 {
			return errNeedsOperator
		}
		return nil
	})
}

// status gathers it all.
func (p *program) status(ctx context.Context, c config, store journal.Store) (*status, error) {
	st := &status{Title: c.Title, BaseURL: c.BaseURL, At: p.now().UTC().Truncate(time.Second)}
	stats, err := store.Stats(ctx)
	if err != nil {
		return nil, err
	}
	st.Journal = journalStatus{shown(c.journalURL()), stats.Revisions, stats.Seq, stats.Bytes}
	if st.Stories, err = publish.Look(ctx, store); err != nil {
		return nil, err
	}
	whole, _ := publish.TallyPromises(st.Stories.Owed, time.Duration(c.Promises.WarnAfter), p.now())
	st.Promises = promisesStatus{whole.Open, whole.Overdue, whole.Oldest}
	st.Told = toldStatus{Topics: stats.Topics, Subscribers: stats.Subscribers, Owed: stats.Waiting + stats.Failing, Since: stats.Since, Failing: stats.Failing, Hubs: []hubStatus{}}
	hubs, err := websub.OtherHubs(ctx, store, c.WebSub.Hubs, c.settings(version()).WholeFeeds())
	if err != nil {
		return nil, err
	}
	for _, h := range hubs {
		st.Told.Hubs = append(st.Told.Hubs, hubStatus{h.URL, h.Told, h.Tried, h.Error, h.Tries, h.Retry})
	}
	st.Process = p.process(ctx, c, stats.Seq)
	st.judge(c)
	return st, nil
}

// process asks the process that publishes how it is doing. What is recorded is
// applied within a moment: only one that is still behind then counts as behind.
func (p *program) process(ctx context.Context, c config, seq uint64) processStatus {
	out := processStatus{Address: c.Listen}
	for try := range 2 {
		if try > 0 {
			select {
			case <-time.After(time.Second):
			case <-ctx.Done():
			}
		}
		condition, err := askCondition(ctx, c)
		var refused *net.OpError
		out.Runs = err == nil || !errors.As(err, &refused)
		if err != nil {
			out.Error = err.Error()
			return out
		}
		out.Says, out.Behind = condition, 0
		if condition.Seq < seq {
			out.Behind = seq - condition.Seq
		}
		if out.Behind == 0 && condition.Ready {
			break
		}
	}
	return out
}

// conditionAt is where a process says how it is doing.
const conditionAt = "/-/status"

// condition answers with how a publisher is doing.
func condition(of *publish.Publisher) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(of.Condition(r.Context())) // who asked is gone
	})
}

func askCondition(ctx context.Context, c config) (*publish.Condition, error) {
	host, err := c.reached()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+host+conditionAt, nil)
	if err != nil {
		return nil, err
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered %s", resp.Status)
	}
	var says publish.Condition
	if err := json.NewDecoder(http.MaxBytesReader(nil, resp.Body, 16<<20)).Decode(&says); err != nil {
		return nil, fmt.Errorf("no answer of this program: %w", err)
	}
	return &says, nil
}
