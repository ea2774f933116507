package watch

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/internal/stamp"
)

const ms = time.Millisecond

var epoch = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)

// written is the stamp of a file that was written in place at the given time,
// and renamed that the stamp of one that was renamed a while after.
func written(size int64, at time.Duration) stamp.Stamp {
	ns := epoch.Add(at).UnixNano()
	return stamp.Stamp{Size: size, Mtime: ns, Ctime: ns}
}

func renamed() stamp.Stamp {
	s := written(1, 0)
	s.Mtime -= int64(time.Hour)
	return s
}

// TestPending plays changes and says at which times which files are passed on.
// A file's stamp does not change after its last change here.
func TestPending(t *testing.T) {
	type change struct {
		at   time.Duration
		name string
		wait wait // without its times
	}
	tests := []struct {
		name    string
		changes []change
		files   map[string]stamp.Stamp
		known   map[string]stamp.Stamp
		want    []string // when and what
	}{
		{
			name:    "written: after it is quiet",
			changes: []change{{0, "a", wait{}}, {60 * ms, "a", wait{}}},
			files:   map[string]stamp.Stamp{"a": written(1, 0)},
			want:    []string{"160ms [a]"},
		},
		{
			name:    "renamed: at once",
			changes: []change{{0, "a", wait{whole: true}}},
			files:   map[string]stamp.Stamp{"a": renamed()},
			want:    []string{"2ms [a]"},
		},
		{
			name:    "renamed in the tick in which it was written: at once, as the pair shows",
			changes: []change{{0, "a", wait{whole: true, paired: true}}},
			files:   map[string]stamp.Stamp{"a": written(1, 0)},
			want:    []string{"2ms [a]"},
		},
		{
			name:    "created, and perhaps still being written: after it is quiet",
			changes: []change{{0, "a", wait{whole: true}}},
			files:   map[string]stamp.Stamp{"a": written(1, 0)},
			want:    []string{"100ms [a]"},
		},
		{
			name:    "renamed, then written to: after it is quiet",
			changes: []change{{0, "a", wait{whole: true}}, {2 * ms, "a", wait{}}},
			files:   map[string]stamp.Stamp{"a": renamed()},
			want:    []string{"102ms [a]"},
		},
		{
			name: "written without end: after the longest wait",
			changes: []change{{0, "a", wait{}}, {80 * ms, "a", wait{}}, {160 * ms, "a", wait{}}, {240 * ms, "a", wait{}},
				{320 * ms, "a", wait{}}, {400 * ms, "a", wait{}}, {480 * ms, "a", wait{}}, {560 * ms, "a", wait{}}},
			files: map[string]stamp.Stamp{"a": written(1, 0)},
			want:  []string{"500ms [a]", "660ms [a]"},
		},
		{
			name:    "a file that is being written holds back no other",
			changes: []change{{0, "a", wait{}}, {1 * ms, "b", wait{whole: true}}, {3 * ms, "a", wait{}}, {5 * ms, "a", wait{}}},
			files:   map[string]stamp.Stamp{"a": written(1, 0), "b": renamed()},
			want:    []string{"3ms [b]", "105ms [a]"},
		},
		{
			name:    "empty: after the longest wait",
			changes: []change{{0, "a", wait{}}, {10 * ms, "b", wait{whole: true}}},
			files:   map[string]stamp.Stamp{"a": written(0, 0), "b": renamed()},
			want:    []string{"12ms [b]", "500ms [a]"},
		},
		{
			name:    "unchanged: never",
			changes: []change{{0, "a", wait{}}},
			files:   map[string]stamp.Stamp{"a": written(1, -time.Hour)},
			known:   map[string]stamp.Stamp{"a": written(1, -time.Hour)},
		},
		{
			name:    "unchanged, but the receiver asked",
			changes: []change{{0, "a", wait{again: true}}},
			files:   map[string]stamp.Stamp{"a": written(1, -time.Hour)},
			known:   map[string]stamp.Stamp{"a": written(1, -time.Hour)},
			want:    []string{"100ms [a]"},
		},
		{
			name:    "changed within the grain of file times",
			changes: []change{{0, "a", wait{told: true}}},
			files:   map[string]stamp.Stamp{"a": written(1, 0)},
			known:   map[string]stamp.Stamp{"a": written(1, 0)},
			want:    []string{"100ms [a]"},
		},
		{
			name:    "found by a scan while it grew",
			changes: []change{{0, "a", wait{seen: written(1, 0)}}},
			files:   map[string]stamp.Stamp{"a": written(2, 0)},
			want:    []string{"200ms [a]"},
		},
		{
			name:    "gone",
			changes: []change{{0, "a", wait{}}},
			want:    []string{"100ms gone [a]"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pending{quiet: 100 * ms, longest: 500 * ms}
			look := func(name string) (stamp.Stamp, bool, error) {
				s, ok := tt.files[name]
				return s, ok, nil
			}
			known := func(name string, s stamp.Stamp) bool { return tt.known[name] == s }
			var got []string
			for len(tt.changes) > 0 || len(p.names) > 0 {
				due := p.due()
				if len(tt.changes) > 0 && (due.IsZero() || !epoch.Add(tt.changes[0].at).After(due)) {
					c := tt.changes[0]
					tt.changes = tt.changes[1:]
					c.wait.first, c.wait.last = epoch.Add(c.at), epoch.Add(c.at)
					p.add(c.name, c.wait)
					continue
				}
				changed, absent := p.take(due, look, known)
				if len(changed) > 0 {
					got = append(got, fmt.Sprint(due.Sub(epoch), " ", slices.Sorted(maps.Keys(changed))))
				}
				if len(absent) > 0 {
					got = append(got, fmt.Sprint(due.Sub(epoch), " gone ", absent))
				}
				if !p.due().IsZero() && !p.due().After(due) {
					t.Fatalf("due at %s after it was taken at %s", p.due().Sub(epoch), due.Sub(epoch))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("passed on (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPendingBurst: of files that arrive one a millisecond, pausing once, a few
// go the short way and all others are one batch.
func TestPendingBurst(t *testing.T) {
	p := pending{quiet: 100 * ms, longest: time.Hour}
	look := func(string) (stamp.Stamp, bool, error) { return renamed(), true, nil }
	known := func(string, stamp.Stamp) bool { return false }
	var batches []int
	take := func(now time.Time) {
		for due := p.due(); !due.IsZero() && !due.After(now); due = p.due() {
			if changed, _ := p.take(due, look, known); len(changed) > 0 {
				batches = append(batches, len(changed))
			}
		}
	}
	now := epoch
	for i := range 10_000 {
		now = now.Add(ms)
		if i%10 == 3 {
			now = now.Add(9 * ms) // the writer was held up
		}
		take(now)
		p.add(fmt.Sprint(i), wait{first: now, last: now, whole: true})
	}
	take(now.Add(time.Minute))
	if diff := cmp.Diff([]int{3, 10, 9_987}, batches); diff != "" {
		t.Errorf("batches (-want +got):\n%s", diff)
	}
}
