// Package owed says who is to be told of which feeds, and who is owed news.
//
// Delivery is state, not events: a subscriber is owed the newest bytes of its
// topic while the bytes that it was told last are others, and nothing
// otherwise. So a burst of publications is one delivery, and a crash forgets
// none: what is owed is seen by comparing two hashes.
package owed

import (
	"context"
	"iter"
	"time"
)

// A Topic is a feed that somebody wants to be told of. It is there as long as
// it has a subscriber.
type Topic struct {
	Name string // the URL of the feed
	Hash string // names the bytes that were announced last
	Seq  uint64 // how far the journal was that they were made of

	// Since is when they were announced or, if somebody was waiting for those
	// before, when these were.
	Since time.Time
}

// A Subscriber wants to be told of a topic. There is one for each topic and
// callback.
type Subscriber struct {
	Topic    string    // its name
	Callback string    // the URL that is told; a hub's own one for a hub
	Hub      bool      // it is another hub, which fetches the feed itself; with the same URL it is not the same subscriber
	Secret   string    // that deliveries are signed with; empty: they are not
	Ends     time.Time // of the lease, after which it is told no more; zero: never

	Told    string    // names the bytes that it was told last, or had when it subscribed
	At      time.Time // of the last attempt; zero: none yet
	Status  string    // what came of it, for the operator
	Attempt int       // how many attempts have failed, one after the other
	Retry   time.Time // when the next one may be made; zero: the last one did not fail
}

// A Delivery is a subscriber that is owed news, taken on by one worker. The
// worker sends what the feed's bytes are when it sends.
type Delivery struct {
	Subscriber
	Owed  string // the topic's hash when the delivery was claimed
	Claim string // names the claim, in the store's own words
}

// An Outcome is what came of a delivery.
type Outcome struct {
	Delivery Delivery
	At       time.Time
	Status   string    // for the operator: "204 No Content", or what failed
	Told     string    // names the bytes that were taken; not used if Retry is set
	Retry    time.Time // set: it failed, and may be tried again from then on
	Attempt  int       // with Retry: how many attempts have failed by now
	Ended    bool      // set: the subscription is over, and removed
}

// A Want says how much a worker can take on.
type Want struct {
	Now   time.Time
	Lease time.Duration // what is not finished after it is claimed by another
	New   int           // at most so many whose last attempt did not fail
	Again int           // and so many of those that failed and may be tried again
}

// A Tally counts what a store keeps.
type Tally struct {
	Topics      int
	Subscribers int       // hubs too
	Failing     int       // those of them whose last attempt failed
	Waiting     int       // those that are owed news, and whose last attempt did not fail
	Since       time.Time // since when the longest waiting waits, about; zero: nobody does
}

// A Store keeps topics, and who is owed what. All methods may be called at the
// same time, and what a method changed is durable when it returns. Times have
// milliseconds.
type Store interface {
	Requests

	// Announce says which bytes the subscribers of topics are to have: from then
	// on all of them that were told others are owed these. It takes the same time
	// for any number of subscribers. A topic that is not there is passed over:
	// nobody wants it. So is one that was announced with a greater Seq: another
	// process was further.
	Announce(ctx context.Context, topics ...Topic) error
	// Topic gives one topic, and false if it is not there.
	Topic(ctx context.Context, name string) (Topic, bool, error)
	// Topics gives all topics.
	Topics(ctx context.Context) iter.Seq2[Topic, error]

	// PutSubscriber adds a subscriber. If it is the first of its topic, Told is
	// also what was announced last; if not, and Told is something else, it is
	// owed that. At, Status, Attempt and Retry are not used.
	//
	// One that is there already gets the new secret and lease, and keeps what it
	// was told. If it was failing, it is tried again at once.
	PutSubscriber(ctx context.Context, s Subscriber) error
	// RemoveSubscriber removes the subscriber with this topic, callback and kind
	// if it is there. A delivery that is under way may still arrive.
	RemoveSubscriber(ctx context.Context, s Subscriber) error
	// Subscriber gives the one with the topic, callback and kind of s, and false
	// if it is not there.
	Subscriber(ctx context.Context, s Subscriber) (Subscriber, bool, error)
	// Subscribers gives those of a topic, hubs first.
	Subscribers(ctx context.Context, topic string) iter.Seq2[Subscriber, error]
	// CountSubscribers counts those of all topics.
	CountSubscribers(ctx context.Context) (int, error)
	// Tally counts what is kept. It takes longer the more are owed news.
	Tally(ctx context.Context) (Tally, error)
	// Expire removes the subscribers whose lease has ended, and gives their number.
	Expire(ctx context.Context, now time.Time) (int, error)

	// Claim gives deliveries to one worker: nobody else is given them before it
	// finishes them, or its lease is over, or it is gone (which a store may notice
	// sooner). Topics take turns. It also gives when the next of those that failed
	// may be tried again; zero: as far as it knows, none.
	Claim(ctx context.Context, w Want) ([]Delivery, time.Time, error)
	// Finish records what came of deliveries. One whose claim was lost to another
	// worker, or whose subscriber is gone, is passed over. A subscriber whose topic
	// moved on meanwhile is owed again.
	Finish(ctx context.Context, outcomes ...Outcome) error
}
