package followups_test

import (
	"strings"

	"writethru/posts"
)

// parse makes blocks of a small notation: blank lines between blocks; "#"
// headings, "-" items, ">" quotes, "```" code, "---" rules, "|" tables, "<aside> ";
// *…* and **…** are emphasis; a line break is a line break.
func parse(s string) []posts.Block {
	var blocks []posts.Block
	for chunk := range strings.SplitSeq(strings.TrimSpace(s), "\n\n") {
		blocks = append(blocks, parseBlock(chunk))
	}
	return blocks
}

func parseBlock(s string) posts.Block {
	b := posts.Block{}
	switch {
	case s == "---":
		return posts.Block{Kind: posts.Rule}
	case strings.HasPrefix(s, "```"):
		return posts.Block{Kind: posts.Code, Text: strings.Trim(s, "`\n")}
	case strings.HasPrefix(s, "#"):
		text := strings.TrimLeft(s, "#")
		b.Kind, b.Level = posts.Heading, len(s)-len(text)
		s = strings.TrimSpace(text)
	case strings.HasPrefix(s, "- "):
		b.Kind = posts.List
		s = strings.ReplaceAll(s[2:], "\n- ", "\n")
	case strings.HasPrefix(s, "> "):
		b.Kind = posts.Quote
		s = strings.ReplaceAll(s[2:], "\n> ", "\n")
	case strings.HasPrefix(s, "| "):
		b.Kind = posts.Table
		s = strings.ReplaceAll(s[2:], "\n| ", "\n")
	case strings.HasPrefix(s, "<aside> "):
		b.Kind = posts.Aside
		b.Mark = &posts.Mark{Kind: "update"}
		s = s[len("<aside> "):]
	}
	b.Text, b.Emphasis = emphasis(s)
	return b
}

// emphasis takes the stars out of a text and says where they were.
func emphasis(s string) (string, []posts.Span) {
	var text strings.Builder
	var spans []posts.Span
	open := -1
	for i := 0; i < len(s); i++ {
		if s[i] != '*' {
			text.WriteByte(s[i])
			continue
		}
		for i+1 < len(s) && s[i+1] == '*' {
			i++
		}
		if open < 0 {
			open = text.Len()
			continue
		}
		spans = append(spans, posts.Span{From: open, To: text.Len()})
		open = -1
	}
	return text.String(), spans
}
