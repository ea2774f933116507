package serve

import "sync/atomic"

// What is coded follows what is asked for. Of the bytes of a path a variant is
// made once a request is best answered with it: for this request, if that is
// quick. Of the next version of the path it is made in the background before
// anybody asks. Where nobody asks, nothing is compressed.

// A demand has the codings in which something was asked for.
type demand [codings]atomic.Bool

// note notes that a coding was asked for, and reports whether that is new. What
// is known already, as it is for nearly all requests, is only read.
func (d *demand) note(c coding) bool { return !d[c].Load() && !d[c].Swap(true) }

// noted gives what was asked for up to now.
func (d *demand) noted() (asked [codings]bool) {
	for c := range d {
		asked[c] = d[c].Load()
	}
	return asked
}

// add notes all that was asked for of another.
func (d *demand) add(other *demand) {
	for c, asked := range other.noted() {
		if asked {
			d.note(coding(c))
		}
	}
}

// ask notes that e was asked for in a coding, and reports whether that is still
// to be made.
func (e *entry) ask(c coding) (due bool) {
	return c != identity && e.asked.note(c) && !e.tried[c].Load()
}

// inherit makes what was asked for of the version before be made of e early.
func (e *entry) inherit(before *entry) {
	e.early, e.deltas.early = before.asked.noted(), before.deltas.asked.noted()
	if e.hash == before.hash { // it is the same version still
		e.asked.add(&before.asked)
		e.deltas.asked.add(&before.deltas.asked)
	}
}

// wants reports whether e's variant in a coding is to be made now.
func (e *entry) wants(c coding) bool {
	return e.tags[c] != nil && !e.tried[c].Load() && (e.early[c] || e.asked[c].Load())
}

// due reports whether anything is to be made of e before it is asked for.
func (e *entry) due() bool {
	for c := identity + 1; c < codings; c++ {
		if e.wants(c) {
			return true
		}
	}
	return e.deltas.expected() && len(e.former) > 0
}

// expected reports whether deltas of the version before were asked for.
func (ds *deltas) expected() bool { return ds.early != [codings]bool{} }
