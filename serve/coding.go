package serve

import "strings"

// A coding is a content coding (RFC 9110 §8.4.1) that variants come in.
type coding uint8

const (
	identity coding = iota
	gzipped
	brotlied
	zstded
	codings
)

var (
	// suffixes tell the variants' tags apart: a strong tag names bytes, and
	// each coding has its own.
	suffixes = [codings]string{"", "-gz", "-br", "-zst"}
	// encodings are the values of Content-Encoding.
	encodings = [codings][]string{gzipped: {"gzip"}, brotlied: {"br"}, zstded: {"zstd"}}
)

// Acceptance is what a request says of codings.
type acceptance struct {
	ok     [codings]bool
	weight [codings]int // in thousandths; 0 for identity where it is not named: anything else that is accepted is preferred
}

// parseAccept reads the lines of Accept-Encoding (RFC 9110 §12.5.3). A request
// without one gets identity: who says nothing often can't decode anything. An
// element that can't be read is passed over.
func parseAccept(lines []string) acceptance {
	var a acceptance
	var named [codings]bool
	star, starred := 0, false
	for _, line := range lines {
		for line != "" {
			var item string
			item, line, _ = strings.Cut(line, ",")
			name, params, _ := strings.Cut(item, ";")
			weight, ok := parseWeight(params)
			if !ok {
				continue
			}
			name = strings.Trim(name, " \t")
			if name == "*" {
				star, starred = weight, true
				continue
			}
			if c, ok := codingNamed(name); ok {
				a.ok[c], a.weight[c], named[c] = weight > 0, weight, true
			}
		}
	}
	for c := range codings {
		switch {
		case named[c]:
		case starred:
			a.ok[c], a.weight[c] = star > 0, star
		case c == identity:
			a.ok[c] = true
		}
	}
	if starred && star > 0 && !named[identity] {
		a.weight[identity] = 0
	}
	return a
}

func codingNamed(name string) (coding, bool) {
	switch {
	case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
		return gzipped, true
	case strings.EqualFold(name, "br"):
		return brotlied, true
	case strings.EqualFold(name, "zstd"):
		return zstded, true
	case strings.EqualFold(name, "identity"):
		return identity, true
	}
	return 0, false
}

// parseWeight reads the parameters of an element: the value of q (RFC 9110
// §12.4.2) in thousandths, 1000 if there is none.
func parseWeight(params string) (int, bool) {
	for params != "" {
		var p string
		p, params, _ = strings.Cut(params, ";")
		p = strings.Trim(p, " \t")
		if len(p) >= 2 && (p[0] == 'q' || p[0] == 'Q') && p[1] == '=' {
			return parseQ(p[2:])
		}
	}
	return 1000, true
}

// parseQ reads "0", "1", "0.5", "0.123", "1.000".
func parseQ(s string) (int, bool) {
	if s == "" || len(s) > 5 || s[0] != '0' && s[0] != '1' || len(s) > 1 && s[1] != '.' {
		return 0, false
	}
	q := int(s[0]-'0') * 1000
	if len(s) > 2 {
		unit := 100
		for _, d := range []byte(s[2:]) {
			if d < '0' || d > '9' {
				return 0, false
			}
			q += int(d-'0') * unit
			unit /= 10
		}
	}
	return q, q <= 1000
}

// wish gives the coding that a request would be answered in if all variants were
// made: the greatest weight, and of equal ones that in which feeds are smallest.
func (a acceptance) wish() coding {
	best, found := identity, false
	for _, c := range [...]coding{brotlied, zstded, gzipped, identity} {
		if a.ok[c] && (!found || a.weight[c] > a.weight[best]) {
			best, found = c, true
		}
	}
	return best
}

// choose gives the variant that a request prefers among those that are made:
// the greatest weight, and of equal ones the fewest bytes. Where nothing that
// is made is acceptable it is identity: an answer that most can read is better
// than a 406.
func (e *entry) choose(a acceptance) (coding, *variant) {
	best, chosen := identity, e.variants[identity].Load()
	found := a.ok[identity]
	for c := identity + 1; c < codings; c++ {
		v := e.variants[c].Load()
		if v == nil || !a.ok[c] {
			continue
		}
		better := a.weight[c] > a.weight[best] || a.weight[c] == a.weight[best] && len(v.body) < len(chosen.body)
		if !found || better {
			best, chosen, found = c, v, true
		}
	}
	return best, chosen
}
