package serve

// Stats say how a site is served. Counts are since the start; the rest is as of
// now.
type Stats struct {
	Answers []Answers // those that there were
	Bytes   int64     // of their content
	Handed  int64     // connections that the fast lane handed to net/http
	Unmade  int64     // resources that could not be made

	Conns struct {
		Fresh, Idle, Answering int   // in the fast lane: nothing was asked yet, waiting for a further request, at work
		Handed, HandedIdle     int   // with net/http
		Most                   int   // there may be at the same time
		RefusedClients         int64 // of clients that have too many
		RefusedFull            int64 // for want of room, or while it stops
	}
	Coding struct{ Queued, Running int } // paths whose coded variants are to be made, and goroutines that do
	Making struct{ Running, Waiting, Most int }
	Kept   struct { // what was made when it was asked for
		Paths int
		Bytes int64
	}
}

// Answers are how often a class of paths was answered with a status.
type Answers struct {
	Class  string // of Options.Classes
	Status int    // 0: one of those that are not counted by themselves
	N      int64
}

// Stats gives the figures of the handler that c was given to. It may be called at
// any time.
func (c *Counters) Stats() Stats {
	var st Stats
	h := c.handler.Load()
	if h == nil {
		return st
	}
	for class := range maxClasses {
		for s := range len(statuses) + 1 {
			a := Answers{}
			for i := range c.shards {
				a.N += c.shards[i].answers[class][s].Load()
			}
			if a.N == 0 {
				continue
			}
			if class < len(h.o.Classes) {
				a.Class = h.o.Classes[class]
			}
			if s < len(statuses) {
				a.Status = statuses[s]
			}
			st.Answers = append(st.Answers, a)
		}
	}
	for i := range c.shards {
		st.Bytes += c.shards[i].bytes.Load()
	}
	st.Handed, st.Unmade = c.handed.Load(), c.unmade.Load()
	st.Conns.RefusedClients, st.Conns.RefusedFull = c.refused[0].Load(), c.refused[1].Load()
	if cs := c.conns.Load(); cs != nil {
		cs.stats(&st)
	}
	h.site.stats(&st)
	st.Making.Running, st.Making.Most = len(h.slots), cap(h.slots)
	st.Making.Waiting = max(0, st.Making.Waiting-st.Making.Running)
	return st
}

func (cs *conns) stats(st *Stats) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	st.Conns.Most = cs.most
	var in [states]int
	for c := range cs.all {
		in[c.marked().state()]++
	}
	st.Conns.Fresh, st.Conns.Idle, st.Conns.Answering = in[fresh], in[idle], in[answering]
	st.Conns.Handed, st.Conns.HandedIdle = in[handed], in[handedIdle]
}

func (s *Site) stats(st *Stats) {
	s.coders.mu.Lock()
	st.Coding.Queued, st.Coding.Running = len(s.coders.queue), s.coders.running
	s.coders.mu.Unlock()
	s.made.mu.Lock()
	defer s.made.mu.Unlock()
	st.Making.Waiting = len(s.made.flights) // those that run, too
	st.Kept.Paths, st.Kept.Bytes = len(s.made.kept), s.made.size
}
