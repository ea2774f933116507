package posts

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Parser turns the files of an article into a post. The zero value works, and
// one Parser may be used by several goroutines at the same time.
type Parser struct {
	Location *time.Location // of dates without a zone; nil: UTC
	Language string         // of articles that name none
}

// Parse reads an article: its own file first, then the parts of its bundle, as
// [Load] gives them. It finds all faults at once; the post is nil if one of
// them is more than a warning.
func (p Parser) Parse(files []File) (*Post, []Fault) {
	if len(files) == 0 {
		return nil, []Fault{{What: "no file", Want: "an article"}}
	}
	post := &Post{Name: files[0].Name, body: body{notes: map[string]*html.Node{}}}
	faults := p.parseArticle(post, files[0])
	for _, f := range files[1:] {
		faults = append(faults, p.parsePart(post, f)...)
	}
	faults = append(faults, checkUpdates(post)...)
	return judge(post, faults)
}

// judge puts faults in order. One that is more than a warning leaves no post.
func judge(post *Post, faults []Fault) (*Post, []Fault) {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		if a.File != b.File {
			return 0 // as the files are
		}
		return a.Line - b.Line
	})
	if slices.ContainsFunc(faults, func(f Fault) bool { return !f.Warning }) {
		return nil, faults
	}
	return post, faults
}

// parseArticle reads the article's own file.
func (p Parser) parseArticle(post *Post, f File) []Fault {
	text, faults := decode(f)
	if len(faults) > 0 && !faults[0].Warning {
		return faults
	}
	name := readName(f.Name, p.Location)
	front, rest, line, more := frontMatter(f.Name, text)
	faults = append(faults, more...)
	fields := fieldReader{file: f.Name, loc: p.Location, front: front}
	fields.read(post, name)
	updates := fields.readUpdates()
	faults = append(faults, fields.faults...)

	m := &blockMaker{post: post, file: f.Name}
	faults = append(faults, m.addBody(source{file: f.Name, text: rest, line: line}, p.Location)...)
	p.complete(post, name)
	for _, d := range updates {
		post.Updates = append(post.Updates, d.update)
		n := strconv.Itoa(len(post.Updates))
		m := &blockMaker{post: post, file: f.Name, update: len(post.Updates), scope: n + "."}
		faults = append(faults, m.addMarkdown(d.text)...)
	}
	return faults
}

// complete fills in what the front matter and the page leave open.
func (p Parser) complete(post *Post, name fileName) {
	post.Key = name.key
	if len(post.Blocks) > 0 && post.Blocks[0].Kind == Heading && post.Blocks[0].Level == 1 {
		if post.Title == "" {
			post.Title = post.Blocks[0].Text
		}
		if strings.EqualFold(post.Title, post.Blocks[0].Text) {
			post.Blocks, post.body.blocks = post.Blocks[1:], post.body.blocks[1:]
		}
	}
	if post.Title == "" {
		if i := slices.IndexFunc(post.Blocks, func(b Block) bool { return b.Kind == Heading && b.Level == 1 }); i >= 0 {
			post.Title = post.Blocks[i].Text
		}
	}
	if post.Title == "" {
		post.Title = titleFromKey(name.key)
	}
	post.Title = oneLine(post.Title)
	post.SlugGiven = Slug(post.Slug) != ""
	for _, wish := range [...]string{post.Slug, path.Base(name.key), post.Title} {
		if post.Slug = Slug(wish); post.Slug != "" {
			break
		}
	}
	if post.Section == "" {
		post.Section = name.section
	}
	if post.Published.IsZero() {
		post.Published = name.date
	}
	if post.Language == "" {
		post.Language = p.Language
	}
	post.Draft = post.Draft || name.draft
}

