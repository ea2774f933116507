package posts

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A tag is a shortcode of Hugo, {{< name key="value" >}}, or a tag of Liquid,
// {% name %}.
type tag struct {
	name       string
	closing    bool
	args       map[string]string
	positional []string
}

// How tags and their arguments are written.
var (
	tagPattern = regexp.MustCompile(`^(?:\{\{<\s*([^\n]*?)\s*>\}\}|\{\{%\s*([^\n]*?)\s*%\}\}|\{%-?\s*([^\n]*?)\s*-?%\})`)
	argPattern = regexp.MustCompile("(?:([\\w-]+)\\s*=\\s*)?(?:\"((?:[^\"\\\\]|\\\\.)*)\"|`([^`]*)`|([^\\s\"]+))")
	quotedChar = regexp.MustCompile(`\\(.)`)
)

// readTag reads the tag that a line begins with; size is 0 if there is none.
func readTag(line []byte) (t tag, size int) {
	m := tagPattern.FindSubmatch(line)
	if m == nil {
		return tag{}, 0
	}
	inside := string(m[1]) + string(m[2]) + string(m[3])
	if strings.HasPrefix(inside, "/*") {
		return tag{}, 0 // an escaped one: it is shown
	}
	inside = strings.TrimSuffix(inside, "/")
	if rest, ok := strings.CutPrefix(inside, "/"); ok {
		t.closing, inside = true, rest
	}
	name, args, _ := strings.Cut(strings.TrimSpace(inside), " ")
	t.name = strings.ToLower(name)
	if rest, ok := strings.CutPrefix(t.name, "end"); ok && len(m[3]) > 0 && rest != "" {
		t.closing, t.name = true, rest
	}
	t.args = map[string]string{}
	for _, a := range argPattern.FindAllStringSubmatch(args, -1) {
		val := quotedChar.ReplaceAllString(a[2], "$1") + a[3] + a[4]
		if a[1] == "" {
			t.positional = append(t.positional, val)
		} else {
			t.args[strings.ToLower(a[1])] = val
		}
	}
	return t, len(m[0])
}

// arg gives a named argument, else the positional one.
func (t tag) arg(name string, position int) string {
	if v, ok := t.args[name]; ok {
		return v
	}
	if position < len(t.positional) && len(t.args) == 0 {
		return t.positional[position]
	}
	return ""
}

// What becomes of a tag.
type tagUse uint8

const (
	dropped   tagUse = iota // with a warning
	container               // an update: a Mark
	verbatim                // code
	drawn                   // rendered where it stands
)

func (t tag) use() tagUse {
	switch {
	case followUpWord(t.name) != "":
		return container
	case t.name == "highlight":
		return verbatim
	case t.name == "figure", t.name == "youtube", t.name == "vimeo":
		return drawn
	default:
		return dropped
	}
}

// A shortcodeNode is a tag that stands alone on its line.
type shortcodeNode struct {
	ast.BaseBlock
	tag tag
}

var kindShortcode = ast.NewNodeKind("Shortcode")

// Kind implements ast.Node.
func (n *shortcodeNode) Kind() ast.NodeKind { return kindShortcode }

// IsRaw implements ast.Node: code is not parsed as Markdown.
func (n *shortcodeNode) IsRaw() bool { return n.tag.use() == verbatim }

// Dump implements ast.Node.
func (n *shortcodeNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// shortcodeParser reads tags that stand alone on a line.
type shortcodeParser struct{}

// Trigger implements parser.BlockParser.
func (shortcodeParser) Trigger() []byte { return []byte{'{'} }

// Open implements parser.BlockParser.
func (shortcodeParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	indent := len(line) - len(bytes.TrimLeft(line, " "))
	if indent > 3 {
		return nil, parser.NoChildren
	}
	t, size := readTag(line[indent:])
	if size == 0 || len(bytes.TrimSpace(line[indent+size:])) > 0 {
		return nil, parser.NoChildren
	}
	n := &shortcodeNode{tag: t}
	n.SetPos(seg.Start + indent)
	reader.AdvanceToEOL()
	found := shortcodeFaultsOf(pc)
	if t.closing {
		if use := t.use(); use == container || use == verbatim {
			found.add(seg.Start, "a closing shortcode "+quote(t.name), "an opening one before it", false)
		}
		return n, parser.NoChildren
	}
	switch t.use() {
	case container, verbatim:
		if !closes(reader.Source()[seg.Stop:], t) {
			found.add(seg.Start, "shortcode "+quote(t.name), "its end further down", false)
			return n, parser.NoChildren
		}
		if t.use() == container {
			return n, parser.HasChildren
		}
		return n, parser.NoChildren
	case dropped:
		found.add(seg.Start, "shortcode "+quote(t.name)+" is left out", "", true)
	}
	return n, parser.NoChildren
}

// closes reports whether the end of a tag is in what follows.
func closes(rest []byte, open tag) bool {
	for line := range bytes.Lines(rest) {
		if t, size := readTag(bytes.TrimSpace(line)); size > 0 && t.closing && t.name == open.name {
			return true
		}
	}
	return false
}

// Continue implements parser.BlockParser.
func (shortcodeParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n, _ := node.(*shortcodeNode) // Open makes no others
	use := n.tag.use()
	if n.tag.closing || use != container && use != verbatim {
		return parser.Close
	}
	line, seg := reader.PeekLine()
	if t, size := readTag(bytes.TrimSpace(line)); size > 0 && t.closing && t.name == n.tag.name {
		reader.AdvanceToEOL()
		return parser.Close
	}
	if use == verbatim {
		n.Lines().Append(seg)
		reader.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (shortcodeParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (shortcodeParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (shortcodeParser) CanAcceptIndentedLine() bool { return false }

// inlineShortcodeParser leaves out tags in the middle of a line.
type inlineShortcodeParser struct{}

// Trigger implements parser.InlineParser.
func (inlineShortcodeParser) Trigger() []byte { return []byte{'{'} }

// Parse implements parser.InlineParser.
func (inlineShortcodeParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	t, size := readTag(line)
	if size == 0 {
		return nil
	}
	if !t.closing {
		shortcodeFaultsOf(pc).add(seg.Start, "shortcode "+quote(t.name)+" is left out", "", true)
	}
	block.Advance(size)
	return ast.NewString(nil)
}

// shortcodeFaults collects faults by offset while an article is parsed.
type shortcodeFaults struct {
	at     []int
	faults []Fault
}

var shortcodeFaultsKey = parser.NewContextKey()

func shortcodeFaultsOf(pc parser.Context) *shortcodeFaults {
	f, _ := pc.Get(shortcodeFaultsKey).(*shortcodeFaults) // markdownToHTML sets it
	return f
}

func (f *shortcodeFaults) add(at int, what, want string, warning bool) {
	f.at = append(f.at, at)
	f.faults = append(f.faults, Fault{What: what, Want: want, Warning: warning})
}

func (f *shortcodeFaults) list(src source, in []byte) []Fault {
	for i := range f.faults {
		f.faults[i].File = src.file
		f.faults[i].Line = src.line + 1 + bytes.Count(in[:f.at[i]], []byte("\n"))
	}
	return f.faults
}
