package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// readLog counts the lines of the log, and finds those that an operator would
// have to look at. None is expected: the disk is good, articles have no faults,
// no limit is reached, and that subscribers fail is what retries are for.
func readLog(file string, found *findings) (err error) {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		found.count("lines of the log")
		var line struct{ Level, Msg string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			found.add("the log has a line that is none: %s", lines.Text())
			continue
		}
		if line.Level == "ERROR" || line.Level == "WARN" {
			found.add("the log says: %s", lines.Text())
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
