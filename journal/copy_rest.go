package journal

import (
	"context"
	"fmt"
	"time"

	"writethru/internal/daily"
)

// copyRest copies what a journal holds beside its revisions. Pass says of what
// can't be read whether it is left out; if not, it is the end.
func copyRest(ctx context.Context, from, to Store, pass func(error) bool) error {
	if err := copySubscribers(ctx, from, to, pass); err != nil {
		return err
	}
	if err := copyRequests(ctx, from, to, pass); err != nil {
		return err
	}
	if err := daily.Copy(ctx, from, to, pass); err != nil {
		return fmt.Errorf("figures of the audience: %w", err)
	}
	return nil
}

// copySubscribers copies topics and who is to be told of them. What was tried
// and failed is tried again.
func copySubscribers(ctx context.Context, from, to Store, pass func(error) bool) error {
	for t, err := range from.Topics(ctx) {
		switch {
		case err != nil && pass(err):
			continue
		case err != nil:
			return err
		}
		for s, err := range from.Subscribers(ctx, t.Name) {
			switch {
			case err != nil && pass(err):
				continue
			case err != nil:
				return err
			}
			if err := to.PutSubscriber(ctx, s); err != nil {
				return err
			}
		}
		if err := to.Announce(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// copyRequests copies what was asked for and is still to be verified. Nobody has
// claimed it there.
func copyRequests(ctx context.Context, from, to Store, pass func(error) bool) error {
	for r, err := range from.AllRequests(ctx) {
		switch {
		case err != nil && pass(err):
			continue
		case err != nil:
			return err
		}
		if err := to.PutRequest(ctx, r, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}
