//go:build !linux

package watch

// mute says why no events are to be expected from dir. Here nobody tells.
func mute(string) string { return "" }

// mounted reports whether a volume is mounted on dir. Here nobody tells.
func mounted(string) bool { return false }
