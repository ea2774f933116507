package attack

import (
	"bytes"
	_ "embed" // for what follows
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

//go:embed hostile.md
var hostile []byte

// articles are what an author may have written who means no good. What must not
// get out has SECRET in it.
var articles = map[string]string{
	"secret.txt":           "title: SECRET\nSECRET words of somebody else\n",
	"posts/.env":           "SECRET=1\n",
	"posts/draft/index.md": "---\ntitle: SECRET draft\ndraft: true\n---\nSECRET plans.\n",
	"posts/draft/plan.png": "SECRET\n",
	"posts/flood/index.md": "---\ntitle: Flood\ntags: [River]\ndate: 2026-11-18T10:00:00Z\n---\n" +
		"Rain fell. See [this](outside.txt), [that](../../secret.txt) and [those](outside/secret.txt).\n\n![](outside.txt)\n",
}

// links are symlinks in the articles' folder that leave it, or lead back to it.
var links = map[string]string{
	"posts/flood/outside.txt": "../../secret.txt",
	"posts/flood/outside":     "../..",
	"posts/linked.md":         "../secret.txt",
	"posts/loop":              ".",
}

// Folder writes a folder "posts" of hostile articles, and beside it what must not
// get out.
func Folder(dir string) error {
	files := map[string][]byte{"posts/hostile.md": hostile}
	for name, text := range articles {
		files[name] = []byte(text)
	}
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
	}
	for name, to := range links {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// runs finds what a browser would run, or what would act in a reader's name.
var runs = regexp.MustCompile(`(?i)^(script|iframe|object|embed|applet|base|meta|link|form|input|button|textarea|style|svg|math|frame|frameset|template|noscript|portal)$`)

// Active is what of a text in HTML a browser would run. A page may have a head and
// a style of its own, data that is not run, and addresses to be copied.
func Active(text string, page bool) []string {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if runs.MatchString(n.Data) && (!page || !pagesOwn(n)) {
			found = append(found, fmt.Sprintf("<%s>: %s", n.Data, render(n)))
		}
		for _, attr := range n.Attr {
			if strings.HasPrefix(attr.Key, "on") || slices.Contains([]string{"style", "srcdoc", "formaction"}, attr.Key) || scheming(attr.Val) {
				found = append(found, fmt.Sprintf("%s=%q: %s", attr.Key, attr.Val, render(n)))
			}
		}
	}
	return found
}

// pagesOwn says whether a page may have an element that an article may not.
func pagesOwn(n *html.Node) bool {
	switch n.Data {
	case "meta", "link", "style":
		return slices.ContainsFunc(slices.Collect(n.Ancestors()), func(n *html.Node) bool { return n.Data == "head" })
	case "script":
		return slices.Contains(n.Attr, html.Attribute{Key: "type", Val: "application/ld+json"})
	case "input":
		return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "readonly" })
	}
	return false
}

// scheming says whether an attribute's value is an address that runs something:
// browsers leave out blanks and control characters before they look.
func scheming(value string) bool {
	value = strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, value))
	return strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "vbscript:") || strings.HasPrefix(value, "data:text")
}

// Leads says whether a link leads where readers may be sent.
func Leads(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}

func render(n *html.Node) string {
	var b bytes.Buffer
	_ = html.Render(&b, n) // as far as it goes
	return b.String()[:min(b.Len(), 500)]
}