// parsePart reads a file of a bundle: a follow-up with its own front matter.
func (p Parser) parsePart(post *Post, f File) []Fault {
	text, faults := decode(f)
	if len(faults) > 0 && !faults[0].Warning {
		return faults
	}
	front, rest, line, more := frontMatter(f.Name, text)
	faults = append(faults, more...)
	fields := fieldReader{file: f.Name, loc: p.Location, front: front}
	draft := fields.draft()
	name := readName(f.Name, p.Location)
	u := Update{
		ID: fields.text("id", "guid", "uuid"), Kind: fields.text("kind", "type"), Title: fields.text("title"), From: fields.text("from", "source"),
		Date: fields.time("date", "published", "publishdate"), File: f.Name, Line: line + 1,
	}
	faults = append(faults, fields.faults...)
	if draft {
		return faults
	}
	if u.ID == "" {
		u.ID = strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name))
	}
	if u.Date.IsZero() {
		u.Date = name.date
	}
	post.Updates = append(post.Updates, u)
	n := len(post.Updates)
	m := &blockMaker{post: post, file: f.Name, update: n, scope: strconv.Itoa(n) + "."}
	before := len(post.Blocks)
	faults = append(faults, m.addBody(source{file: f.Name, text: rest, line: line}, p.Location)...)
	if len(post.Blocks) == before {
		post.Updates = post.Updates[:n-1] // nothing written yet
	}
	return faults
}

// checkUpdates finds declared updates that point nowhere, and ids used twice.
func checkUpdates(post *Post) []Fault {
	if len(post.Updates) == 0 {
		return nil
	}
	var faults []Fault
	anchors, ids := map[string]bool{}, map[string]bool{}
	for i, b := range post.Blocks {
		anchors[b.ID] = true
		for d := range post.body.blocks[i].Descendants() {
			if d.Type == html.ElementNode {
				anchors[attr(d, "id")] = true
			}
		}
	}
	for _, u := range post.Updates {
		if u.Anchor != "" && !anchors[u.Anchor] {
			faults = append(faults, Fault{File: u.File, Line: u.Line, What: "anchor " + quote(u.Anchor), Want: "the id of something in the article"})
		}
		if u.ID != "" && ids[u.ID] {
			faults = append(faults, Fault{File: u.File, Line: u.Line, What: "update id " + quote(u.ID) + " again", Want: "an id of its own"})
		}
		ids[u.ID] = true
	}
	return faults
}

// addBody makes blocks of a body, in the way that the file's name asks for.
func (m *blockMaker) addBody(src source, loc *time.Location) []Fault {
	if len(src.text) > maxBody {
		return []Fault{tooLarge(src.file, len(src.text))}
	}
	switch strings.ToLower(path.Ext(src.file)) {
	case ".html", ".htm":
		return m.addPage(src, loc)
	case ".txt":
		return m.addPlain(src)
	default:
		return m.addMarkdown(src)
	}
}

// addMarkdown makes blocks of Markdown: of its own tree if that can be grown,
// else of its rendering, which only an HTML parser can read as browsers do.
func (m *blockMaker) addMarkdown(src source) []Fault {
	if faults := outOfBounds(src); len(faults) > 0 {
		return faults
	}
	if looksUnlinked(src.text) {
		text, faults := parseMarkdown(src, unlinkedMarkdown)
		if blocks, ok := grow(text); ok {
			return append(faults, m.addGrown(blocks)...)
		}
	}
	text, faults := parseMarkdown(src, markdown)
	if blocks, ok := grow(text); ok {
		return append(faults, m.addGrown(blocks)...)
	}
	return append(faults, m.addHTML(text.html())...)
}

// addHTML makes blocks of a piece of HTML with line marks.
func (m *blockMaker) addHTML(in []byte) []Fault {
	nodes, err := html.ParseFragment(bytes.NewReader(in), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return []Fault{{File: m.file, What: "HTML: " + clean(err.Error()), Want: "less nesting"}}
	}
	root := element("body")
	for _, n := range nodes {
		root.AppendChild(n)
	}
	m.addAll(root)
	return m.faults()
}
