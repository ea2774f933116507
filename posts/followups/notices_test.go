package followups_test

import (
	"testing"

	"writethru/posts"
	"writethru/posts/followups"
)

// A stamp may stand below what it dates, set off by a line end.
func TestNoticesOverLines(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"This story was updated\nNov. 20", "freshness"},
		{"This story was updated\nNov. 20, 3 p.m.\nto include a comment from the clerk.", "follow-up"},
		{"Updated\nNov. 20, 3 p.m.", "freshness"},
		{"Updated\nNov. 20, 3 p.m., to include a comment from the clerk.", "follow-up"},
		{"Corrected\n20 November 2026", "body"},
	} {
		f := followups.Recognise(&posts.Post{Blocks: []posts.Block{{Text: c.text}}}, nil, followups.Options{Now: now})
		what := f.Blocks[0].What
		if len(f.FollowUps) > 0 {
			what = "follow-up"
		}
		if what != c.want {
			t.Errorf("%q is %s, want %s", c.text, what, c.want)
		}
	}
}
