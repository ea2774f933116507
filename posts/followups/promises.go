package followups

import (
	"strings"
	"unicode"

	"writethru/posts"
)

// An owed sentence is one that promises something.
type owed struct {
	Promise
	from, to int // in the block's text
	nth      int // it is the nth sentence of the article
}

// promises finds the sentences that owe readers a follow-up.
func (g *grammar) promises(post *posts.Post) []Promise {
	var all []owed
	nth := 0
	for i := range post.Blocks {
		b := &post.Blocks[i]
		switch b.Kind {
		case posts.Code, posts.Table, posts.Quote, posts.Rule, posts.Media:
			nth += 2
			continue
		}
		triggered := false
		for _, l := range g.langs {
			triggered = triggered || l.triggers.contains(b.Text)
		}
		if !triggered {
			nth += 2
			continue
		}
		for from := 0; from < len(b.Text); {
			to := firstSentence(b.Text, from)
			if p, ok := g.promise(b.Text, from, to); ok {
				p.Block, p.nth = i, nth
				all = append(all, p)
			}
			nth++
			from = max(skipSpace(b.Text, to), to)
		}
	}
	return mergeOwed(post, all)
}

// maxSentence bounds a sentence that is read for promises.
const maxSentence = 1000

// promise reads one sentence.
func (g *grammar) promise(s string, from, to int) (owed, bool) {
	sentence := s[from:to]
	if len(sentence) > maxSentence || strings.ContainsRune(opensQuote+"\"", firstRune(sentence)) {
		return owed{}, false
	}
	for _, l := range g.langs {
		if !l.triggers.contains(sentence) {
			continue
		}
		if p, ok := l.promise(sentence); ok {
			p.Sentence, p.from, p.to = strings.TrimSpace(sentence), from, to
			return p, true
		}
	}
	return owed{}, false
}

func (l *language) promise(s string) (owed, bool) {
	ts := tokens(s, l.fillers)
	e, explicit := l.explicit.find(ts)
	explicit = explicit && !l.never.contains(s) && !quoted(s[:ts[e.from].from])
	n, noReply := l.noReply.find(ts)
	noReply = noReply && !quoted(s[:ts[n.from].from]) && !containsAny(s, l.after)
	m, pending := l.pending.find(ts)
	o, ours := l.ours.find(ts)
	if !pending && ours && (explicit || l.us.contains(s[:ts[o.from].from])) {
		m, pending = o, true
	}
	pending = pending && !quoted(s[:ts[m.from].from]) && !negated(ts, m.from) && !subordinate(ts)
	answered := l.response.contains(s) && !noReply && !explicit
	p := owed{}
	switch {
	case noReply && !explicit && !answered:
		p.Kind, p.Party = NoReply, l.subject(s, ts, n)
	case pending && !answered:
		p.Kind, p.Party = Pending, l.partyOf(s, ts, m)
	}
	if explicit {
		if p.Party == "" && noReply {
			p.Party = l.subject(s, ts, n)
		}
		p.Kind = Explicit
	}
	return p, p.Kind != ""
}

// negated reports whether "not" or "never" stands right before ts[i].
func negated(ts []token, i int) bool {
	return i > 0 && (ts[i-1].word == "not" || ts[i-1].word == "never")
}

// afterwards are the words that a sentence begins with which tells what came
// after a request.
var afterwards = map[string]bool{
	"after": true, "when": true, "après": true, "nachdem": true, "dopo": true, "después": true, "tras": true, "após": true, "nadat": true, "efter": true,
}

// subordinate reports whether the sentence tells what came after a request.
func subordinate(ts []token) bool { return len(ts) > 0 && afterwards[ts[0].word] }

func containsAny(s, list string) bool {
	s = strings.ToLower(s)
	for phrase := range strings.SplitSeq(list, "|") {
		if phrase != "" && strings.Contains(s, phrase) {
			return true
		}
	}
	return false
}

// mergeOwed makes one promise of an explicit one and a request in the same or
// neighbouring sentences, and of two that the same party owes.
func mergeOwed(post *posts.Post, all []owed) []Promise {
	var merged []owed
	for _, p := range all {
		if n := len(merged); n > 0 && p.nth-merged[n-1].nth <= 1 {
			last := &merged[n-1]
			both := last.Kind == Explicit && p.Kind == Explicit && last.Block == p.Block && last.Party == "" && p.Party == ""
			together := both || (last.Kind == Explicit) != (p.Kind == Explicit) && (last.Party == "" || p.Party == "") ||
				last.Kind != Explicit && p.Kind != Explicit && (p.Party == "" || last.Party != "" && names(p.Party, last.Party) > 0)
			if together {
				if last.Party == "" {
					last.Party = p.Party
				}
				if p.Kind == Explicit {
					last.Kind = Explicit
				} else if last.Kind != Explicit {
					last.Kind = p.Kind
				}
				if p.Block == last.Block {
					last.to = p.to
					last.Sentence = strings.TrimRightFunc(post.Blocks[p.Block].Text[last.from:p.to], unicode.IsSpace)
				}
				last.nth = p.nth
				continue
			}
		}
		merged = append(merged, p)
	}
	promises := make([]Promise, 0, len(merged))
	for _, p := range merged {
		promises = append(promises, p.Promise)
	}
	if len(promises) == 0 {
		return nil
	}
	return promises
}
