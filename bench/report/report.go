// Package report keeps what was measured, and shows it: as JSON, as tables and
// charts, and as sections of a document whose prose is somebody else's.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// A Report is what was measured on one machine.
type Report struct {
	Machine Machine  `json:"machine"`
	Results []Result `json:"results"`
}

// A Key says what was measured.
type Key struct {
	Part    string `json:"part"`           // what was done: "build"
	Measure string `json:"measure"`        // what was counted: "peak memory"
	Row     string `json:"row"`            // which program did it, and how: "Hugo, home feed"
	Size    int    `json:"size,omitempty"` // of the corpus, in articles; 0: it makes no difference
	Case    string `json:"case,omitempty"` // what tells columns apart where the size makes no difference
}

// A Result is one measured thing.
type Result struct {
	Key
	Unit    Unit      `json:"unit"`
	Values  []float64 `json:"values"`            // in the order of the rounds
	Missing string    `json:"missing,omitempty"` // why there are no values
}

// Median is the value in the middle. It is 0 if there is none.
func (r Result) Median() float64 {
	if len(r.Values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(r.Values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 0 {
		return (sorted[middle-1] + sorted[middle]) / 2
	}
	return sorted[middle]
}

// String is the median with its unit, and how far values lie apart, or why there
// are none.
func (r Result) String() string {
	switch {
	case len(r.Values) > 1:
		return fmt.Sprintf("%s (%s)", r.Unit.Format(r.Median()), r.Unit.formatRange(slices.Min(r.Values), slices.Max(r.Values)))
	case len(r.Values) > 0:
		return r.Unit.Format(r.Median())
	case r.Missing != "":
		return r.Missing
	}
	return "–"
}

// median is as String, without how far values lie apart.
func (r Result) median() string {
	if len(r.Values) > 0 {
		r.Values = []float64{r.Median()}
	}
	return r.String()
}

// Add adds a value to the result with a key.
func (r *Report) Add(k Key, u Unit, value float64) {
	result := r.result(k)
	result.Unit = u
	result.Values = append(result.Values, value)
}

// Miss says why there is no value, or no further one, for a key.
func (r *Report) Miss(k Key, why string) { r.result(k).Missing = why }

// Drop forgets a part that was not measured to its end.
func (r *Report) Drop(part string, size int) {
	r.Results = slices.DeleteFunc(r.Results, func(have Result) bool { return have.Part == part && have.Size == size })
}

// result returns the result with a key, a new one if there was none.
func (r *Report) result(k Key) *Result {
	if found := r.Find(k); found != nil {
		return found
	}
	r.Results = append(r.Results, Result{Key: k})
	return &r.Results[len(r.Results)-1]
}

// Find returns the result with a key, nil if there is none.
func (r *Report) Find(k Key) *Result {
	if i := slices.IndexFunc(r.Results, func(have Result) bool { return have.Key == k }); i >= 0 {
		return &r.Results[i]
	}
	return nil
}

// Over returns this report with the results of an earlier one that it does not
// replace. A part is replaced as a whole for each size: figures can be compared
// only if they come from the same run.
func (r Report) Over(earlier Report) Report {
	if !r.Machine.same(earlier.Machine) {
		return r
	}
	type run struct {
		part string
		size int
	}
	again := map[run]bool{}
	for _, result := range r.Results {
		again[run{result.Part, result.Size}] = true
	}
	kept := slices.DeleteFunc(slices.Clone(earlier.Results), func(old Result) bool { return again[run{old.Part, old.Size}] })
	r.Results = append(kept, r.Results...)
	return r
}

// Read reads a report. A file that does not exist is an empty one.
func Read(file string) (r Report, err error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(b, &r)
}

// Write writes a report as JSON.
func (r Report) Write(file string) error {
	b, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o666)
}
