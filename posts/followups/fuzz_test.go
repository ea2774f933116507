package followups_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"writethru/posts"
	"writethru/posts/followups"
)

// spans lists the spans that follow-ups have in each block.
func spans(t *testing.T, post *posts.Post, f followups.Findings) map[int][]posts.Span {
	t.Helper()
	all := map[int][]posts.Span{}
	for _, u := range append(slices.Clip(f.FollowUps), addition(f)...) {
		for _, p := range slices.Concat(u.Marker, u.Parts) {
			text := post.Blocks[p.Block].Text
			if p.Spans == nil {
				all[p.Block] = append(all[p.Block], posts.Span{To: len(text)})
			}
			for _, s := range p.Spans {
				if s.From < 0 || s.From > s.To || s.To > len(text) || !boundary(text, s.From) || !boundary(text, s.To) {
					t.Fatalf("span %v is not inside %q", s, text)
				}
				all[p.Block] = append(all[p.Block], s)
			}
		}
		for _, m := range u.Marker {
			if post.Blocks[m.Block].Kind == posts.Code || slices.Contains(f.Tail, m.Block) {
				t.Fatalf("block %d is a marker", m.Block)
			}
		}
		for _, p := range u.Parts {
			if slices.Contains(f.Tail, p.Block) {
				t.Fatalf("block %d of the tail is text of a follow-up", p.Block)
			}
		}
	}
	return all
}

func boundary(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

func addition(f followups.Findings) []followups.FollowUp {
	if f.Addition == nil {
		return nil
	}
	return []followups.FollowUp{*f.Addition}
}

// owners says which follow-up owns each block, as the journal records it: a
// known number stays, new ones count on. Of several in a block, the first one.
func owners(n int, f followups.Findings) []int {
	owner := make([]int, n)
	next := 1
	for _, u := range f.FollowUps {
		next = max(next, u.Owner+1)
	}
	for _, u := range f.FollowUps {
		number := u.Owner
		if number == 0 {
			number = next
			next++
		}
		for _, p := range slices.Concat(u.Marker, u.Parts) {
			if owner[p.Block] == 0 {
				owner[p.Block] = number
			}
		}
		for _, i := range u.Evidence {
			owner[i] = number
		}
	}
	return owner
}

// Whatever a post says: spans are inside their blocks, at rune borders, and
// don't overlap; no marker is code or tail; and appending blocks never changes
// which known blocks belong to the article itself.
func FuzzRecognise(f *testing.F) {
	f.Add("The body.\n\nUpdate, Nov. 21: One. Update 2, 5 p.m.: Two.\n\nMore", "Later text.", "en")
	f.Add("# Updates\n\n- Nov. 21: One\n- Two\n\n---\n\n[Update: (x]", "# Update\n\nOne", "fr")
	f.Add("**Update** x\n\nBy Courier Desk\n\n```Update: x```", "This story was updated to include a reply.", "de")
	f.Add("（12/3追記）本文\n\n【追記】「更新：", "追記：x", "ja")
	f.Add("a [Update: b] c *Edit:* d e f\ng. Update 2 (3 p.m.): h", "We asked X for comment.", "pl")
	f.Fuzz(func(t *testing.T, first, then, lang string) {
		if !utf8.ValidString(first) || !utf8.ValidString(then) {
			t.Skip()
		}
		o := followups.Options{Language: lang, Now: now}
		post := &posts.Post{Blocks: parse(first)}
		sight := followups.Recognise(post, nil, o)
		for i, ss := range spans(t, post, sight) {
			slices.SortFunc(ss, func(a, b posts.Span) int { return a.From - b.From })
			for k := 1; k < len(ss); k++ {
				if ss[k].From < ss[k-1].To {
					t.Fatalf("spans %v overlap in %q", ss, post.Blocks[i].Text)
				}
			}
		}
		was := owners(len(post.Blocks), sight)
		before := make([]followups.Before, len(was))
		for i, o := range was {
			before[i] = followups.Before{Same: true, Owner: o}
		}
		post.Blocks = append(post.Blocks, parse(then)...)
		again := followups.Recognise(post, before, o)
		spans(t, post, again)
		for i, o := range owners(len(post.Blocks), again)[:len(was)] {
			if (o == 0) != (was[i] == 0) {
				t.Fatalf("block %d %q was owned by %d, and by %d after an append", i, post.Blocks[i].Text, was[i], o)
			}
		}
	})
}
