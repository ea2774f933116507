package jetstream

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"

	"writethru/internal/owed"
)

// A mirror is what this process knows of topics and subscribers. It may lag
// behind: what is done by it is done on condition that it is still so.
type mirror struct {
	mu       sync.Mutex       // guards what follows
	prefix   string           // of the subjects of topics
	asking   string           // of those of requests
	requests map[string]asked // by subject
	topics   map[string]*topic
	members  map[string]*member // by subject
	gone     map[string]uint64  // seq of the marks of removed ones, by subject
	failing  map[*member]bool
	damaged  map[string]error // by subject
	seq      uint64           // up to where the stream was followed
	moved    chan struct{}    // closed and replaced when seq is raised
	stop     func()           // ends the following; nil: it has not begun
	starting sync.Mutex       // held while it begins
}

// A topic is one that was announced, or that has a subscriber.
type topic struct {
	owed.Topic
	there   bool
	seq     uint64
	awaited bool // of a copy: somebody is owed its bytes
	members map[*member]bool
	owed    map[*member]bool // news, and their last attempt did not fail
}

// A member is a subscription and its place in the mirror.
type member struct {
	subscription
	subject string
	seq     uint64
	there   bool
	busy    bool // this process claims it at this moment
}

func (m *mirror) init(topicsAt, requestsAt string) {
	m.prefix, m.asking = topicsAt, requestsAt
	m.requests = map[string]asked{}
	m.topics, m.members, m.gone = map[string]*topic{}, map[string]*member{}, map[string]uint64{}
	m.failing, m.damaged = map[*member]bool{}, map[string]error{}
	m.moved = make(chan struct{})
}

// learn takes in what is kept under a subject as of a seq.
func (m *mirror) learn(subject string, seq uint64, h nats.Header, data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.damaged, subject)
	var err error
	switch {
	case strings.HasPrefix(subject, m.asking):
		err = m.learnRequest(subject, seq, h, data)
	case strings.HasPrefix(subject, m.prefix):
		err = m.learnTopic(subject, seq, h, data)
	default:
		err = m.learnMember(subject, seq, h, data)
	}
	if err != nil {
		m.damaged[subject] = err
	}
}

func (m *mirror) learnTopic(subject string, seq uint64, h nats.Header, data []byte) error {
	var now owed.Topic
	if len(data) > 0 {
		if err := open(&now, subject, h, data); err != nil {
			return err
		}
	} else if t := m.topicUnder(subject); t != nil {
		now.Name = t.Name
	} else {
		return nil
	}
	t := m.topic(now.Name)
	if seq <= t.seq {
		return nil
	}
	moved := t.Hash != now.Hash
	t.Topic, t.there, t.seq = now, len(data) > 0, seq
	if moved {
		for s := range t.members {
			m.place(s)
		}
	}
	return nil
}

func (m *mirror) learnMember(subject string, seq uint64, h nats.Header, data []byte) error {
	s := m.members[subject]
	if s != nil && seq <= s.seq || seq <= m.gone[subject] {
		return nil
	}
	if len(data) == 0 {
		m.gone[subject] = seq
		m.forget(s)
		return nil
	}
	delete(m.gone, subject)
	var now subscription
	if err := open(&now, subject, h, data); err != nil {
		return err
	}
	if s == nil {
		s = &member{subject: subject, there: true}
		m.members[subject] = s
		m.topic(now.Topic).members[s] = true
	}
	s.subscription, s.seq = now, seq
	m.place(s)
	return nil
}

// forget takes a member out of the mirror.
func (m *mirror) forget(s *member) {
	if s == nil {
		return
	}
	t := m.topic(s.Topic)
	delete(t.members, s)
	delete(t.owed, s)
	delete(m.failing, s)
	delete(m.members, s.subject)
}

// place sorts a member by what it is owed.
func (m *mirror) place(s *member) {
	t := m.topic(s.Topic)
	delete(t.owed, s)
	delete(m.failing, s)
	switch {
	case !s.Retry.IsZero():
		m.failing[s] = true
	case t.there && s.Told != t.Hash:
		t.owed[s] = true
	}
}

func (m *mirror) topic(name string) *topic {
	t := m.topics[name]
	if t == nil {
		t = &topic{Topic: owed.Topic{Name: name}, members: map[*member]bool{}, owed: map[*member]bool{}}
		m.topics[name] = t
	}
	return t
}

// follow notes up to where the stream was followed.
func (m *mirror) follow(seq uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seq = max(m.seq, seq)
	close(m.moved)
	m.moved = make(chan struct{})
}

// at tells up to where that is, and gives a channel that is closed when it is more.
func (m *mirror) at() (uint64, <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seq, m.moved
}

// member gives a copy of what is under a subject; the zero member if nothing is.
func (m *mirror) member(subject string) member {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.members[subject]; s != nil {
		return *s
	}
	return member{subject: subject, seq: m.gone[subject]}
}

// vanish learns that there is nothing under a subject, not even a mark, unless
// something came since the mirror had a seq there.
func (m *mirror) vanish(subject string, seq uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch s, t := m.members[subject], m.topicUnder(subject); {
	case t != nil && t.seq == seq:
		t.there, t.seq = false, 0
	case s != nil && s.seq == seq:
		m.forget(s)
	case m.requests[subject].seq == seq:
		delete(m.requests, subject)
	case m.gone[subject] == seq:
		delete(m.gone, subject)
	}
}

// seqOf gives the seq of what the mirror has under a subject.
func (m *mirror) seqOf(subject string) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t := m.topicUnder(subject); t != nil {
		return t.seq
	}
	if s := m.members[subject]; s != nil {
		return s.seq
	}
	if a, ok := m.requests[subject]; ok {
		return a.seq
	}
	return m.gone[subject]
}

// topicUnder gives the topic of a subject, or nil.
func (m *mirror) topicUnder(subject string) *topic {
	of, ok := strings.CutPrefix(subject, m.prefix)
	if ok {
		for name, t := range m.topics {
			if token(name) == of {
				return t
			}
		}
	}
	return nil
}

// topicNow gives a topic as it is, its seq and whether it has members.
func (m *mirror) topicNow(name string) (t topic, wanted bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t := m.topics[name]; t != nil {
		return topic{Topic: t.Topic, there: t.there, seq: t.seq, awaited: len(t.owed) > 0}, len(t.members) > 0
	}
	return topic{}, false
}

// wanted gives the topics that have members.
func (m *mirror) wanted() (out []owed.Topic) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range m.topics {
		if t.there && len(t.members) > 0 {
			out = append(out, t.Topic)
		}
	}
	return out
}

// of gives copies of the members that are chosen, and what is damaged below a
// prefix.
func (m *mirror) of(choose func(*member) bool, prefix string) (out []member, damaged []error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.members {
		if choose(s) {
			out = append(out, *s)
		}
	}
	for _, subject := range slices.Sorted(maps.Keys(m.damaged)) {
		if strings.HasPrefix(subject, prefix) {
			damaged = append(damaged, m.damaged[subject])
		}
	}
	return out, damaged
}

// tally counts what is kept.
func (m *mirror) tally() owed.Tally {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := owed.Tally{Subscribers: len(m.members), Failing: len(m.failing)}
	for _, t := range m.topics {
		if t.there && len(t.members) > 0 {
			n.Topics++
		}
		n.Waiting += len(t.owed)
		if len(t.owed) > 0 && !t.Since.IsZero() && (n.Since.IsZero() || t.Since.Before(n.Since)) {
			n.Since = t.Since
		}
	}
	return n
}
