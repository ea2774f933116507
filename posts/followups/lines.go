package followups

import (
	"iter"
	"strings"
	"unicode/utf8"

	"writethru/posts"
)

// lines gives the spans of a text's lines, without the empty ones.
func lines(s string) iter.Seq[posts.Span] {
	return func(yield func(posts.Span) bool) {
		for from := 0; from <= len(s); {
			to := len(s)
			if n := strings.IndexByte(s[from:], '\n'); n >= 0 {
				to = from + n
			}
			if to > from && !yield(posts.Span{From: from, To: to}) {
				return
			}
			from = to + 1
		}
	}
}

// closers says behind which byte each bracket closes, in one pass.
func closers(s string) map[int]int {
	if strings.IndexByte(s, '(') < 0 && strings.IndexByte(s, '[') < 0 && strings.IndexByte(s, 0xe3) < 0 && strings.IndexByte(s, 0xef) < 0 {
		return nil // the wide ones start with these bytes in UTF-8
	}
	closes := map[int]int{}
	var open []int
	for i, r := range s {
		if brackets[r] != 0 {
			open = append(open, i)
			continue
		}
		if n := len(open); n > 0 && r == brackets[firstRune(s[open[n-1]:])] {
			closes[open[n-1]] = i + utf8.RuneLen(r)
			open = open[:n-1]
		}
	}
	return closes
}
