package sqlite

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"writethru/internal/owed"
)

const topicName = "https://courier.example/feed.rss"

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// subscribed opens a journal with n subscribers of a topic.
func subscribed(tb testing.TB, n int) *Store {
	tb.Helper()
	s := open(tb, tb.TempDir(), Publish)
	tx, err := s.write.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := tx.Exec(`INSERT INTO topics (id, name, hash, seq) VALUES (1, ?, 'v1', 0)`, topicName); err != nil {
		tb.Fatal(err)
	}
	put := tx.Stmt(s.tell.put)
	for i := range n {
		sub := owed.Subscriber{Topic: topicName, Callback: fmt.Sprintf("https://reader-%d.example/cb?id=%d", i%100, i), Secret: "secret", Ends: noon.Add(time.Hour), Told: "v1"}
		if _, err := put.Exec(1, false, sub.Callback, sub.Secret, end(sub), sumOf(sub), sub.Told); err != nil {
			tb.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
	return s
}

// What is asked for at every delivery is found by an index, however many
// subscribers there are.
func TestDeliveriesScanNoTable(t *testing.T) {
	s := open(t, t.TempDir(), Publish)
	for _, q := range []struct{ query, index string }{
		{toldLess, "subscribers_told (topic=? AND told<?)"},
		{toldMore, "subscribers_told (topic=? AND told>?)"},
		{toRetry, "subscribers_retry (retry<?)"},
		{nextRetry, "subscribers_retry (retry>?)"},
		{ofTopic, "(topic=?)"},
		{`DELETE FROM subscribers WHERE ends <= ? RETURNING topic`, "subscribers_ends (ends<?)"},
	} {
		rows, err := s.read.Query("EXPLAIN QUERY PLAN "+q.query, 1, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, step)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		all := strings.Join(plan, "; ")
		if !strings.Contains(all, q.index) || strings.Contains(all, "SCAN") || strings.Contains(all, "TEMP") {
			t.Errorf("%s\nis found by %s, want the index %s alone", q.query, all, q.index)
		}
	}
}

// Deliveries that a process had claimed when it ended are owed at once.
func TestClaimsEndWithTheirProcess(t *testing.T) {
	dir := t.TempDir()
	for n := range 3 {
		s, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		sub := owed.Subscriber{Topic: topicName, Callback: "https://reader.example/cb", Told: "v1"}
		if n == 0 {
			if err := s.PutSubscriber(t.Context(), sub); err != nil {
				t.Fatal(err)
			}
			if err := s.Announce(t.Context(), owed.Topic{Name: topicName, Hash: "v2"}); err != nil {
				t.Fatal(err)
			}
		}
		got, _, err := s.Claim(t.Context(), owed.Want{Now: noon, Lease: time.Hour, New: 10})
		if err != nil || len(got) != 1 {
			t.Errorf("after %d ends the process is given %v, %v, want one delivery", n, got, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkDeliver(b *testing.B) {
	const subscribers, together = 100_000, 500
	s := subscribed(b, subscribers)
	n, version := 0, 1
	for b.Loop() {
		got, _, err := s.Claim(b.Context(), owed.Want{Now: noon, Lease: time.Minute, New: together})
		if err != nil {
			b.Fatal(err)
		}
		if len(got) == 0 {
			version++
			if err := s.Announce(b.Context(), owed.Topic{Name: topicName, Hash: fmt.Sprint("v", version)}); err != nil {
				b.Fatal(err)
			}
		}
		outcomes := make([]owed.Outcome, len(got))
		for i, d := range got {
			outcomes[i] = owed.Outcome{Delivery: d, At: noon, Status: "204 No Content", Told: d.Owed}
		}
		if err := s.Finish(b.Context(), outcomes...); err != nil {
			b.Fatal(err)
		}
		n += len(got)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "deliveries/s")
}
