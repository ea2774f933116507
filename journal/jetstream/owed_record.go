package jetstream

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nuid"

	"writethru/internal/owed"
	"writethru/journal"
)

// A subscription is a subscriber as it is kept, with who delivers to it now.
type subscription struct {
	owed.Subscriber
	Claim string    // names it; empty: nobody
	Until time.Time // it holds, by the clock of who claimed
}

// held reports whether somebody has claimed the subscription.
func (s *subscription) held(now time.Time) bool { return s.Claim != "" && s.Until.After(now) }

// gone is how long the mark of what was removed stays, so that everybody who
// follows sees it.
const gone = "24h"

func (s *Store) topicsAt() string { return s.at.name + ".owed.topic." }

func (s *Store) topicAt(name string) string { return s.topicsAt() + token(name) }

func (s *Store) subscriberAt(sub owed.Subscriber) string {
	kind := "subscriber "
	if sub.Hub {
		kind = "hub "
	}
	return s.subscribersAt(sub.Topic) + token(kind+sub.Callback)
}

func (s *Store) subscribersAt(topic string) string {
	return s.at.name + ".owed.subscriber." + token(topic) + "."
}

// message makes the message of a topic or a subscription; of nothing, the mark
// of one that is removed.
func message(subject string, kept any) (*nats.Msg, error) {
	if kept == nil {
		m := nats.NewMsg(subject)
		m.Header.Set("Nats-TTL", gone)
		return m, nil
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	return seal(subject, data), nil
}

// open reads what message wrote.
func open(kept any, subject string, h nats.Header, data []byte) error {
	data, err := unseal(subject, h, data)
	if err == nil {
		err = json.Unmarshal(data, kept)
	}
	if err != nil {
		return fmt.Errorf("%s: %w (%w)", subject, journal.ErrDamaged, err)
	}
	return nil
}

// unique gives a name that nobody has.
func unique() string { return nuid.Next() }

// rounded is a time as it is kept.
func rounded(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
