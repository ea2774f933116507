package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever a configuration holds, it is taken, or each fault is told with the
// file; and what is taken is complete.
func FuzzConfig(f *testing.F) {
	for _, s := range []string{
		"title: The Courier\nbase_url: https://courier.example\nfollow_ups: {settle: 10s, unmarked: queue}\n",
		"title: [a, b]\n", "follow_ups: no\n", "unknown: 1\nwatch:\n  quiet: -1s\n", "a: &a [*a]\n", "base_url: \"http://[::1]:x\"\n", "- 1\n", "feed: {limit: 1e9}\n",
		"title: &t x\ndescription: *t\n", "article_url: https://x.example/{slug}/{nope}\n", "store: nats://", "\x00", "listen: ':'\nlanguage: xx-yy-zz\n", "<<: {title: x}\n",
	} {
		f.Add(s)
	}
	dir := f.TempDir()
	file := filepath.Join(dir, configName)
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := load(place{config: file}, nil, nil)
		if err != nil {
			for line := range strings.Lines(err.Error()) {
				if !strings.HasPrefix(line, file) && !strings.HasPrefix(line, "store ") && !strings.HasPrefix(line, " ") {
					t.Errorf("a fault without its file: %q", line)
				}
			}
			return
		}
		if c.BaseURL == "" || c.Authority == "" || c.Posts == "" || c.dataDir() == "" || c.Feed.Limit < 1 || c.Feed.Limit > 1000 {
			t.Errorf("taken, and not complete: %+v", c)
		}
		c.settings("test")
	})
}
