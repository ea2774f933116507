package followups

import (
	"strings"
	"unicode"

	"writethru/posts"
)

// tails says which blocks are no part of the article: what a page has below
// it. Lines that can stand in an article's text as well, such as a byline,
// count only in a run that reaches the end or the next follow-up.
func (g *grammar) tails(r *reading) []bool {
	n := len(r.post.Blocks)
	tail := make([]bool, n)
	about := false
	for i := range n {
		b := &r.post.Blocks[i]
		switch {
		case b.Update != 0 || b.Mark != nil || len(r.pieces[i]) > 0 || r.footers[i] != nil:
			about = false
			continue
		case b.Kind == posts.Heading:
			about = g.strongTail(b)
			tail[i] = about
		case b.Kind != posts.Code && b.Kind != posts.Rule:
			tail[i] = about && Words(b.Text) <= 80 || g.strongTail(b)
		}
	}
	ends := true
	for i := n - 1; i >= 0; i-- {
		b := &r.post.Blocks[i]
		switch {
		case b.Update != 0 || len(r.pieces[i]) > 0:
			ends = true
		case tail[i] || b.Kind == posts.Rule || r.freshness[i] || r.footers[i] != nil:
		case ends && i > 0 && weakTail(b):
			tail[i] = true
		default:
			ends = false
		}
	}
	r.biographies(tail)
	return tail
}

// biographies adds to the tail what stands below a byline at the end: who
// wrote the article, in words that no list knows. What came below it since is
// none.
func (r *reading) biographies(tail []bool) {
	n := len(r.post.Blocks)
	for i := max(n-4, n/2); i < n; i++ {
		if !isByline(&r.post.Blocks[i]) {
			continue
		}
		for j := i + 1; j < n; j++ {
			if r.biography(j) {
				tail[i], tail[j] = true, true
			}
		}
		return
	}
}

// biography reports whether a block below a byline can be about the author.
func (r *reading) biography(i int) bool {
	b, before := &r.post.Blocks[i], r.before[i]
	return b.Kind == posts.Paragraph && b.Update == 0 && len(r.pieces[i]) == 0 && Words(b.Text) <= 60 &&
		before.Owner == 0 && (!r.known || !before.Fresh())
}

// isByline reports whether a block only says who wrote the article.
func isByline(b *posts.Block) bool {
	s := strings.Trim(b.Text, " *_")
	for _, by := range [...]string{"By ", "BY ", "— ", "Von ", "Par "} {
		if name, ok := strings.CutPrefix(s, by); ok {
			return b.Kind == posts.Paragraph && isNames(name)
		}
	}
	return false
}

// strongTail reports whether a block can be nothing else.
func (g *grammar) strongTail(b *posts.Block) bool {
	if b.Kind == posts.Code || b.Kind == posts.Table || len(b.Text) > 600 {
		return false
	}
	i := decoration(b.Text, 0)
	for _, l := range g.langs {
		_, end, ok := l.tail.at(b.Text, i)
		if !ok {
			continue
		}
		// "Donate", but not "Donate blood at the centre, officials said today …".
		words := Words(b.Text[end:])
		rest := strings.TrimLeft(b.Text[end:], " ©")
		said := b.Text[i:end]                          // one word alone is a line of its own: "Recommended", but not "Recommended doses …"
		labels := strings.HasPrefix(b.Text[end:], ":") // "Advertisement: Winter tyres at …"
		if words == 0 || labels && words <= 24 || strings.ContainsAny(said, " :©ⓒ") && words <= 24 || rest != "" && isDigit(rest[0]) || isCJKAt(said, 0) && len(said) > 6 {
			return true
		}
	}
	return false
}

// trades are what a biography says that somebody is.
var trades = newWordlist("reporter|writer|editor|correspondent|columnist|journalist|author|photographer|professor|fellow|contributor|" +
	"staff writer|freelance|freelancer|critic|producer|intern|redakteur|redakteurin|journaliste|periodista|giornalista|jornalista|" +
	"redacteur|dziennikarz|dziennikarka|reporterka")

// reach are what a biography ends with.
var reach = newWordlist("can be reached at|reach her at|reach him at|reach them at|contact her at|contact him at|contact them at|" +
	"follow her|follow him|follow them|email her at|email him at|writes about|covers")

// weakTail reports whether a block looks like a byline or a biography.
func weakTail(b *posts.Block) bool {
	s := strings.Trim(b.Text, " *_")
	if b.Kind != posts.Paragraph && b.Kind != posts.Heading && b.Kind != posts.Aside || len(s) > 500 || s == "" {
		return false
	}
	if isByline(b) {
		return true
	}
	if _, after, ok := strings.Cut(s, " is "); ok && isNames(s[:strings.Index(s, " is ")]) {
		for _, article := range []string{"a ", "an ", "the ", "our "} {
			if strings.HasPrefix(after, article) && trades.contains(after[:min(len(after), 120)]) {
				return true
			}
		}
	}
	if _, start, _, ok := reach.find(s, 0); ok && (strings.Contains(s, "@") || isNames(s[:start])) {
		return Words(s) <= 60
	}
	return !strings.Contains(s, " ") && strings.Contains(s, "@")
}

// isNames reports whether s is two to eight capitalised words.
func isNames(s string) bool {
	words := strings.Fields(s)
	for _, w := range words {
		if !unicode.IsUpper(firstRune(w)) && w != "and" && w != "de" && w != "von" && w != "&" {
			return false
		}
	}
	return len(words) >= 2 && len(words) <= 8 && !strings.ContainsAny(s[len(s)-1:], ".:!?")
}
