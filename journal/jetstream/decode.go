package jetstream

import (
	"context"
	"runtime"
	"sync"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"writethru/journal"
)

// decodedTogether is how many revisions are decoded at the same time.
const decodedTogether = 256

// A decoded is a revision as it was read, and where it came.
type decoded struct {
	revision journal.Revision
	nth      uint64 // of those that its consumer was given
	err      error
}

// decodeAll yields the revisions that a consumer is given, up to the one that is
// the last. Decoding costs more than reading, so it is done on all processors. A
// consumer that is kept on one machine breaks with it; else a request that got
// lost is made again.
func decodeAll(ctx context.Context, c js.Consumer, breaks bool, last func(*js.MsgMetadata) bool, yield func(decoded) bool) error {
	messages, err := c.Messages(js.PullMaxMessages(2*decodedTogether), js.PullExpiry(10*time.Second), js.PullHeartbeat(time.Second),
		js.WithMessagesErrOnMissingHeartbeat(breaks))
	if err != nil {
		return err
	}
	defer messages.Stop()
	defer context.AfterFunc(ctx, messages.Stop)()
	for more := true; more; {
		var batch []js.Msg
		for more && len(batch) < decodedTogether {
			m, err := messages.Next(js.NextMaxWait(patience))
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				return err
			}
			meta, err := m.Metadata()
			if err != nil {
				return err
			}
			batch = append(batch, m)
			more = !last(meta)
		}
		for _, d := range decodeTogether(batch) {
			if !yield(d) {
				return nil
			}
		}
	}
	return nil
}

// decodeTogether decodes messages, a share of them on each processor.
func decodeTogether(batch []js.Msg) []decoded {
	out := make([]decoded, len(batch))
	share := max(1, (len(batch)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var g sync.WaitGroup
	for from := 0; from < len(batch); from += share {
		g.Go(func() {
			for i := from; i < min(from+share, len(batch)); i++ {
				out[i] = decodeOne(batch[i])
			}
		})
	}
	g.Wait()
	return out
}

func decodeOne(m js.Msg) decoded {
	meta, err := m.Metadata()
	if err != nil {
		return decoded{err: err}
	}
	r, err := decode(m.Subject(), meta.Sequence.Stream, m.Headers(), m.Data())
	return decoded{r, meta.Sequence.Consumer, err}
}
