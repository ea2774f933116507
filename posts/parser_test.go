package posts

import (
	"bytes"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestFaults(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a.md", "---\ntitle: x\ndate: Tuesday\n---\nb", `a.md:3: date "Tuesday": want a time like 2026-05-01T09:00:00Z`},
		{"a.md", "---\ntitle: [x]\n---\nb", `a.md:2: title is a list: want text`},
		{"a.md", "---\ntitle: x\ntitle: y\n---\nb", `a.md:3: key "title" again: want it once: it is in line 2 too`},
		{"a.md", "---\ntitle: \"x\n---\nb", `a.md:2: front matter: found unexpected end of stream: want YAML`},
		{"a.md", "---\ndate: 2026-02-31\n---\nb", `a.md:2: date "2026-02-31": want a time like 2026-05-01T09:00:00Z`},
		{"a.md", "---\ndate: 0206-02-01\n---\nb", `a.md:2: date "0206-02-01": want a time like 2026-05-01T09:00:00Z`},
		{"a.md", "---\ndraft: perhaps\n---\nb", `a.md:2: draft "perhaps": want true or false`},
		{"a.md", "---\nupdates: soon\n---\nb", `a.md:2: updates is "soon": want a list of {date, title, text}`},
		{"a.md", "---\nupdates:\n  - date: 2026-05-01\n---\nb", `a.md:3: an item of updates without text: want text or anchor`},
		{"a.md", "---\nupdates:\n  - anchor: none\n---\nb", `a.md:3: anchor "none": want the id of something in the article`},
		{"a.md", "---\nauthor: {email: x}\n---\nb", `a.md:2: author without a name: want name: …`},
		{"a.md", "---\nenclosure: {url: a.mp3, length: long}\n---\nb", `a.md:2: length "long": want a number of bytes`},
		{"a.md", "---\ntags: {a: b}\n---\nb", `a.md:2: tags is a map: want a list of texts`},
		{"a.md", "+++\ntitle = \n+++\nb", `a.md:2: front matter: expected value but found '\n' instead: want TOML`},
		{"a.md", "+++\ntitle = 'x'\nb", `a.md:1: front matter without an end: want a line +++`},
		{"a.md", "{\"title\": \"x\",\n \"title\": \"y\"}\nb", `a.md:2: key "title" again: want it once: it is in line 1 too`},
		{"a.md", "{\n\"date\": \"soon\"}\nb", `a.md:2: date "soon": want a time like 2026-05-01T09:00:00Z`},
		{"a.md", "a\nb\x00", `a.md:2: a NUL byte: want text`},
		{"a.md", "caf\xe9", `a.md:1: warning: not UTF-8, read as Windows-1252 (Latin-1): want UTF-8`},
		{"a.md", "b\n\n{{< toc >}}", `a.md:3: warning: shortcode "toc" is left out`},
		{"a.md", "b\n\n{{< update >}}\nhalf", `a.md:3: shortcode "update": want its end further down`},
		{"a.md", strings.Repeat(">", 600) + " a", `a.md:1: lists or quotes nested too deep: want at most 100 levels`},
		{"a.md", "one\n" + strings.Repeat("  ", 150) + "- deep", `a.md:2: lists or quotes nested too deep: want at most 100 levels`},
		{"a.md", "one\n\n" + strings.Repeat("[a](<b", 30000), `a.md:3: too many brackets in a paragraph: want at most 2000`},
		{"a.md", strings.Repeat("a\n\n", maxBlocks+1), `a.md: too many blocks: want at most 20000`},
		{"a.html", "<html><meta name=date content=soon><p>a", `a.html: meta date "soon": want a time like 2026-05-01T09:00:00Z`},
	} {
		p, faults := Parser{}.Parse([]File{{test.name, []byte(test.text)}})
		short := test.text[:min(len(test.text), 60)]
		if len(faults) != 1 || faults[0].String() != test.want {
			t.Errorf("Parse(%q) gives %v, want %s", short, faults, test.want)
			continue
		}
		if (p == nil) == faults[0].Warning {
			t.Errorf("Parse(%q) gives post %v and %v", short, p, faults)
		}
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	_, faults := Parser{}.Parse([]File{{"a.md", []byte("---\ntitle: [x]\ndate: soon\ndraft: perhaps\n---\nb\n\n{{< toc >}}")}})
	var lines []int
	for _, f := range faults {
		lines = append(lines, f.Line)
	}
	if len(lines) != 4 || lines[0] != 2 || lines[1] != 3 || lines[2] != 4 || lines[3] != 8 {
		t.Errorf("faults in lines %v, want 2, 3, 4 and 8", lines)
	}
}

func TestParseTime(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"2026-05-01T09:00:00Z", "2026-05-01T09:00:00Z"},
		{"2026-05-01 09:00", "2026-05-01T09:00:00+02:00"},
		{"2026-05-01", "2026-05-01T00:00:00+02:00"},
		{"2026-05-01 09:00:01 -0700", "2026-05-01T09:00:01-07:00"},
		{"2026-05-01T09:00:00.123+05:30", "2026-05-01T09:00:00+05:30"},
		{"2026/05/01 09:00:00", "2026-05-01T09:00:00+02:00"},
		{"2026-07-01 09:00 CEST", "2026-07-01T09:00:00+02:00"},
		{"2026-07-01 09:00 ET", "2026-07-01T09:00:00-04:00"},
		{"2026-12-01 09:00 ET", "2026-12-01T09:00:00-05:00"},
		{"Fri, 01 May 2026 09:00:00 GMT", "2026-05-01T09:00:00Z"},
		{"May 1, 2026", "2026-05-01T00:00:00+02:00"},
		{"Sept. 3rd, 2026 at 4:05 p.m. PDT", "2026-09-03T16:05:00-07:00"},
		{"1 May 2026 12:30 am", "2026-05-01T00:30:00+02:00"},
		{"Fri May 1 09:00:00 UTC 2026", "2026-05-01T09:00:00Z"},
		{"2026-05-01 09:00 IST", ""}, {"2026-13-01", ""}, {"2026-05-01 25:00", ""}, {"1969-05-01", ""}, {"2201-01-01", ""},
		{"05/01/2026", ""}, {"tomorrow", ""}, {"", ""}, {"1777626000", ""},
	} {
		got := ""
		if tm, ok := parseTime(test.in, time.FixedZone("", 7200)); ok {
			got = tm.Format(time.RFC3339)
		}
		if got != test.want {
			t.Errorf("parseTime(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestArticle(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{"flood/index.md", "flood/update-1.md", "flood/updates/a.md", "index.md", "update-x.md", "lone/update-1.md", "two/index.html", "two/index.md"} {
		fsys[name] = &fstest.MapFile{}
	}
	for _, test := range []struct{ name, want string }{
		{"flood/index.md", "flood/index.md"}, {"flood/update-1.md", "flood/index.md"}, {"flood/updates/a.md", "flood/index.md"},
		{"flood/updates/gone.md", "flood/index.md"}, {"flood/notes.md", "flood/notes.md"}, {"update-x.md", "update-x.md"},
		{"lone/update-1.md", "lone/update-1.md"}, {"two/index.html", "two/index.md"}, {"a.TXT", "a.TXT"}, {"_posts/2026-01-01-a.md", "_posts/2026-01-01-a.md"},
		{"README.md", ""}, {"sub/README.md", "sub/README.md"}, {"_index.md", ""}, {"a/_index.md", ""}, {".a.md", ""}, {".git/a.md", ""},
		{"a.md~", ""}, {"#a.md", ""}, {"a.png", ""}, {"writethru.yaml", ""}, {"_layouts/a.html", ""}, {"../a.md", ""}, {"a.md.swp", ""},
	} {
		got, ok := Article(fsys, test.name)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Article(%q) = %q, %t, want %q", test.name, got, ok, test.want)
		}
	}
}

