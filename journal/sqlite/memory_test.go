package sqlite

import (
	"database/sql"
	"runtime"
	"slices"
	"sync"
	"testing"

	sqlite3 "modernc.org/sqlite"

	"writethru/journal"
)

// cached gives what one of a pool's connections keeps of the file, in bytes.
func cached(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Raw(func(driver any) (err error) {
		n, _, err = driver.(sqlite3.DBStatus).Status(sqlite3.DBStatusCacheUsed, false)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// A first start, which makes the file and writes much, leaves no more behind than
// any other.
func TestConnectionsKeepLittleOfTheFile(t *testing.T) {
	s := open(t, t.TempDir(), Publish)
	for batch := range slices.Chunk(revisions(4000, "story"), journal.MostAtOnce) {
		if _, err := s.Append(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range s.Heads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
	}
	// SQLite lets a connection have what another one does not use.
	const most = (writerPages + 2*readerPages) * (pageSize + 1<<10)
	if got := cached(t, s.write) + cached(t, s.read) + cached(t, s.loops); got > most {
		t.Errorf("the connections keep %d bytes, want at most %d", got, most)
	}
}

// Many may read at once, each within a loop of its own: those who ask for one
// record wait for each other and never for a loop.
func TestLoopsAndLookupsDoNotWaitForEachOther(t *testing.T) {
	s := open(t, t.TempDir(), Publish)
	if _, err := s.Append(t.Context(), revisions(10, "story")); err != nil {
		t.Fatal(err)
	}
	most := max(4, runtime.GOMAXPROCS(0))
	var within, readers sync.WaitGroup
	within.Add(4 * most)
	for range 4 * most {
		readers.Go(func() {
			first := true
			for r, err := range s.Heads(t.Context()) {
				if err != nil {
					t.Error(err)
					break
				}
				if first { // all of them are within their loops then
					first = false
					within.Done()
					within.Wait()
				}
				if _, err := s.Source(t.Context(), r.Story, r.Hash); err != nil {
					t.Error(err)
				}
			}
		})
	}
	readers.Wait()
	if n := s.read.Stats().OpenConnections; n > most {
		t.Errorf("%d connections for lookups, want at most %d", n, most)
	}
	if n := s.loops.Stats().OpenConnections; n > 1 {
		t.Errorf("%d connections are left of loops, want at most 1", n)
	}
}
