//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// A deed is what an editor does to an article.
type deed string

const (
	write    deed = "write"     // an article that was not there
	edit     deed = "edit"      // some words in the middle
	followUp deed = "follow up" // at the end
	rename   deed = "rename"
	remove   deed = "remove"
	restore  deed = "restore"
)

// A manner is how an editor saves a file.
type manner string

const (
	replaced manner = "replaced" // another file takes its place
	inPlace  manner = "in place" // emptied and written
	halves   manner = "in halves"
)

// A step is one deed of an editor. All that follows from the seed is in it, so
// that a run can be done again.
type step struct {
	n       int
	deed    deed
	article int
	manner  manner
	kind    string        // of a follow-up
	pause   time.Duration // after it
}

func (s step) String() string {
	return strings.TrimSpace(fmt.Sprintf("%d: %s article %d, %s %s", s.n, s.deed, s.article, s.manner, s.kind))
}

// word is what a step writes that no other does.
func (s step) word() string { return fmt.Sprintf("%sw%04d", string(s.deed[0]), s.n) }

var kinds = []string{"Update", "Update", "Correction", "Clarification"}

// plan makes n steps, on average one in each pause.
func plan(seed uint64, n int, pause time.Duration) []step {
	r := rand.New(rand.NewPCG(seed, 6))
	var steps []step
	gone := map[int]bool{}
	articles := 0
	for len(steps) < n {
		s := step{n: len(steps), manner: []manner{replaced, replaced, inPlace, halves}[r.IntN(4)]}
		s.pause = time.Duration(r.ExpFloat64() * float64(pause))
		if articles > 0 {
			s.article = r.IntN(articles)
		}
		switch dice := r.IntN(100); {
		case articles < 5, dice < 12 && articles < 60:
			s.deed, s.article = write, articles
			articles++
		case gone[s.article]:
			s.deed = restore
		case dice < 55:
			s.deed, s.kind = followUp, kinds[r.IntN(len(kinds))]
		case dice < 75:
			s.deed = edit
		case dice < 88:
			s.deed = rename
		case len(gone) > articles/4:
			continue // a folder that lost many files counts as out of reach
		default:
			s.deed = remove
		}
		switch s.deed {
		case restore:
			delete(gone, s.article)
		case remove:
			gone[s.article] = true
		}
		steps = append(steps, s)
	}
	return steps
}
