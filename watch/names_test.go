package watch

import "testing"

func TestIgnored(t *testing.T) {
	tests := []struct {
		name string
		want bool
	}{
		{"a.md", false},
		{"2026/a.md", false},
		{"2026/49131.md", false},
		{"a#b.md", false},
		{"C#", false},
		{".a.md", true},
		{".git/a.md", true},
		{"2026/.drafts/a.md", true},
		{"..data/a.md", true},
		{"a.md~", true},
		{"#a.md#", true},
		{"2026/4913", true},
		{".a.md.swp", true},
		{"a.swp", true},
		{"a.md.tmp", true},
		{"a.md___jb_tmp___", true},
		{"a.md___jb_old___", true},
		{"___jb_a.md", true},
		{"a.tmp/b.md", false},
	}
	for _, tt := range tests {
		if got := ignored(tt.name); got != tt.want {
			t.Errorf("ignored(%q) = %t, want %t", tt.name, got, tt.want)
		}
	}
}

func TestWithin(t *testing.T) {
	tests := []struct {
		name, dir string
		want      bool
	}{
		{"a/b.md", ".", true},
		{"a/b.md", "a", true},
		{"a", "a", true},
		{"ab/c.md", "a", false},
		{"a.md", "a", false},
		{"b/a/c.md", "a", false},
	}
	for _, tt := range tests {
		if got := within(tt.name, tt.dir); got != tt.want {
			t.Errorf("within(%q, %q) = %t, want %t", tt.name, tt.dir, got, tt.want)
		}
	}
}
