package followups_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"writethru/posts"
	"writethru/posts/followups"
)

// hostile are the units that a text repeats to make the recognition look far
// ahead, or back, from each of them.
var hostile = []string{
	"(Update: ", "[Update 2 (Nov. 21, ", "Update: x. ", "1", "1 2 3 4 ", "Nov. ", "( ", "“", "**", "Update", "\n", "Update, ", "追記", "【追記",
	"asked X for ", "did not respond ", "we asked ", "will update this story ", "This story was ", "Last updated ", "a.", "- ", "21/11/", "https://",
}

// The bytes of hostile text in a second stay the same when there is more of it.
func BenchmarkHostileText(b *testing.B) {
	for i, unit := range hostile {
		for _, size := range []int{1 << 14, 1 << 15, 1 << 16, 1 << 20} {
			b.Run(fmt.Sprintf("%d/%d", i, size), func(b *testing.B) {
				text := strings.Repeat(unit, size/len(unit))
				post := &posts.Post{Blocks: []posts.Block{{Text: "Body."}, {Text: text}, {Kind: posts.List, Text: text}, {Kind: posts.Heading, Level: 2, Text: text}}}
				b.SetBytes(int64(size))
				for b.Loop() {
					followups.Recognise(post, nil, followups.Options{Language: "fr", Languages: []string{"ja", "de"}})
				}
			})
		}
	}
}

// Hostile text costs no more than its length: twice the text takes twice the
// statements. What the standard library does within one isn't counted; the
// benchmark shows that.
func TestHostileText(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("counting statements needs the go command")
	}
	program := filepath.Join(t.TempDir(), "followups.test")
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-covermode=count", "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for i, unit := range hostile {
		small, medium, large := statements(t, program, i, 1<<14), statements(t, program, i, 1<<15), statements(t, program, i, 1<<16)
		if first, then := medium-small, large-medium; first <= 0 || then > first*21/10 {
			t.Errorf("16 KiB more of %q take %d statements, and 32 KiB more %d: want twice as many", unit, first, then)
		}
	}
}

// statements counts those that one run of the benchmark takes.
func statements(t *testing.T, program string, unit, size int) (n int) {
	t.Helper()
	profile := filepath.Join(t.TempDir(), "profile")
	run := exec.CommandContext(t.Context(), program, "-test.run=^$", "-test.benchtime=1x", "-test.coverprofile="+profile,
		fmt.Sprintf("-test.bench=^BenchmarkHostileText$/^%d$/^%d$", unit, size))
	out, err := run.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "BenchmarkHostileText/") {
		t.Fatalf("%v: %s", err, out)
	}
	f, err := os.Open(profile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan() // the mode
	for lines.Scan() {
		fields := strings.Fields(lines.Text()) // where, statements, times
		if len(fields) != 3 {
			t.Fatalf("profile: %q, expected three fields", lines.Text())
		}
		of, err := strconv.Atoi(fields[1])
		if err != nil {
			t.Fatal(err)
		}
		times, err := strconv.Atoi(fields[2])
		if err != nil {
			t.Fatal(err)
		}
		n += of * times
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return n
}