// growing is a file system whose files are longer each time they are looked at.
type growing struct{ fstest.MapFS }

func (g growing) Open(name string) (fs.File, error) {
	f, err := g.MapFS.Open(name)
	return &growingFile{f, g.MapFS, name}, err
}

type growingFile struct {
	fs.File
	fsys fstest.MapFS
	name string
}

func (f *growingFile) Stat() (fs.FileInfo, error) {
	f.fsys[f.name].Data = append(f.fsys[f.name].Data, 'x')
	return f.fsys.Stat(f.name)
}

func TestLoad(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{"flood/index.md", "flood/update-2.md", "flood/update-10.txt", "flood/updates/2026-a.md", "flood/updates/b.png", "flood/other.md"} {
		fsys[name] = &fstest.MapFile{Data: []byte(name)}
	}
	files, err := Load(fsys, "flood/index.md")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		if string(f.Data) != f.Name {
			t.Errorf("%s holds %q", f.Name, f.Data)
		}
		names = append(names, f.Name)
	}
	if got, want := strings.Join(names, " "), "flood/index.md flood/updates/2026-a.md flood/update-10.txt flood/update-2.md"; got != want {
		t.Errorf("Load gives %s, want %s", got, want)
	}
	if _, err := Load(fsys, "none.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load of no file: %v, want fs.ErrNotExist", err)
	}
	if _, err := Load(growing{fsys}, "flood/other.md"); !errors.Is(err, ErrTorn) {
		t.Errorf("Load of a file that grows: %v, want ErrTorn", err)
	}
	fsys["big.md"] = &fstest.MapFile{Data: make([]byte, maxFile+1)}
	if _, ok := errors.AsType[Fault](func() error { _, err := Load(fsys, "big.md"); return err }()); !ok {
		t.Error("Load of a large file is no fault")
	}
}

