package followups

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"writethru/posts"
)

// A piece is a follow-up that starts inside a block.
type piece struct {
	marker
	from, to int    // all of it, the marker included
	textTo   int    // the end of its text
	rule     string // "marker", "heading", "inline", "list"
	extends  bool   // new blocks that follow belong to it
	title    string
}

// pieces finds the follow-ups that start in a block, in order.
func (g *grammar) pieces(b *posts.Block) []piece {
	switch b.Kind {
	case posts.Code, posts.Table, posts.Rule, posts.Media:
		return nil
	case posts.Heading:
		return g.headingPiece(b)
	case posts.List:
		return g.items(b, false)
	}
	var found []piece
	closes := closers(b.Text)
	for line := range lines(b.Text) {
		found = g.linePieces(b, line, closes, found)
	}
	return found
}

// headingPiece reads a heading as a marker.
func (g *grammar) headingPiece(b *posts.Block) []piece {
	m, ok := g.markerAt(b, posts.Span{To: len(b.Text)}, 0)
	if !ok || m.bare && !m.noun || m.terminal == "." && m.bare {
		return nil
	}
	p := piece{marker: m, to: len(b.Text), textTo: len(b.Text), rule: "heading", extends: true}
	if m.section && m.text < len(b.Text) {
		return nil // "Updates: what we know"
	}
	switch text := b.Text[m.text:]; {
	case text == "":
	case m.bare && (lowerOnly(m.word) || strings.EqualFold(m.word, "edit")):
		return nil
	case !strings.ContainsAny(text[len(text)-1:], ".!?") && !strings.HasSuffix(text, "。"):
		p.title, p.text = strings.TrimRight(text, "])"), len(b.Text)
	}
	return []piece{p}
}

// items finds the items of a list that are follow-ups. In a section of
// follow-ups a date is enough; elsewhere a bare "Update:" counts only if all
// items are markers: a glossary has one as well.
func (g *grammar) items(b *posts.Block, section bool) []piece {
	var found []piece
	all := 0
	for line := range lines(b.Text) {
		all++
		m, ok := g.markerAt(b, line, line.From)
		if !ok && section {
			m, ok = g.datedAt(b, line)
		}
		if !ok || m.note && !g.noteCounts(b.Text[m.text:line.To]) || m.text >= line.To {
			continue
		}
		found = append(found, newPiece(b, m, line.From, line.To, "list", nil))
	}
	if len(found) == all || section {
		return found
	}
	kept := found[:0]
	for _, p := range found {
		if !p.bare {
			kept = append(kept, p)
		}
	}
	return kept
}

// datedAt reads STAMP TERMINATOR, or a stamp in bold: enough in a section.
func (g *grammar) datedAt(b *posts.Block, line posts.Span) (marker, bool) {
	s := b.Text[:line.To]
	m := marker{kind: Update, open: -1, end: -1, noun: true}
	j := decoration(s, line.From)
	if r, n := utf8.DecodeRuneInString(s[j:]); brackets[r] != 0 {
		m.open, j = j, j+n
	}
	st, end := g.scanStamp(s, j)
	if end == j {
		return m, false
	}
	m.stamp, m.at = s[j:end], g.read(st)
	return m, g.terminate(b, s, end, &m)
}

// linePieces finds the follow-ups that start in one line of a block.
func (g *grammar) linePieces(b *posts.Block, line posts.Span, closes map[int]int, found []piece) []piece {
	next := line.From
	add := func(m marker, from int, rule string) {
		if n := len(found); n > 0 && found[n-1].textTo > from && found[n-1].to == found[n-1].textTo {
			found[n-1].to, found[n-1].textTo, found[n-1].extends = from, from, false
			_, found[n-1].textTo = trimSpan(b.Text, found[n-1].text, from)
		}
		p := newPiece(b, m, from, line.To, rule, closes)
		found, next = append(found, p), max(p.text, from+1)
		if p.to < line.To || m.open >= 0 && p.to == line.To {
			next = p.to
		}
	}
	if m, ok := g.markerAt(b, line, line.From); ok && g.plausible(b, line, m) {
		if m.open < 0 || m.closing || closes[m.open] == 0 || strings.TrimSpace(b.Text[closes[m.open]:line.To]) == "" ||
			strings.TrimSpace(b.Text[closes[m.open]:line.To]) == "." {
			add(m, line.From, "marker")
			found[len(found)-1].extends = true
		} else {
			add(m, line.From, "inline")
		}
	} else if n := len(found); n > 0 && found[n-1].extends && found[n-1].rule == "marker" {
		found[n-1].to, found[n-1].textTo = line.To, line.To // a line of the same paragraph goes on
	}
	quoted, s := false, b.Text[:line.To]
	for i := line.From; i < len(s); i++ {
		if i > line.From && calm[s[i]] && calm[s[i-1]] {
			continue // most of a text, at a glance
		}
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
			continue
		case c == 0xe2 && strings.HasPrefix(s[i:], "“"):
			quoted = true
		case c == 0xe2 && strings.HasPrefix(s[i:], "”"):
			quoted = false
		}
		if quoted || i < next || i == line.From || !mayHoldMarker(s, i) {
			continue
		}
		if m, from, rule, ok := g.insideAt(b, line, i); ok {
			add(m, from, rule)
			i = max(i, found[len(found)-1].text-1)
		}
	}
	return found
}

