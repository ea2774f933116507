package publish

import "time"

// DeskStats are figures of what editors have on their desk.
type DeskStats struct {
	Open    int       // promises that readers know of, and that nothing answers
	Overdue int       // of these, those that are open for longer than WarnAfter
	Oldest  time.Time // since when the oldest of them is owed; zero: there is none
	Held    int       // follow-ups that wait for an editor, or for a limit
	Pending int       // that go out when their article has been quiet
}

// DeskStats counts what is on the desk now. It may be called at any time; what
// it takes grows with the number of stories that owe something.
func (p *Publisher) DeskStats() DeskStats {
	var st DeskStats
	now, after := p.now().UnixMilli(), p.Settings.WarnAfter
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, s := range p.index.desk {
		if s.withdrawn {
			continue
		}
		st.Held += s.waits.held
		st.Pending += s.waits.pending
		for _, d := range s.debts {
			if !d.open {
				continue
			}
			st.Open++
			if after > 0 && d.due(after) <= now {
				st.Overdue++
			}
			if since := moment(d.since); st.Oldest.IsZero() || since.Before(st.Oldest) {
				st.Oldest = since
			}
		}
	}
	return st
}
