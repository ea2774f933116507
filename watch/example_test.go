package watch_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"writethru/watch"
)

func ExampleWatcher_Run() {
	dir, err := os.MkdirTemp("", "posts")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "flood.md"), []byte("# A flood"), 0o644); err != nil {
		panic(err)
	}

	ctx, stop := context.WithCancel(context.Background())
	w := watch.New(watch.Options{Root: dir})
	err = w.Run(ctx, func(b watch.Batch) error {
		fmt.Println(slices.Sorted(maps.Keys(b.Changed)), b.Scanned)
		stop()
		return nil
	})
	fmt.Println(err)
	// Output:
	// [flood.md] true
	// context canceled
}

func ExampleScan() {
	dir, err := os.MkdirTemp("", "posts")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "flood.md"), []byte("# A flood"), 0o644); err != nil {
		panic(err)
	}
	b, err := watch.Scan(context.Background(), watch.Options{Root: dir})
	fmt.Println(slices.Sorted(maps.Keys(b.Changed)), err)
	// Output: [flood.md] <nil>
}
