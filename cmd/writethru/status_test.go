package main

import (
	"strings"
	"testing"
	"time"

	"writethru/publish"
)

func TestWhatNeedsAnOperator(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	c := defaults()
	for _, test := range []struct {
		claim string
		with  func(*status)
		want  string // in what is needed; empty: nothing is
	}{
		{"all is well", func(*status) {}, ""},
		{"nothing runs, and nothing has to", func(st *status) { st.Process.Error = "connection refused" }, ""},
		{"an editor is needed", func(st *status) {
			st.Stories.Held, st.Promises.Overdue = []publish.HeldBack{{ID: "flood#1"}}, 3
		}, ""},
		{"a follow-up has just come", func(st *status) { st.Stories.Waiting = now.Add(-time.Minute) }, ""},
		{"nobody emits it", func(st *status) { st.Stories.Waiting = now.Add(-time.Hour) }, "follow-ups wait since 2026-11-21 11:00:00Z"},
		{"a record is damaged", func(st *status) { st.Stories.Damaged = []string{"record 7: damaged"} }, "record 7"},
		{"subscribers are about to be told", func(st *status) { st.Told.Owed, st.Told.Since = 9, now.Add(-time.Minute) }, ""},
		{"subscribers are not told", func(st *status) { st.Told.Owed, st.Told.Since = 9, now.Add(-2*time.Hour) }, "subscribers wait"},
		{"a hub failed once", func(st *status) { st.Told.Hubs = []hubStatus{{URL: "https://hub.example/", Tries: 1}} }, ""},
		{"a hub is gone", func(st *status) {
			st.Told.Hubs = []hubStatus{{URL: "https://hub.example/", Tries: 7, Error: "404 Not Found"}}
		}, "hub https://hub.example/ was not told 7 times in a row: 404 Not Found"},
		{"the process is up to date", func(st *status) { st.Process.Says = &publish.Condition{Ready: true} }, ""},
		{"the process is not ready", func(st *status) { st.Process.Says = &publish.Condition{Why: "the journal does not answer"} }, "not ready: the journal"},
		{"the process is behind", func(st *status) {
			st.Process.Behind, st.Process.Says = 2, &publish.Condition{Ready: true}
		}, "behind the journal by 2 revisions"},
		{"the process can't be asked", func(st *status) { st.Process.Runs, st.Process.Error = true, "answered 401 Unauthorized" }, "401"},
		{"an article has a fault", func(st *status) {
			st.Process.Says = &publish.Condition{Ready: true, Faults: []string{"flood.md:3: date"}}
		}, "flood.md:3"},
		{"an article has a doubt", func(st *status) {
			st.Process.Says = &publish.Condition{Ready: true, Doubts: []string{"flood.md:3: key"}}
		}, ""},
	} {
		st := &status{At: now, Stories: &publish.Survey{}}
		test.with(st)
		st.judge(c)
		got := strings.Join(st.Needs, "\n")
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) || len(st.Needs) > 1 {
			t.Errorf("%s: needs %q, want %q", test.claim, got, test.want)
		}
		var out strings.Builder
		if err := st.print(&out); err != nil || !strings.Contains(out.String(), "needs") {
			t.Errorf("%s: printed %q, %v", test.claim, out.String(), err)
		}
	}
}
