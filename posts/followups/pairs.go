package followups

import "unicode/utf8"

// A pairSet holds pairs of letters in ASCII. It may take a pair that it has not
// for one that it has, but never the other way round.
type pairSet [16]uint64

// add adds the first two bytes of a lower-case phrase.
func (p *pairSet) add(phrase string) {
	if len(phrase) == 1 {
		*p = everyPair // anything may follow
		return
	}
	n := pairPlace(phrase[0], phrase[1])
	p[n/64] |= 1 << (n % 64)
}

// has reports whether a phrase may begin with these two, in any case.
func (p *pairSet) has(c, d byte) bool {
	n := pairPlace(lowerByte(c), lowerByte(d))
	return (c|d) >= utf8.RuneSelf || p[n/64]>>(n%64)&1 != 0
}

func pairPlace(c, d byte) uint { return (uint(c)<<5 ^ uint(d)) % 1024 }

var everyPair = func() (all pairSet) {
	for i := range all {
		all[i] = 1<<64 - 1
	}
	return all
}()
