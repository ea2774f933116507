package pages_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"writethru/serve/pages"
)

func TestAThemeStandsForOursFileByFile(t *testing.T) {
	theme, err := pages.NewTheme(fstest.MapFS{
		"notfound.html": {Data: []byte(`{{define "main"}}<h1>Gone fishing</h1>{{end}}`)},
		"README":        {Data: []byte("not ours to read")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := theme.NotFound(&b, courier); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "<h1>Gone fishing</h1>") || !strings.Contains(b.String(), `<header class="masthead"`) {
		t.Errorf("want the theme's main part in our layout:\n%s", b.String())
	}
	if !bytes.Equal(theme.Stylesheet(), house.Stylesheet()) || theme.Digest() == house.Digest() {
		t.Error("want our stylesheet, and another digest")
	}
}

func TestFaultsOfAThemeAreToldWithFileAndLine(t *testing.T) {
	for file, tests := range map[string]map[string]string{
		"story.html": {
			"{{define \"main\"}}\n{{.Page.Headlin}}{{end}}": "story.html:2:",
			"{{define \"main\"}}\n\n{{if}}{{end}}":          "story.html:3:",
			"{{define \"main\"}}":                           "story.html:1:",
			"<p>no main part</p>":                           `"main"`,
		},
		"layout.html": {"{{define \"layout\"}}\n{{.Nothing}}{{end}}": "layout.html:2:"},
		"blocks.html": {"{{define \"item\"}}\n{{.Nothing}}{{end}}": "blocks.html:2:"},
		"styles.css":  {"": "styles.css: no page is made with it"},
		"about.html":  {"": "about.html: no page is made with it"},
	} {
		for text, want := range tests {
			_, err := pages.NewTheme(fstest.MapFS{file: {Data: []byte(text)}})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("a theme whose %s is %q: %v, want %s", file, text, err, want)
			}
		}
	}
}

// A folder that is no theme's, and a file that is no template, end no start.
func TestAThemeHasBounds(t *testing.T) {
	full := fstest.MapFS{}
	for n := range 1001 {
		full[fmt.Sprint(n, ".txt")] = &fstest.MapFile{}
	}
	for _, test := range []struct {
		folder fstest.MapFS
		want   string
	}{
		{fstest.MapFS{"style.css": {Data: bytes.Repeat([]byte{' '}, 1<<20)}}, ""},
		{fstest.MapFS{"style.css": {Data: bytes.Repeat([]byte{' '}, 1<<20+1)}}, "style.css: more than 1048576 bytes: want a template or a stylesheet"},
		{fstest.MapFS{"story.html": {Mode: fs.ModeNamedPipe}}, "story.html: it is no file: want a template or a stylesheet"},
		{fstest.MapFS{"story.html": {Mode: fs.ModeNamedPipe}, "about.html": {}}, "about.html: no page is made with it"},
		{full, "more than 1000 files: want a folder with a theme and little else"},
		{fstest.MapFS{}, ""},
	} {
		_, err := pages.NewTheme(test.folder)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%d files: %v, want %q", len(test.folder), err, test.want)
		}
	}
}

// What a theme is given is told by docs/pages.md.
func TestEveryPageHasASpecimen(t *testing.T) {
	shown := map[string]bool{}
	for _, s := range pages.Specimens() {
		var b bytes.Buffer
		if err := s.Write(house, &b); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		if strings.Contains(b.String(), "ZgotmplZ") {
			t.Errorf("%s: something was kept out of the page:\n%s", s.Name, b.String())
		}
		shown[s.Name] = true
	}
	for _, name := range []string{"front", "story", "topic", "topics", "archive", "subscribe", "promises", "desk", "decide", "audience", "notfound"} {
		if !shown[name] {
			t.Errorf("no specimen of %s", name)
		}
	}
}