// A loader reads an article into the memory of the one before, which neither a
// post nor its source may rest on.
func TestLoaderReusesMemory(t *testing.T) {
	text := "---\ntitle: The flood\ntags: [a, b]\nauthor: Jo <jo@example.com>\n---\nThe river rose.\n"
	fsys := fstest.MapFS{
		"a.md": {Data: []byte(text)}, "b.md": {Data: bytes.Repeat([]byte("x"), len(text))},
		"c/index.md": {Data: []byte(text)}, "c/update-1.md": {Data: []byte("It fell.\n")},
	}
	for _, name := range []string{"a.md", "c/index.md"} {
		want, _ := Parser{}.Parse(mustLoad(t, &Loader{FS: fsys}, name))
		l := &Loader{FS: fsys}
		files := mustLoad(t, l, name)
		whole, _ := Parser{}.Parse(files)
		outline, _, ok := Parser{}.Outline(files)
		mustLoad(t, l, "b.md")
		if files[0].Data[0] != 'x' {
			t.Errorf("%s is still in memory after another article was loaded", name)
		}
		if whole.Title != want.Title || !reflect.DeepEqual(whole.Blocks, want.Blocks) {
			t.Errorf("%s: the post changed with the file's memory", name)
		}
		if ok && (outline.Title != want.Title || !slices.Equal(outline.Tags, want.Tags) || !slices.Equal(outline.Authors, want.Authors)) {
			t.Errorf("%s: the outline changed with the file's memory: %+v", name, outline)
		}
	}
}

func mustLoad(t *testing.T, l *Loader, name string) []File {
	t.Helper()
	files, err := l.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestExcerpt(t *testing.T) {
	for _, test := range []struct {
		in   string
		max  int
		want string
	}{
		{"Short.", 20, "Short."},
		{"One sentence here. Another one follows it.", 25, "One sentence here."},
		{"one two three four five six", 15, "one two three…"},
		{"水位が上がった。市は避難を勧告した。", 10, "水位が上がった。"},
		{"unbreakableword", 5, "unbr…"},
		{"x", 0, ""},
	} {
		if got := Excerpt(test.in, test.max); got != test.want {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", test.in, test.max, got, test.want)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, test := range []struct{ ref, want string }{
		{"a.png", "https://courier.example/stories/flood/a.png"}, {"/a.png", "https://courier.example/a.png"},
		{"//cdn.example/a", "https://cdn.example/a"}, {"http://x.example/", "http://x.example/"},
		{"javascript:x()", ""}, {"data:image/png;base64,xx", ""}, {"mailto:a@b.example", ""}, {"", ""}, {"http://[", ""},
	} {
		if got, ok := Resolve(testPage, test.ref); got != test.want || ok != (test.want != "") {
			t.Errorf("Resolve(%q) = %q, %t, want %q", test.ref, got, ok, test.want)
		}
	}
}

func TestSlugify(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"The Flood, day 2", "the-flood-day-2"}, {"Don’t panic", "dont-panic"}, {"Élan vital", "élan-vital"}, {"洪水", "洪水"}, {"--", ""},
		{strings.Repeat("水", 40), strings.Repeat("水", 26)},
	} {
		if got := Slug(test.in); got != test.want {
			t.Errorf("Slug(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}
