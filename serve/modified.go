package serve

import (
	"net/http"
	"time"
)

// Last-Modified has whole seconds, and some readers know nothing else of what
// they have: they send back the date that they were given, or the time of
// their own last fetch. If bytes changed twice within a second, or within the
// second of such a fetch, a date taken from the clock would tell those readers
// that what they have is current, for ever. So the date is the first whole
// second not before the change, and while that second is still to come the
// answer carries no Last-Modified and matches no If-Modified-Since. Whoever
// asked before the change therefore knows a lesser second than the one that is
// said later, and a second that is said belongs to one version only.

// ceilSecond gives the first whole second not before t.
func ceilSecond(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// replace tells e what it replaces, and sets its Last-Modified. Other bytes
// were served until now, which is later than Modified by as long as it took to
// make e: if a second began in between, readers may know it already, and the
// next one is said in its place.
func (e *entry) replace(before *entry, now time.Time) {
	e.remember(before)
	e.inherit(before)
	switch {
	case e.modified == never:
	case e.sameAnswer(before):
		if before.modified != never {
			e.setModified(max(e.modified, before.modified))
		}
	default:
		e.setModified(max(e.modified, now.Unix()+1))
	}
}

func (e *entry) setModified(second int64) {
	e.modified = second
	e.lastMod = []string{time.Unix(second, 0).UTC().Format(http.TimeFormat)}
	e.wire.lastMod = appendField(nil, "Last-Modified", e.lastMod[0])
}

// dated reports whether e's Last-Modified may be said.
func (e *entry) dated(now time.Time) bool {
	return e.modified != never && e.modified <= now.Unix()
}
