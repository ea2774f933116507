package check_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"writethru/internal/check"
)

// page is where people read the rules.
const page = "../../docs/check.md"

const pageHead = `# What ` + "`writethru check`" + ` looks for

An error means that some readers show less, other or no entries; a warning, that some show something wrong or work more
than they should; an advice, that it works and could be better. ` + "`writethru check FEED`" + ` ends with exit status 1 if there is an
error.

The tables are written from the program's own: ` + "`go test ./internal/check -update`" + `.
`

func TestTheRulesAreDocumented(t *testing.T) {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, severity := range []check.Severity{check.Error, check.Warning, check.Advice} {
		fmt.Fprintf(&b, "\n## %s%s\n\n| rule | why it matters | who suffers | reference |\n|---|---|---|---|\n", strings.ToUpper(string(severity[:1])), severity[1:])
		for _, r := range check.Rules() {
			if r.Severity == severity {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.ID, cell(r.Why), cell(r.Who), cell(r.Reference))
			}
		}
	}
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != b.String() {
		t.Errorf("%s is not what the table of rules says: run with -update", page)
	}
}

// cell is a text in a table of Markdown.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;").Replace(s)
}
