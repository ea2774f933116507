package corpus

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"
)

// The dates of all articles lie between these.
var (
	first = time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	last  = time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
)

// Sizes are log-normal: half of the texts are longer than median bytes.
const (
	median  = 3500
	spread  = 0.55 // of the logarithm
	longest = 64 << 10
)

// One article in so many has follow-ups in its text, and one in so many ends
// with a promise.
const (
	withFollowUps = 0.08
	withPromise   = 0.03
)

// An Article is one file of a corpus.
type Article struct {
	Path   string // relative to the corpus
	Title  string
	Date   time.Time
	Author string
	Tags   []string

	size int // of the text, without follow-ups
	rand *rand.Rand
}

// Number returns the article with a number.
func Number(i int) Article {
	r := rand.New(rand.NewPCG(20261120, uint64(i)))
	a := Article{
		Date:   first.Add(time.Duration(r.Int64N(int64(last.Sub(first)/time.Second))) * time.Second),
		Author: pick(r, givenNames) + " " + pick(r, familyNames),
		size:   min(longest, int(median*math.Exp(spread*r.NormFloat64()))),
		rand:   r,
	}
	section, subject, matter := pick(r, sections), pick(r, nouns), pick(r, nouns)
	a.Title = fmt.Sprintf(pick(r, headlines), subject, pick(r, places), matter)
	for range 1 + r.IntN(4) {
		a.tag(r)
	}
	a.Path = fmt.Sprintf("%s/%d/%s-%s-%06d.md", section, a.Date.Year(), subject, matter, i)
	return a
}

// tag adds a tag that the article does not have yet. Some tags are far more
// frequent than others.
func (a *Article) tag(r *rand.Rand) {
	u := r.Float64()
	n := int(float64(len(topics)*len(aspects)) * u * u)
	tag := topics[n%len(topics)] + "-" + aspects[n/len(topics)]
	for _, have := range a.Tags {
		if have == tag {
			return
		}
	}
	a.Tags = append(a.Tags, tag)
}

// Append appends the article's file to b. It may be called once.
func (a Article) Append(b []byte) []byte {
	b = fmt.Appendf(b, "---\ntitle: %q\ndate: %s\nauthor: %s\ntags: [%s]\n---\n\n",
		a.Title, a.Date.Format(time.RFC3339), a.Author, strings.Join(a.Tags, ", "))
	w := writer{a.rand, b}
	w.body(a.size)
	if a.rand.Float64() < withFollowUps {
		w.followUps(a.Date)
	} else if a.rand.Float64() < withPromise {
		w.b = fmt.Appendf(w.b, "\nThe %s has been asked for comment, and this story will be updated.\n", pick(w.r, people))
	}
	return w.b
}

func pick(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }
