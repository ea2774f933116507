package jetstream

import (
	"context"
	"errors"
	"fmt"

	js "github.com/nats-io/nats.go/jetstream"

	"writethru/journal"
)

// replicas is on how many machines everything is. A server that stands alone
// keeps it once.
const replicas = 3

// openStreams finds the journal's streams, or makes them where it may.
func (s *Store) openStreams(ctx context.Context, make bool) error {
	for _, of := range []struct {
		stream *js.Stream
		config js.StreamConfig
	}{
		{&s.journal, s.journalConfig()},
		{&s.sources, s.sourcesConfig()},
		{&s.owed, s.owedConfig()},
	} {
		if err := s.patiently(ctx, func(ctx context.Context) (err error) {
			*of.stream, err = s.openStream(ctx, of.config, make)
			return err
		}); err != nil {
			return err
		}
	}
	if make { // an older journal has none, and who only reads it needs none
		if _, err := s.days(ctx, true); err != nil {
			return err
		}
	}
	return s.check(s.journal.CachedInfo())
}

func (s *Store) openStream(ctx context.Context, config js.StreamConfig, make bool) (js.Stream, error) {
	stream, err := s.js.Stream(ctx, config.Name)
	if !errors.Is(err, js.ErrStreamNotFound) {
		return stream, err
	}
	if !make {
		return nil, journal.ErrNotFound
	}
	stream, err = s.js.CreateStream(ctx, config)
	if codeOf(err) == codeStandsAlone {
		config.Replicas = 1
		stream, err = s.js.CreateStream(ctx, config)
	}
	if errors.Is(err, js.ErrStreamNameAlreadyInUse) { // made by another process at this moment
		return s.js.Stream(ctx, config.Name)
	}
	return stream, err
}

// journalConfig is the stream of revisions: one subject for each story, from
// which nothing is ever removed. It is not read directly from any replica, which
// may lag behind: what is decided by is asked of the leader.
func (s *Store) journalConfig() js.StreamConfig {
	return js.StreamConfig{
		Name: s.at.name + "-journal", Subjects: []string{s.revisionsOf("*")},
		Description: "Writethru: the revisions of all stories",
		Storage:     js.FileStorage, Replicas: replicas,
		DenyDelete: true, DenyPurge: true,
		AllowAtomicPublish: true,
		RePublish:          &js.RePublish{Source: s.revisionsOf("*"), Destination: s.at.name + ".recorded.{{wildcard(1)}}", HeadersOnly: true},
	}
}

// sourcesConfig is the stream of sources: a subject for each part of each.
func (s *Store) sourcesConfig() js.StreamConfig {
	return js.StreamConfig{
		Name: s.at.name + "-sources", Subjects: []string{s.at.name + ".source.>"},
		Description: "Writethru: the newest source of each story",
		Storage:     js.FileStorage, Replicas: replicas,
		MaxMsgsPerSubject: 1,
		DenyDelete:        true,
	}
}

// owedConfig is the stream of topics and subscribers: a subject for each, that
// holds what it is now. What is removed leaves a mark for a day.
func (s *Store) owedConfig() js.StreamConfig {
	return js.StreamConfig{
		Name: s.at.name + "-owed", Subjects: []string{s.at.name + ".owed.>"},
		Description: "Writethru: who is to be told of which feeds",
		Storage:     js.FileStorage, Replicas: replicas,
		MaxMsgsPerSubject:  1,
		DenyPurge:          true,
		AllowMsgTTL:        true,
		AllowAtomicPublish: true,
	}
}

// check refuses a journal from which something was removed, and one that is not
// kept as its revisions need.
func (s *Store) check(info *js.StreamInfo) error {
	state, c := info.State, info.Config
	switch {
	case state.NumDeleted > 0 || state.Msgs > 0 && state.FirstSeq != 1 || state.Msgs != state.LastSeq:
		return fmt.Errorf("%w: of %d revisions %d are there", journal.ErrDamaged, state.LastSeq, state.Msgs)
	case !c.DenyDelete || !c.DenyPurge || !c.AllowAtomicPublish || c.AllowDirect || c.RePublish == nil ||
		c.Storage != js.FileStorage || c.MaxMsgs > 0 || c.MaxBytes > 0 || c.MaxAge > 0 || c.MaxMsgsPerSubject > 0:
		return fmt.Errorf("the stream %s has other settings than a journal needs", c.Name)
	}
	return nil
}
