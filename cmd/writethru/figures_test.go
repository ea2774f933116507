package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

var (
	typeLine = regexp.MustCompile(`(?m)^# TYPE (\w+) (\w+)$`)
	figure   = regexp.MustCompile(`\b(?:writethru|process|go)_[a-z_]+\b`)
)

// measured is the command of the same name. It holds that each figure of ours is
// in the guide for operators, and that the guide, the alerts and the dashboard
// name none that is not there.
func measured(ts *testscript.TestScript, _ bool, args []string) {
	status, body, err := get(ts.Getenv("SITE") + args[0])
	ts.Check(err)
	if status != http.StatusOK {
		ts.Fatalf("GET %s: status %d", args[0], status)
	}
	there := map[string]bool{}
	for _, m := range typeLine.FindAllStringSubmatch(body, -1) {
		there[m[1]] = true
		if m[2] == "histogram" {
			for _, part := range []string{"_bucket", "_count", "_sum"} {
				there[m[1]+part] = true
			}
		}
	}
	guide, err := os.ReadFile(filepath.Join(root, "docs/operators.md"))
	ts.Check(err)
	for _, m := range typeLine.FindAllStringSubmatch(body, -1) {
		if strings.HasPrefix(m[1], "writethru_") && !strings.Contains(string(guide), "`"+m[1]+"`") {
			ts.Fatalf("docs/operators.md does not say what %s means", m[1])
		}
	}
	for _, file := range []string{"docs/operators.md", "deploy/monitoring/alerts.yaml", "deploy/monitoring/dashboard.json"} {
		b, err := os.ReadFile(filepath.Join(root, file))
		ts.Check(err)
		for _, name := range figure.FindAllString(string(b), -1) {
			if !there[name] {
				ts.Fatalf("%s names %s, which is no figure", file, name)
			}
		}
	}
}

// root is the repository: scripts run elsewhere.
var root = func() string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		panic(err) // there is no working folder
	}
	return dir
}()
