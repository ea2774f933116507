package journaltest

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"writethru/internal/daily"
	"writethru/journal"
)

// RunDaily tests what a store keeps by day. Open is as for Run.
func RunDaily(t *testing.T, open func(t *testing.T) journal.Store) {
	for _, test := range []struct {
		claim string
		run   func(*testing.T, daily.Store)
	}{
		{"figures read back in the order of days and names", daysReadBack},
		{"a part takes the place of the one before", partReplaced},
		{"old days are forgotten", daysForgotten},
		{"all who ask on a day have one secret", oneSecret},
		{"a new day has a new secret, and the old one is gone", nextSecret},
	} {
		t.Run(strings.ReplaceAll(test.claim, " ", "_"), func(t *testing.T) { test.run(t, open(t)) })
	}
}

func putDay(t *testing.T, s daily.Store, parts ...daily.Part) {
	t.Helper()
	for _, p := range parts {
		if err := s.PutDay(t.Context(), p); err != nil {
			t.Fatalf("PutDay(%s %s): %v", p.Day, p.Name, err)
		}
	}
}

func checkDays(t *testing.T, s daily.Store, from string, want ...daily.Part) {
	t.Helper()
	var got []daily.Part
	for p, err := range s.Days(t.Context(), from) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Days(%s) (-want +got):\n%s", from, diff)
	}
}

func part(day, name, data string) daily.Part {
	return daily.Part{Day: day, Name: name, Data: []byte(data)}
}

func daysReadBack(t *testing.T, s daily.Store) {
	checkDays(t, s, "")
	large := part("2026-11-22", "a", strings.Repeat("figures ", 20_000))
	one, two, three := part("2026-11-20", "", "\x00\xff"), part("2026-11-21", "a.b *>", "A"), part("2026-11-21", "b", "B")
	putDay(t, s, large, three, one, two)
	checkDays(t, s, "", one, two, three, large)
	checkDays(t, s, "2026-11-21", two, three, large)
	checkDays(t, s, "2026-11-23")
}

func partReplaced(t *testing.T, s daily.Store) {
	putDay(t, s, part("2026-11-21", "a", "before"), part("2026-11-21", "b", "other"), part("2026-11-21", "a", "after"))
	checkDays(t, s, "", part("2026-11-21", "a", "after"), part("2026-11-21", "b", "other"))
}

func daysForgotten(t *testing.T, s daily.Store) {
	if err := s.ForgetDays(t.Context(), "2026-11-22"); err != nil {
		t.Error(err)
	}
	putDay(t, s, part("2026-11-20", "", "A"), part("2026-11-21", "", "B"), part("2026-11-22", "", "C"))
	if err := s.ForgetDays(t.Context(), "2026-11-22"); err != nil {
		t.Error(err)
	}
	checkDays(t, s, "", part("2026-11-22", "", "C"))
}

func dayKey(t *testing.T, s daily.Store, day, proposed string) string {
	t.Helper()
	key, err := s.DayKey(t.Context(), day, []byte(proposed))
	if err != nil {
		t.Error(err)
	}
	return string(key)
}

func oneSecret(t *testing.T, s daily.Store) {
	keys := make([]string, 8)
	var g sync.WaitGroup
	for i := range keys {
		g.Go(func() { keys[i] = dayKey(t, s, "2026-11-21", strings.Repeat(string(rune('a'+i)), 16)) })
	}
	g.Wait()
	for _, key := range keys[1:] {
		if key != keys[0] || len(key) != 16 {
			t.Errorf("secrets of one day: %q and %q", keys[0], key)
		}
	}
}

func nextSecret(t *testing.T, s daily.Store) {
	for _, test := range []struct{ day, proposed, want string }{
		{"2026-11-20", "first", "first"},
		{"2026-11-20", "other", "first"},
		{"2026-11-21", "second", "second"},
		{"2026-11-20", "late", "late"}, // of a day that is over: kept nowhere
		{"2026-11-21", "third", "second"},
	} {
		if got := dayKey(t, s, test.day, test.proposed); got != test.want {
			t.Errorf("DayKey(%s, %q) = %q, want %q", test.day, test.proposed, got, test.want)
		}
	}
}
