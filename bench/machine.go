package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"writethru/bench/report"
)

// machine describes where this runs, as far as the system tells.
func machine() report.Machine {
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	system := runtime.GOOS
	if err == nil {
		version, _, _ := strings.Cut(strings.TrimSpace(string(release)), "-") // what a vendor adds says nothing here
		system += " " + version
	}
	var kilobytes int64
	if _, err := fmt.Sscan(field("/proc/meminfo", "MemTotal"), &kilobytes); err != nil {
		kilobytes = 0
	}
	cpu := field("/proc/cpuinfo", "model name")
	if cpu == "" {
		cpu = runtime.GOARCH
	}
	return report.Machine{CPU: cpu, Cores: runtime.NumCPU(), Memory: kilobytes << 10, System: system + ", " + runtime.Version(), Date: time.Now().UTC()}
}

// field is the first value of a name in a file of lines like "name : value".
func field(file, name string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(b)) {
		key, value, _ := strings.Cut(line, ":")
		if strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
