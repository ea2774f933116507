package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"writethru/journal"
	"writethru/journal/sqlite"
)

func Example() {
	dir, err := os.MkdirTemp("", "journal")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()

	ctx := context.Background()
	store, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = store.Close() }()

	first := journal.Revision{
		Story: "flood", Rev: 1, Op: "flood/1", Kind: journal.Added,
		At:   time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC),
		Head: journal.Head{Title: "The river rose again"},
	}
	for range 2 { // a repeat changes nothing
		if _, err := store.Append(ctx, []journal.Revision{first}); err != nil {
			fmt.Println(err)
			return
		}
	}
	for r, err := range store.Heads(ctx) {
		fmt.Println(r.Seq, r.Story, r.Rev, r.Kind, r.Head.Title, err)
	}
	// Output: 1 flood 1 added The river rose again <nil>
}
