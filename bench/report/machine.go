package report

import (
	"fmt"
	"strings"
	"time"
)

// A Machine is where a report was made, and with what.
type Machine struct {
	CPU    string    `json:"cpu"`
	Cores  int       `json:"cores"`
	Memory int64     `json:"memory"` // in bytes
	System string    `json:"system"` // the kernel and its version
	Date   time.Time `json:"date"`
	Tools  []Tool    `json:"tools"`
}

// A Tool is a program that was measured, or that measured.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"` // empty if it is not there
	Hint    string `json:"hint,omitempty"`    // how to get it
}

func (m Machine) same(o Machine) bool {
	return m.CPU == o.CPU && m.Cores == o.Cores && m.System == o.System
}

// Markdown describes the machine.
func (m Machine) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d cores, %s of memory, %s. Measured on %s with:\n\n", m.CPU, m.Cores, Bytes.Format(float64(m.Memory)), m.System, m.Date.Format("2 January 2006"))
	b.WriteString("| | version |\n|---|---|\n")
	for _, t := range m.Tools {
		version := t.Version
		if version == "" {
			version = "not installed: " + t.Hint
		}
		fmt.Fprintf(&b, "| %s | %s |\n", t.Name, version)
	}
	return b.String()
}
