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
		"base_url: https://a.example\nauthor: {name: A, email: a@a.example}\nfollow_ups: {languages: [de, x-y], max_per_hour: -1, grace: 30m}\npromises: {warn_after: 72h, webhook: https://a.example/x, secret: short}\n" +
			"clients: {rate: 5, exempt: [10.0.0.0/8, '::1', 10.0.0.0/33]}\nwebsub: {hubs: [https://hub.example/], lease: 1h, signature: sha512}\naudience: {days: 30, trust: [192.0.2.1]}\n" +
			"metrics: {listen: ':9180'}\ntoken: 0123456789abcdef\nstore: nats://a,b,c/x\narticle_url: https://a.example/{section}/{slug}/\npages: {enabled: false}\n",
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