// calm are the bytes that open no marker by themselves or after each other.
var calm = func() (table [256]bool) {
	for c := range byte(utf8.RuneSelf) {
		table[c] = strings.IndexByte(` "([`, c) < 0
	}
	return table
}()

// mayHoldMarker turns most places inside a line down by their bytes alone.
func mayHoldMarker(s string, i int) bool {
	switch c, before := s[i], s[i-1]; {
	case c == '[' || c == '(' || c >= 0xe3:
		return true
	case before == ' ':
		return i > 1 && !isLetterOrDigit(s[i-2])
	default:
		return before >= utf8.RuneSelf
	}
}

// insideAt reads a marker inside a line: in brackets, in emphasis after a
// sentence, or with a stamp after a sentence.
func (g *grammar) insideAt(b *posts.Block, line posts.Span, i int) (m marker, from int, rule string, ok bool) {
	s := b.Text[:line.To]
	c := s[i]
	if c == '[' || c == '(' || c >= 0xe3 {
		if r, _ := utf8.DecodeRuneInString(s[i:]); brackets[r] != 0 {
			m, ok = g.markerAt(b, line, i)
			first := firstRune(m.word)
			return m, i, "inline", ok && !m.closing && m.noun && m.terminal == ":" && m.text < line.To && !unicode.IsLower(first) &&
				g.plausible(b, line, m)
		}
	}
	if !sentenceEnds(s, i) {
		return m, 0, "", false
	}
	j := decoration(s, i)
	if j >= len(s) {
		return m, 0, "", false
	}
	m, ok = g.markerAt(b, line, j)
	if !ok || m.open >= 0 || m.text >= line.To || !g.plausible(b, line, m) {
		return m, 0, "", false
	}
	if emphasised(b, j) && m.terminal != "." {
		return m, j, "inline", true
	}
	return m, j, "inline", !m.bare && m.terminal == ":" && !unicode.IsLower(firstRune(m.word)) && firstRune(s[j:]) != '('
}

// sentenceEnds reports whether a sentence ends right before s[i:].
func sentenceEnds(s string, i int) bool {
	if i == 0 || s[i] == ' ' || !utf8.RuneStart(s[i]) {
		return false
	}
	if s[i-1] != ' ' {
		return strings.HasSuffix(s[:i], "。") || strings.HasSuffix(s[:i], "！")
	}
	before := strings.TrimRight(s[max(0, i-8):i], " \"'”’)]")
	return before != "" && strings.ContainsAny(before[len(before)-1:], ".!?…")
}

// newPiece makes a piece of what stands from its marker to the line's end or
// to its closing bracket.
func newPiece(b *posts.Block, m marker, from, to int, rule string, closes map[int]int) piece {
	p := piece{marker: m, from: from, to: to, textTo: to, rule: rule}
	if m.open >= 0 && !m.closing {
		if end := closes[m.open]; end > m.text && end <= to {
			p.to = end
			_, size := utf8.DecodeLastRuneInString(b.Text[:end])
			p.textTo = end - size
			if rest := strings.TrimSpace(b.Text[end:to]); rest == "" || rest == "." {
				p.to = to
			}
		}
	}
	_, p.textTo = trimSpan(b.Text, p.text, p.textTo)
	p.textTo = max(p.textTo, p.text)
	return p
}

// plausible turns down what only looks like a marker.
func (g *grammar) plausible(b *posts.Block, line posts.Span, m marker) bool {
	text := b.Text[m.text:line.To]
	if m.note {
		return text == "" || g.noteCounts(text)
	}
	if m.open >= 0 && !m.closing && firstRune(b.Text[m.open:]) == '「' {
		if _, after, ok := strings.Cut(text, "」"); ok && after != "" {
			return false // a quotation
		}
	}
	word := strings.ToLower(m.word)
	short := word == "edit" || word == "edits" || !m.noun || m.section
	switch {
	case !m.bare:
		return true
	case text == "":
		return m.noun && !lowerOnly(m.word) && word != "edit" && word != "edits"
	case m.closing && !m.noun:
		return false
	case m.terminal == "-" && (short || lowerOnly(m.word)):
		return false
	case short:
		return Words(text) >= 3
	}
	return true
}

// noteTraps are what editors' notes say that is no change of the article.
var noteTraps = newWordlist("names have been changed|name has been changed|names were changed|some names|originally published|originally appeared|" +
	"originally ran|originally aired|originally posted|originally written|first published|identifying details have been changed")

// noteCounts reports whether an editor's note says that something was changed.
func (g *grammar) noteCounts(text string) bool {
	if len(text) > 600 {
		text = text[:600]
	}
	if noteTraps.contains(text) {
		return false
	}
	for _, l := range g.langs {
		if l.noteVerbs.contains(text) {
			return true
		}
	}
	return false
}
