package main

import (
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// A progress tells how far long work has come: with a bar on a terminal, and
// with a line in the log from time to time elsewhere.
type progress struct {
	terminal io.Writer // nil: there is none
	log      *slog.Logger
	now      func() time.Time

	mu    sync.Mutex // guards all below
	doing string
	begun time.Time
	told  time.Time
	bar   *progressbar.ProgressBar
}

// tellEvery is how often the log says how far work has come. What is done
// before that needs no words.
const tellEvery = 5 * time.Second

// tell says that so many of all things are done; total is negative where nobody
// knows how many there are. It may be called from any
// goroutine, also out of order.
func (p *progress) tell(doing string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if doing != p.doing {
		p.doing, p.begun, p.told = doing, now, now
		p.clear()
		if p.terminal != nil {
			p.bar = progressbar.NewOptions(total,
				progressbar.OptionSetWriter(p.terminal), progressbar.OptionSetDescription(doing),
				progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetPredictTime(true),
				progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
		}
	}
	switch {
	case p.bar != nil:
		if done > int(p.bar.State().CurrentNum) {
			_ = p.bar.Set(done) // an error is the terminal's
		}
	case now.Sub(p.told) >= tellEvery && total < 0:
		p.told = now
		p.log.Info("long work goes on", "doing", doing, "done", done)
	case now.Sub(p.told) >= tellEvery && done < total:
		p.told = now
		rate := float64(done) / now.Sub(p.begun).Seconds()
		left := time.Duration(float64(total-done) / max(rate, 1e-9) * float64(time.Second))
		p.log.Info("long work goes on", "doing", doing, "done", done, "of", total, "per_second", int(rate), "left", left.Round(time.Second).String())
	}
}

// end clears the line before something else is printed.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.doing = ""
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Finish() // an error is the terminal's
		p.bar = nil
	}
}
