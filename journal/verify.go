package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
)

// A Verified counts what was read and found good.
type Verified struct {
	Revisions, Stories, Sources, Subscribers int
}

// A Checker is a store that can look for damage below its records.
type Checker interface {
	// Check joins what is wrong with the store's files. Its error wraps ErrDamaged.
	Check(ctx context.Context) error
}

// Verify reads all that a journal holds. Its error joins whatever is wrong:
// what does not read as it was written, gaps, sources that are not there, and
// articles that can't be unpacked.
func Verify(ctx context.Context, s Store) (Verified, error) {
	var v Verified
	var faults []error
	if c, ok := s.(Checker); ok {
		if err := c.Check(ctx); err != nil {
			faults = append(faults, err)
		}
	}
	newest := map[string]Revision{}
	var seq uint64
	for r, err := range s.Since(ctx, 0) {
		seq++
		switch {
		case errors.Is(err, ErrDamaged):
			faults = append(faults, err)
			seq = r.Seq
			continue
		case err != nil:
			return v, errors.Join(append(faults, err)...)
		case r.Seq != seq:
			faults = append(faults, fmt.Errorf("record %d: %w: it stands where %d was", r.Seq, ErrDamaged, seq))
			seq = r.Seq
		case r.Rev != newest[r.Story].Rev+1:
			faults = append(faults, fmt.Errorf("record %d: %w: %s revision %d comes after %d", r.Seq, ErrDamaged, r.Story, r.Rev, newest[r.Story].Rev))
		}
		v.Revisions++
		newest[r.Story] = Revision{Story: r.Story, Rev: r.Rev, Hash: r.Hash}
	}
	for story, r := range newest {
		if v.Stories++; r.Hash == "" {
			continue
		}
		if err := verifySource(ctx, s, r); err != nil {
			faults = append(faults, fmt.Errorf("source of %s: %w", story, err))
			continue
		}
		v.Sources++
	}
	for t, err := range s.Topics(ctx) {
		if err != nil {
			return v, errors.Join(append(faults, err)...)
		}
		for _, err := range s.Subscribers(ctx, t.Name) {
			if err != nil {
				faults = append(faults, err)
				continue
			}
			v.Subscribers++
		}
	}
	return v, errors.Join(faults...)
}

// verifySource reads a story's source, unless a newer revision has replaced it
// meanwhile.
func verifySource(ctx context.Context, s Store, r Revision) error {
	source, err := s.Source(ctx, r.Story, r.Hash)
	if errors.Is(err, ErrNotFound) {
		if now, headErr := s.Head(ctx, r.Story); headErr == nil && now.Hash != r.Hash {
			return nil
		}
	}
	if err != nil {
		return err
	}
	files, err := Unpack(source)
	if err == nil && Hash(files) != r.Hash {
		err = fmt.Errorf("%w: its files have another hash", ErrDamaged)
	}
	return err
}

// Compare reports, record by record, whether a journal holds what another one held
// when it was copied. The error says where they differ first.
func Compare(ctx context.Context, a, b Store) error {
	st, err := b.Stats(ctx)
	if err != nil {
		return err
	}
	next, stop := iter.Pull2(b.Since(ctx, 0))
	defer stop()
	newest := map[string]string{}
	for r, err := range a.Since(ctx, 0) {
		if err != nil {
			return err
		}
		if r.Seq > st.Seq {
			break // came after the copy
		}
		other, err, ok := next()
		if err != nil {
			return err
		}
		if !ok || !same(r, other) {
			return fmt.Errorf("record %d, %s revision %d: the copy has another: %w", r.Seq, r.Story, r.Rev, ErrDamaged)
		}
		newest[r.Story] = r.Hash
	}
	for story, hash := range newest {
		if err := compareSource(ctx, a, b, story, hash); err != nil {
			return fmt.Errorf("source of %s: %w", story, err)
		}
	}
	return nil
}

func same(a, b Revision) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

func compareSource(ctx context.Context, a, b Store, story, hash string) error {
	if hash == "" {
		return nil
	}
	copied, err := b.Source(ctx, story, hash)
	if err != nil {
		return err
	}
	source, err := a.Source(ctx, story, hash)
	if errors.Is(err, ErrNotFound) {
		return nil // replaced since
	}
	if err == nil && !bytes.Equal(source, copied) {
		err = fmt.Errorf("the copy has another: %w", ErrDamaged)
	}
	return err
}
