package posts

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// urlAttr reports whether an attribute holds one URL.
func urlAttr(key string) bool {
	return key == "href" || key == "src" || key == "poster" || key == "cite"
}

// Resolve makes the address of an image or an enclosure absolute. It is not ok
// unless the result is http or https.
func Resolve(page *url.URL, ref string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || strings.TrimSpace(ref) == "" {
		return "", false
	}
	if page != nil {
		u = page.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", false
	}
	return u.String(), true
}

// absolute resolves all URLs of a tree against page. One that can't be read is
// removed.
func absolute(root *html.Node, page *url.URL) {
	absoluteAttrs(root, page)
	for n := range root.Descendants() {
		absoluteAttrs(n, page)
	}
}

func absoluteAttrs(n *html.Node, page *url.URL) {
	if n.Type != html.ElementNode {
		return
	}
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
		if !urlAttr(a.Key) {
			return false
		}
		_, err := url.Parse(strings.TrimSpace(a.Val))
		return err != nil
	})
	for i, a := range n.Attr {
		switch {
		case urlAttr(a.Key):
			n.Attr[i].Val = against(page, a.Val)
		case a.Key == "srcset":
			n.Attr[i].Val = rewriteSrcset(a.Val, func(ref string) string { return against(page, ref) })
		}
	}
}

// against resolves a reference that may be of any scheme.
func against(page *url.URL, ref string) string {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || page == nil {
		return ref
	}
	return page.ResolveReference(u).String()
}

// rewriteSrcset rewrites the URLs of a srcset: "a.png 1x, b.png 2x". Those that
// a feed may not hold are left out.
func rewriteSrcset(srcset string, rewrite func(string) string) string {
	var kept []string
	for candidate := range strings.SplitSeq(srcset, ",") {
		fields := strings.Fields(candidate)
		if len(fields) == 0 || len(fields) > 2 {
			continue
		}
		fields[0] = rewrite(fields[0])
		if u, err := url.Parse(fields[0]); err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
			continue
		}
		kept = append(kept, strings.Join(fields, " "))
	}
	return strings.Join(kept, ", ")
}

// Assets are the files that the post refers to: slash-separated, relative to
// the posts folder, sorted, each once. Files elsewhere are not in it.
func (p *Post) Assets() []string {
	var names []string
	add := func(ref string) {
		if name, ok := localName(path.Dir(p.Name), ref); ok {
			names = append(names, name)
		}
	}
	add(p.Image)
	for _, e := range p.Enclosures {
		add(e.URL)
	}
	trees := slices.Clone(p.body.blocks)
	for _, note := range p.body.notes {
		trees = append(trees, note)
	}
	for _, tree := range trees {
		for n := range tree.Descendants() {
			for _, a := range n.Attr {
				switch a.Key {
				case "href", "src", "poster":
					add(a.Val)
				case "srcset":
					rewriteSrcset(a.Val, func(ref string) string { add(ref); return ref })
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// localName gives the file that a reference in a folder means, if it is in the
// posts folder and no article.
func localName(dir, ref string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.HasSuffix(u.Path, "/") {
		return "", false
	}
	name := path.Join(dir, u.Path)
	if strings.HasPrefix(u.Path, "/") {
		name = path.Clean(u.Path[1:])
	}
	if name == ".." || strings.HasPrefix(name, "../") || path.Ext(name) == "" || hasExtension(name) {
		return "", false
	}
	for elem := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(elem, ".") {
			return "", false
		}
	}
	return name, true
}
