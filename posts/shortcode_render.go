package posts

import (
	"html"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// shortcodeRenderer writes tags as HTML.
type shortcodeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (shortcodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindShortcode, renderShortcode)
}

func renderShortcode(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, _ := node.(*shortcodeNode) // it is registered for these only
	t := n.tag
	if t.closing {
		return ast.WalkSkipChildren, nil
	}
	write := func(parts ...string) {
		for _, p := range parts {
			_, _ = w.WriteString(p) // the buffer keeps its error for the end
		}
	}
	switch t.use() {
	case container:
		if !entering {
			write("</aside>\n")
			return ast.WalkContinue, nil
		}
		write(`<aside class="`, t.name, `"`)
		for _, attr := range t.markAttrs() {
			if attr[1] != "" {
				write(" ", attr[0], `="`, html.EscapeString(attr[1]), `"`)
			}
		}
		write(">\n")
		return ast.WalkContinue, nil
	case verbatim:
		if entering {
			write("<pre><code")
			if lang := t.arg("lang", 0); lang != "" {
				write(` class="language-`, html.EscapeString(lang), `"`)
			}
			write(">")
			for i := range n.Lines().Len() {
				seg := n.Lines().At(i)
				write(html.EscapeString(string(seg.Value(src))))
			}
			write("</code></pre>\n")
		}
	case drawn:
		if entering {
			write(drawTag(t))
		}
	}
	return ast.WalkSkipChildren, nil
}

// markAttrs are the attributes of an update, by which it is marked; some may be
// empty, and are left out.
func (t tag) markAttrs() [4][2]string {
	return [...][2]string{{"id", t.args["id"]}, {"data-date", t.arg("date", 0)}, {"data-title", t.arg("title", 1)}, {"data-from", t.args["from"]}}
}

// drawTag writes a figure, or a film as a link: feeds show no players of others.
func drawTag(t tag) string {
	switch t.name {
	case "youtube":
		return filmLink("https://www.youtube.com/watch?v=", t.arg("id", 0))
	case "vimeo":
		return filmLink("https://vimeo.com/", t.arg("id", 0))
	}
	src := t.arg("src", 0)
	if src == "" {
		return ""
	}
	img := `<img src="` + html.EscapeString(src) + `" alt="` + html.EscapeString(t.args["alt"]) + `">`
	if link := t.args["link"]; link != "" {
		img = `<a href="` + html.EscapeString(link) + `">` + img + "</a>"
	}
	caption := ""
	if title := t.args["title"]; title != "" {
		caption = "<strong>" + html.EscapeString(title) + "</strong> "
	}
	for _, name := range []string{"caption", "attr"} {
		if s := t.args[name]; s != "" {
			caption += html.EscapeString(s) + " "
		}
	}
	if caption != "" {
		caption = "<figcaption>" + caption + "</figcaption>"
	}
	return "<figure>" + img + caption + "</figure>\n"
}

func filmLink(base, id string) string {
	if id == "" {
		return ""
	}
	url := html.EscapeString(base + id)
	return `<p><a href="` + url + `">` + url + "</a></p>\n"
}
