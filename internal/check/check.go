// Package check says what an aggregator would hold against a feed: RSS 2.0,
// Atom (RFC 4287) or JSON Feed 1.1, by anyone. It is a pure function of what
// was fetched; only [Probe] uses the network.
//
// Every rule is in the table of [Rules]: what it asks, why it matters, and
// which feed readers suffer when a feed breaks it.
package check

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A Subject is a feed to be checked.
type Subject struct {
	Name   string    // a URL or a file, as the user has it
	Body   []byte    // the document
	Now    time.Time // dates after it are in the future
	Answer *Answer   // how the server behaved; nil for a file
}

// A Severity says how bad it is when a rule is broken.
type Severity string

// The severities, worst first.
const (
	Error   Severity = "error"   // some readers show less, other or no entries
	Warning Severity = "warning" // some readers show something wrong, or work more than they should
	Advice  Severity = "advice"  // it works, and could be better
)

var severities = []Severity{Error, Warning, Advice}

// A Finding is one rule that a feed breaks, however often it does.
type Finding struct {
	Rule
	Place string `json:"place,omitempty"` // of the first time: line:column, or a header of the answer
	Entry string `json:"entry,omitempty"` // of the first time: the entry's id or title
	What  string `json:"what"`            // what was found, the first time
	Count int    `json:"count"`           // how often
}

// A Report is all that was found in a feed.
type Report struct {
	Feed     string    `json:"feed"`
	Format   string    `json:"format"` // in words; empty if it is no feed
	Entries  int       `json:"entries"`
	Findings []Finding `json:"findings"` // worst first, in the order of the document
}

// Worst returns the severity of the worst finding, or nothing.
func (r Report) Worst() Severity {
	if len(r.Findings) == 0 {
		return ""
	}
	return r.Findings[0].Severity
}

// Check holds a feed to all rules.
func Check(s Subject) Report {
	c := &checker{now: s.Now, broken: map[string]int{}, report: Report{Feed: s.Name, Findings: []Finding{}}}
	if s.Answer != nil {
		c.answer(s.Name, s.Answer)
	}
	if s.Answer == nil || s.Answer.Status == 200 {
		c.document(s)
	}
	slices.SortStableFunc(c.report.Findings, func(a, b Finding) int {
		return cmp.Compare(slices.Index(severities, a.Severity), slices.Index(severities, b.Severity))
	})
	return c.report
}

// A checker collects what it finds.
type checker struct {
	now    time.Time
	report Report
	broken map[string]int // rules, and where in the findings they are
	entry  string         // the entry that is looked at
}

// find notes that a rule is broken. Only the first time is told in full.
func (c *checker) find(rule string, at place, what string, args ...any) {
	if i, again := c.broken[rule]; again {
		c.report.Findings[i].Count++
		return
	}
	c.broken[rule] = len(c.report.Findings)
	c.report.Findings = append(c.report.Findings, Finding{
		Rule: ruleOf(rule), Place: string(at), Entry: c.entry, What: fmt.Sprintf(what, args...), Count: 1,
	})
}

// A place is where something stands: line:column, or the name of a header.
type place string

func at(line, column int) place { return place(fmt.Sprintf("%d:%d", line, column)) }

// document checks the bytes: their encoding, their format, and what they say.
func (c *checker) document(s Subject) {
	text, ok := c.decode(s.Body, s.Answer)
	if !ok {
		return
	}
	c.size(len(s.Body))
	d := c.parse(text)
	if d == nil {
		return
	}
	c.report.Format, c.report.Entries = d.format, len(d.entries)
	if s.Answer != nil {
		d.address, d.final = s.Name, s.Answer.URL
	}
	c.ids(d)
	c.dates(d)
	c.links(d)
	c.contents(d)
	c.push(d, s.Answer)
	if s.Answer != nil && s.Answer.Again != nil {
		c.stable(d, s.Answer.Again)
	}
}

// stable compares the feed with what the same address answered right after.
func (c *checker) stable(d *document, again []byte) {
	quiet := &checker{now: c.now, broken: map[string]int{}}
	text, ok := quiet.decode(again, nil)
	if !ok {
		return
	}
	if second := quiet.parse(text); second != nil {
		c.changingIDs(d, second)
		if !c.has("id-changing") && !slices.Equal(d.bytes, second.bytes) {
			c.find("bytes-changing", "", "two answers in a row differ")
		}
	}
}

func (c *checker) has(rule string) bool {
	_, broken := c.broken[rule]
	return broken
}
