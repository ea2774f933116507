package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"

	js "github.com/nats-io/nats.go/jetstream"

	"writethru/internal/daily"
	"writethru/journal"
)

var _ daily.Store = (*Store)(nil)

// daysConfig is the stream of figures by day: a subject for what each process has
// of each day, and one for the secret of the day. A journal that is older than
// figures gets it when the first are kept.
func (s *Store) daysConfig() js.StreamConfig {
	return js.StreamConfig{
		Name: s.at.name + "-days", Subjects: []string{s.at.name + ".day.>"},
		Description: "Writethru: figures by day",
		Storage:     js.FileStorage, Replicas: replicas,
		MaxMsgsPerSubject: 1,
	}
}

func (s *Store) dayAt(day, name string) string {
	return s.at.name + ".day.of." + token(day) + "." + token(name)
}

func (s *Store) dayKeyAt() string { return s.at.name + ".day.key" }

// days finds the stream, or makes it where it may.
func (s *Store) days(ctx context.Context, make bool) (stream js.Stream, err error) {
	err = s.patiently(ctx, func(ctx context.Context) (err error) {
		stream, err = s.openStream(ctx, s.daysConfig(), make)
		return err
	})
	return stream, err
}

// PutDay keeps what a process has of a day: see daily.Store.
func (s *Store) PutDay(ctx context.Context, p daily.Part) error {
	return s.failed("figures of "+p.Day, s.putDay(ctx, p))
}

func (s *Store) putDay(ctx context.Context, p daily.Part) error {
	if _, err := s.days(ctx, true); err != nil {
		return err
	}
	m := seal(s.dayAt(p.Day, p.Name), p.Data)
	if err := s.fits(m); err != nil {
		return err
	}
	return s.patiently(ctx, func(ctx context.Context) error {
		_, err := s.send(ctx, m)
		return err
	})
}

// Days gives the parts of days: see daily.Store.
func (s *Store) Days(ctx context.Context, from string) iter.Seq2[daily.Part, error] {
	return func(yield func(daily.Part, error) bool) {
		stream, subjects, err := s.daySubjects(ctx)
		if errors.Is(err, journal.ErrNotFound) {
			return
		}
		if err != nil {
			yield(daily.Part{}, s.failed("days", err))
			return
		}
		for _, subject := range subjects {
			p, err := s.partUnder(subject)
			if err == nil && p.Day < from {
				continue
			}
			if err == nil {
				p, err = s.dayPart(ctx, stream, subject, p)
			}
			if errors.Is(err, js.ErrMsgNotFound) {
				continue // forgotten meanwhile
			}
			if !yield(p, s.failed("days", err)) || err != nil && !errors.Is(err, journal.ErrDamaged) {
				return
			}
		}
	}
}

// daySubjects gives where there are parts, in the order of days and names.
func (s *Store) daySubjects(ctx context.Context) (stream js.Stream, subjects []string, err error) {
	if stream, err = s.days(ctx, false); err != nil {
		return nil, nil, err
	}
	err = s.patiently(ctx, func(ctx context.Context) error {
		info, err := stream.Info(ctx, js.WithSubjectFilter(s.at.name+".day.of.>"))
		if err != nil {
			return err
		}
		subjects = subjects[:0]
		for subject := range info.State.Subjects {
			subjects = append(subjects, subject)
		}
		return nil
	})
	slices.Sort(subjects)
	return stream, subjects, err
}

// partUnder gives the day and the name that a subject says.
func (s *Store) partUnder(subject string) (p daily.Part, err error) {
	tokens := strings.Split(subject, ".")
	if len(tokens) < 2 {
		return p, fmt.Errorf("subject %q: %w", subject, journal.ErrDamaged)
	}
	if p.Day, err = url.PathUnescape(tokens[len(tokens)-2]); err != nil {
		return p, fmt.Errorf("subject %q: %w", subject, journal.ErrDamaged)
	}
	if name := tokens[len(tokens)-1]; name != token("") {
		if p.Name, err = url.PathUnescape(name); err != nil {
			return p, fmt.Errorf("subject %q: %w", subject, journal.ErrDamaged)
		}
	}
	return p, nil
}

func (s *Store) dayPart(ctx context.Context, stream js.Stream, subject string, p daily.Part) (daily.Part, error) {
	m, err := s.lastOf(ctx, stream, subject)
	if err != nil {
		return p, err
	}
	if p.Data, err = unseal(m.Subject, m.Header, m.Data); err != nil {
		return p, fmt.Errorf("figures of %s by %q: %w (%w)", p.Day, p.Name, journal.ErrDamaged, err)
	}
	return p, nil
}

func (s *Store) lastOf(ctx context.Context, stream js.Stream, subject string) (m *js.RawStreamMsg, err error) {
	err = s.patiently(ctx, func(ctx context.Context) (err error) {
		m, err = stream.GetLastMsgForSubject(ctx, subject)
		return err
	})
	return m, err
}

// ForgetDays removes the parts of old days: see daily.Store.
func (s *Store) ForgetDays(ctx context.Context, before string) error {
	stream, subjects, err := s.daySubjects(ctx)
	if errors.Is(err, journal.ErrNotFound) {
		return nil
	}
	for _, subject := range subjects {
		p, bad := s.partUnder(subject)
		if bad != nil || p.Day >= before || err != nil {
			continue
		}
		err = s.patiently(ctx, func(ctx context.Context) error { return stream.Purge(ctx, js.WithPurgeSubject(subject)) })
	}
	return s.failed("forget days", err)
}

// A dayKey is the secret of a day as it is kept.
type dayKey struct {
	Day    string `json:"day"`
	Secret []byte `json:"secret"`
}

// DayKey gives the secret of a day: see daily.Store. Of processes that propose one
// at the same moment, one is first.
func (s *Store) DayKey(ctx context.Context, day string, proposed []byte) (key []byte, err error) {
	stream, err := s.days(ctx, true)
	if err != nil {
		return nil, s.failed("secret of the day", err)
	}
	for key == nil && err == nil {
		key, err = s.dayKey(ctx, stream, day, proposed)
	}
	return key, s.failed("secret of the day", err)
}

// dayKey gives nil if another process was first.
func (s *Store) dayKey(ctx context.Context, stream js.Stream, day string, proposed []byte) ([]byte, error) {
	now, seq, err := s.keptDayKey(ctx, stream)
	switch {
	case err != nil:
		return nil, err
	case now.Day == day:
		return now.Secret, nil
	case now.Day > day:
		return proposed, nil
	}
	data, err := json.Marshal(dayKey{day, proposed})
	if err != nil {
		return nil, err
	}
	next := seal(s.dayKeyAt(), data)
	next.Header.Set("Nats-Expected-Last-Subject-Sequence", strconv.FormatUint(seq, 10))
	err = s.patiently(ctx, func(ctx context.Context) error {
		_, err := s.send(ctx, next)
		return err
	})
	if errors.Is(err, errMoved) {
		return nil, nil // it is asked for again
	}
	return proposed, err
}

// keptDayKey gives what is kept, and where. One that is damaged is none.
func (s *Store) keptDayKey(ctx context.Context, stream js.Stream) (now dayKey, seq uint64, err error) {
	m, err := s.lastOf(ctx, stream, s.dayKeyAt())
	switch {
	case errors.Is(err, js.ErrMsgNotFound):
		return dayKey{}, 0, nil
	case err != nil:
		return dayKey{}, 0, err
	}
	data, err := unseal(m.Subject, m.Header, m.Data)
	if err == nil {
		err = json.Unmarshal(data, &now)
	}
	if err != nil {
		now = dayKey{} // it is replaced
	}
	return now, m.Sequence, nil
}

// KeptDayKey gives the secret that is kept: see daily.Store.
func (s *Store) KeptDayKey(ctx context.Context) (day string, key []byte, err error) {
	var now dayKey
	stream, err := s.days(ctx, false)
	if err == nil {
		now, _, err = s.keptDayKey(ctx, stream)
	}
	if errors.Is(err, journal.ErrNotFound) {
		err = nil
	}
	return now.Day, now.Secret, s.failed("secret of the day", err)
}
