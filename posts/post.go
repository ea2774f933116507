// Package posts reads articles: one file, or a bundle of files, becomes one
// [Post], or the faults that say where it could not be read.
//
// It knows Markdown, HTML and plain text, and the front matter of Hugo,
// Jekyll, Zola, Eleventy, Hexo and Pelican. It is a pure function of the bytes
// it is given: it reads no clock, and files only in [Load].
package posts

import "time"

// A File is one file of an article: the article's own, or one of its bundle.
type File struct {
	Name string // slash-separated, relative to the posts folder
	Data []byte
}

// A Post is what an article's files say now.
type Post struct {
	Name string // of the article's main file, relative to the posts folder
	Key  string // Name without extension, "index", date prefix and "_posts": what a new story is named after

	ID        string    // the id its subscribers know (front matter id or guid); empty if none
	Title     string    // never empty
	Slug      string    // the wish; the journal makes it unique
	SlugGiven bool      // the front matter asks for Slug; else it follows from the name or the title
	URL       string    // permalink or url of the front matter, as written; empty if none
	Section   string    // the first folder of Name, or the front matter's; empty if none
	Published time.Time // zero if the article names no date
	Modified  time.Time // lastmod and its synonyms; zero if none
	Draft     bool

	Authors     []Author
	Tags        []string // tags and categories, in order, each once
	Description string   // plain text from the front matter; empty if none
	Language    string   // BCP 47; empty if the article names none
	Rights      string
	Image       string // as written: a URL, absolute or relative to the article
	Enclosures  []Enclosure
	OptOut      bool // update_feed: false

	// Blocks are the top-level elements of the body, in order, and after them
	// those that come from Updates.
	Blocks  []Block
	Updates []Update // follow-ups that the author declared: front matter and bundle files

	body body // how to render Blocks
}

// An Author is a person or an organisation. Name is never empty.
type Author struct{ Name, Email, URL string }

// An Enclosure is a media file that belongs to an article (RSS 2.0 <enclosure>).
type Enclosure struct {
	URL    string // as written: absolute or relative to the article
	Type   string // a media type; guessed from the name when not given
	Length int64  // bytes; 0 if unknown
}

// A BlockKind says which element a block is.
type BlockKind uint8

// The kinds of blocks.
const (
	Paragraph BlockKind = iota
	Heading
	List
	Quote
	Table
	Code
	Rule  // a thematic break; its Text is empty
	Aside // aside, section, div, details, an alert: a container taken as one block
	Media // figure, picture, video, audio: its Text is the caption
)

// String is the kind in a word.
func (k BlockKind) String() string {
	return [...]string{"paragraph", "heading", "list", "quote", "table", "code", "rule", "aside", "media"}[k]
}

// A Block is a top-level element of the rendered article.
type Block struct {
	Kind  BlockKind
	Level int // of a Heading, 1 to 6

	// Text is what the block says: Unicode NFC, white space folded to single
	// spaces, with "\n" only where a line really ends (items of a list, rows of a
	// table, <br>, paragraphs inside a quote or aside, lines of code).
	Text string

	ID         string      // the id attribute that its HTML has, if any
	Markup     uint64      // hash of what readers see of it beside Text: elements, where links lead, pictures
	Emphasis   []Span      // runs of Text inside strong, b, em or i
	Insertions []Insertion // <ins> elements inside it
	Mark       *Mark       // set when the block as a whole is declared a follow-up
	Update     int         // 1 + index in Post.Updates when the block comes from there, else 0

	File string // the file it stands in
	Line int    // its first line there, from 1
}

// A Span is a range of bytes in a block's Text.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// An Insertion is an <ins> element.
type Insertion struct {
	Span
	Datetime string // as written
}

// A Mark is what an explicit follow-up element says of itself:
// <aside class="update">, <section class="update">, a [!NOTE] Update alert, an
// {{< update >}} shortcode, a block-level <ins>.
type Mark struct {
	Kind  string // as written in class, alert or shortcode: "update", "correction", …
	ID    string // its id attribute
	Date  string // as written; empty if none
	Title string
	From  string
}

// An Update is a follow-up that the author declared, in the front matter's
// updates or corrections, or as a file of a bundle.
type Update struct {
	ID     string // explicit; a bundle file's is its name without extension
	Kind   string // as written; empty means update
	Date   time.Time
	Title  string
	From   string
	Anchor string // the id of a block of the body that it points to; empty when it brings its own text
	File   string
	Line   int
}

// A Part is a block, or some of its text.
type Part struct {
	Block int    `json:"block"`           // index in Post.Blocks
	Spans []Span `json:"spans,omitempty"` // nil: the whole block
}

// A Fault is something wrong with an article, for its author.
type Fault struct { //nolint:errname // it is what authors are told, and only by the way an error
	File    string
	Line    int    // 0: the file as a whole
	What    string // what was found: `date "Tuesday"`
	Want    string // what was expected: `a time like 2026-05-01T09:00:00Z`
	Warning bool   // the article could be read all the same
}
