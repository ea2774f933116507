package posts

// The sets of elements are switches, not maps: they are asked for each node of
// each article.

// flow elements begin and end a line of text.
func flow(element string) bool {
	switch element {
	case "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
		"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li",
		"main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul":
		return true
	default:
		return false
	}
}

// opaque elements show something and have no text of their own.
func opaque(element string) bool {
	switch element {
	case "img", "picture", "video", "audio", "svg", "math", "canvas", "object", "embed":
		return true
	default:
		return false
	}
}

// unseen elements are no part of what an article says.
func unseen(element string) bool {
	switch element {
	case "script", "style", "template", "noscript", "iframe", "select", "textarea", "button", "nav", "link", "meta", "title",
		"head", "base", "frame", "frameset", "object", "embed", "applet", "dialog":
		return true
	default:
		return false
	}
}

// hollow elements are nothing without content.
func hollow(element string) bool {
	switch element {
	case "b", "strong", "i", "em", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "code", "kbd", "samp", "var", "q",
		"cite", "abbr", "font", "big", "tt", "p", "li":
		return true
	default:
		return false
	}
}

// wrappers are elements of pages that are looked through: what is in them are
// the blocks.
func wrappers(element string) bool {
	switch element {
	case "div", "section", "article", "main", "header", "body", "center", "form", "hgroup":
		return true
	default:
		return false
	}
}

// rawText elements hold no comments: one would be shown.
func rawText(element string) bool {
	switch element {
	case "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext":
		return true
	default:
		return false
	}
}
