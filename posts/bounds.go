package posts

import (
	"fmt"
	"strings"
)

// What Markdown may hold. Within these bounds it is read in time that grows
// with its size; a text made to take long is refused, so that one article
// can't keep the others waiting.
const (
	maxBrackets = 2000 // opening ones in a paragraph: each may begin a link
	maxNesting  = 100  // lists and quotes in each other
)

// outOfBounds returns what no article needs and no reader of Markdown likes.
func outOfBounds(src source) []Fault {
	brackets, line := 0, src.line
	for l := range strings.Lines(src.text) {
		line++
		rest := strings.TrimLeft(l, " \t>")
		if rest == "\n" || rest == "" || isItem(rest) {
			brackets = 0
		}
		if brackets += strings.Count(rest, "["); brackets > maxBrackets {
			return []Fault{{File: src.file, Line: line, What: "too many brackets in a paragraph", Want: fmt.Sprintf("at most %d", maxBrackets)}}
		}
		before := l[:len(l)-len(rest)]
		if depth := strings.Count(before, ">") + len(before)/2; depth > 2*maxNesting || depth > maxNesting && isItem(rest) {
			return []Fault{{File: src.file, Line: line, What: "lists or quotes nested too deep", Want: fmt.Sprintf("at most %d levels", maxNesting)}}
		}
	}
	return nil
}

// isItem reports whether a line begins as an item of a list.
func isItem(line string) bool {
	marker := strings.TrimLeft(line, "0123456789")
	return len(marker) > 1 && strings.IndexByte("-*+.)", marker[0]) >= 0 && (marker[1] == ' ' || marker[1] == '\t')
}
