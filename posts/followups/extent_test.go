package followups_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"writethru/posts"
	"writethru/posts/followups"
)

// history reads blocks with what was known of them before each: "=" it was
// there, "~" it was edited, "+" it is new; then the number of the follow-up
// that owned it, and "!" if that one is open.
func history(s string) (post *posts.Post, before []followups.Before) {
	post = &posts.Post{}
	for chunk := range strings.SplitSeq(strings.TrimSpace(s), "\n\n") {
		state, text, _ := strings.Cut(strings.TrimSpace(strings.ReplaceAll(chunk, "\n\t\t", "\n")), " ")
		owner, open := strings.CutSuffix(state[1:], "!")
		n, _ := strconv.Atoi(owner)
		before = append(before, followups.Before{Same: state[0] == '=', Edited: state[0] == '~', Owner: n, Open: open})
		post.Blocks = append(post.Blocks, parseBlock(text))
	}
	return post, before
}

// outline says which blocks each follow-up has: "update[marker|parts|evidence]".
func outline(f followups.Findings) string {
	var all []string
	add := func(name string, u followups.FollowUp) {
		blocks := func(parts []posts.Part) string {
			var s []string
			for _, p := range parts {
				s = append(s, strconv.Itoa(p.Block))
			}
			return strings.Join(s, " ")
		}
		line := fmt.Sprintf("%s[%s|%s]", name, blocks(u.Marker), blocks(u.Parts))
		if len(u.Evidence) > 0 {
			line += fmt.Sprint(u.Evidence)
		}
		if u.Owner != 0 {
			line += "=" + strconv.Itoa(u.Owner)
		}
		if u.Fresh {
			line += "+"
		}
		if u.Waiting {
			line += " waits"
		}
		all = append(all, line)
	}
	for _, u := range f.FollowUps {
		add(string(u.Kind), u)
	}
	if f.Addition != nil {
		add("addition", *f.Addition)
	}
	if len(f.Tail) > 0 {
		all = append(all, fmt.Sprintf("tail%v", f.Tail))
	}
	return strings.Join(all, ", ")
}

const body = "= The council met on Monday.\n\n"

func TestExtent(t *testing.T) {
	for name, c := range map[string]struct{ history, want string }{
		"a marker with text takes new blocks that follow":     {body + "+ Update: It met again.\n\n+ And again.\n\n+ - at nine\n- at ten", "update[1|1 2 3]+"},
		"a marker alone takes new blocks that follow":         {body + "+ **Update**\n\n+ It met again.", "update[1|2]+"},
		"a marker alone waits":                                {body + "+ # Update", "update[1|] waits"},
		"a known marker without text takes new blocks":        {body + "=1 # Update\n\n+ It met again.\n\n+ And again.", "update[1|2 3]=1+"},
		"a marker ends what stands before it":                 {body + "+ Update: One.\n\n+ More.\n\n+ Update 2: Two.\n\n+ More.", "update[1|1 2]+, update[3|3 4]+"},
		"a heading ends a marker's text":                      {body + "+ Update: One.\n\n+ ## Background\n\n+ More.", "update[1|1]+"},
		"a lower heading is part of a heading's text":         {body + "+ ## Update\n\n+ One.\n\n+ ### Details\n\n+ More.\n\n+ ## Background", "update[1|2 3 4]+"},
		"a rule ends a marker's text":                         {body + "+ Update: One.\n\n+ ---\n\n+ More.", "update[1 2|1]+"},
		"a new rule before a marker belongs to it":            {body + "+ ---\n\n+ Update: One.", "update[1 2|2]+"},
		"known text below is not taken":                       {"+ Update: One.\n\n= The council met.\n\n= It met again.", "update[0|0]+"},
		"the tail is not taken":                               {body + "+ Update: One.\n\n+ More.\n\n= Courier Desk is a reporter at the Courier.\n\n= © 2026 The Courier", "update[1|1 2]+, tail[3 4]"},
		"a new tail is not taken":                             {body + "+ Update: One.\n\n+ Reporting by Courier Desk; editing by John Roe", "update[1|1]+, tail[2]"},
		"new blocks after a closed follow-up are an addition": {body + "=1 Update: One.\n\n+ The office has replied.", "update[1|1]=1, addition[|2]+"},
		"new blocks after an open follow-up belong to it":     {body + "=1! Update: One.\n\n+ The office has replied.", "update[1|1 2]=1+"},
		"owned blocks stay":                                   {body + "=1 Update: One.\n\n=1 More.\n\n~1 And more.", "update[1|1 2 3]=1"},
		"new blocks between owned ones belong to their owner": {body + "=1 Update: One.\n\n+ Between.\n\n=1 More.", "update[1|1 2 3]=1+"},
		"new text under a known heading that has text":        {body + "=1 ## Update\n\n=1 One.\n\n+ Two.", "update[1|2]=1, addition[|3]+"},
		"an addition":                                         {body + "+ The office has replied.", "addition[|1]+"},
		"an addition before the tail":                         {body + "+ The office has replied.\n\n+ It is closed.\n\n= By Courier Desk", "addition[|1 2]+, tail[3]"},
		"an addition after the tail":                          {body + "= By Courier Desk\n\n+ The office has replied to us at last.", "addition[|2]+"},
		"an addition with its rule":                           {body + "+ ---\n\n+ The office has replied.", "addition[1|2]+"},
		"a heading alone is no addition":                      {body + "+ ## Later", ""},
		"a heading with text is one":                          {body + "+ ## Later\n\n+ The office has replied.", "addition[|1 2]+"},
		"an insertion is none":                                {body + "+ The office has replied.\n\n= It is closed.", ""},
		"known additions stay what they are":                  {body + "=1 The office has replied.\n\n=1 It is closed.", "update[|1 2]=1"},
		"an open addition goes on":                            {body + "=1! The office has replied.\n\n+ It is closed.", "update[|1 2]=1+"},
		"a closed addition doesn't":                           {body + "=1 The office has replied.\n\n+ It is closed.", "update[|1]=1, addition[|2]+"},
		"a moved block stays with its owner":                  {"=1 More.\n\n" + body + "=1 Update: One.", "update[2|0 2]=1"},
		"a footer is evidence of the new follow-up":           {body + "+ Update: One.\n\n+ This story was updated to include a reply.", "update[1|1][2]+"},
		"a footer makes new text the follow-up":               {body + "+ The office has replied.\n\n+ This story was updated to include a reply.", "update[|1][2]+"},
		"a footer makes new text in the middle the follow-up": {body + "+ The office has replied.\n\n= It is closed.\n\n+ This story has been updated.", "update[|1][3]+"},
		"a footer names the kind":                             {body + "+ The bridge is old.\n\n= It is closed.\n\n+ This story has been corrected.", "correction[|1][3]+"},
		"a footer alone without substance is nothing":         {body + "+ This story has been updated.", ""},
		"a footer alone with substance":                       {body + "+ This story was updated to include a comment from the clerk.", "update[|1]+"},
		"a footer without a subject is evidence":              {body + "+ Updated at 5 p.m. with comment from the clerk.\n\n+ The clerk has replied.", "update[|2][1]+"},
		"a footer without a subject and new text elsewhere":   {"+ Corrected on Nov. 20 to fix a name.\n\n= The council met.\n\n+ The clerk has replied.", "correction[|2][0]+"},
		"a footer without a subject alone":                    {body + "+ Updated at 5 p.m. with comment from the clerk.", "update[|1]+"},
		"a bare time of an update is nothing":                 {body + "+ Updated at 5 p.m.\n\n+ The clerk has replied.", "addition[|2]+"},
		"a known footer stays with its text":                  {body + "=1 The office has replied.\n\n=1 This story was updated to include a reply.", "update[|1][2]=1"},
		"sub-headings under Updates":                          {body + "+ ## Updates\n\n+ ### Nov. 21\n\n+ One.\n\n+ ### Nov. 22\n\n+ Two.", "update[1 2|3]+, update[4|5]+"},
		"a new sub-heading under a known Updates":             {body + "=1 ## Updates\n\n=1 ### Nov. 21\n\n=1 One.\n\n+ ### Nov. 22\n\n+ Two.", "update[1 2|3]=1, update[4|5]+"},
		"newest first under a known Updates":                  {body + "=1 ## Updates\n\n+ ### Nov. 22\n\n+ Two.\n\n=1 ### Nov. 21\n\n=1 One.", "update[2|3]+, update[1 4|5]=1"},
		"dated paragraphs under Updates":                      {body + "+ ## Updates\n\n+ **Nov. 21:** One.\n\n+ **Nov. 22:** Two.\n\n+ More.", "update[1 2|2]+, update[3|3 4]+"},
		"dated items under Updates":                           {body + "+ ## Updates\n\n+ - Nov. 21: One thing\n- Nov. 22: Two things", "update[1 2|2]+, update[2|2]+"},
		"unmarked text under Updates":                         {body + "+ ## Updates\n\n+ The office has replied.\n\n+ It is closed.", "update[1|2 3]+"},
		"new unmarked text under a known Updates":             {body + "=1 ## Updates\n\n=1 The office has replied.\n\n+ It is closed.", "update[1|2]=1, update[|3]+"},
		"an empty Updates waits":                              {body + "+ ## Updates", "update[1|] waits"},
		"Updates ends at the next heading":                    {body + "+ ## Updates\n\n+ One.\n\n+ ## About\n\n+ More.", "update[1|2]+"},
		"commands are no follow-ups":                          {body + "+ ## Create\n\n+ One.\n\n+ ## Update\n\n+ Two.\n\n+ ## Delete\n\n+ Three.", "addition[|1 2 3 4 5 6]+"},
		"a quotation after a colon":                           {"= The sign said:\n\n+ > Update: the road is closed.", "addition[|1]+"},
		"an editor's note under its heading":                  {body + "+ ## Editor's note\n\n+ This story has a new photograph; the old one was removed.", "note[1|2]+"},
		"another note under its heading":                      {body + "+ ## Editor's note\n\n+ This is the first of three parts.", "addition[|1 2]+"},
		"an element":                                          {body + "+ <aside> The office has replied.\n\n+ It is closed.", "update[|1]+"},
		"a colon at the end of a date":                        {body + "+ Updated, Nov. 21, 3 p.m.:\n\n+ The office has replied.", "update[1|2]+"},
	} {
		post, before := history(c.history)
		got := outline(followups.Recognise(post, before, followups.Options{Now: now}))
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestFirstSight(t *testing.T) {
	for name, c := range map[string]struct{ blocks, want string }{
		"everything is reported":                     {"The council met.\n\nUpdate: It met again.\n\nAnd again.", "update[1|1 2]+"},
		"an update at the top leaves the article":    {"Update: It met again.\n\nThe council met.\n\nIt left.", "update[0|0]+"},
		"there is no addition":                       {"The council met.\n\nIt met again.", ""},
		"a footer right after is evidence":           {"The council met.\n\nUpdate: Again.\n\nThis story was updated to include a reply.", "update[1|1][2]+"},
		"a footer alone is not evidence of the body": {"The council met.\n\nThis story was updated to include a reply from the clerk.", "update[|1]+"},
	} {
		post := &posts.Post{Blocks: parse(c.blocks)}
		if got := outline(followups.Recognise(post, nil, followups.Options{})); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestDeclared(t *testing.T) {
	post := &posts.Post{
		Blocks: []posts.Block{
			{Text: "The council met."}, {Text: "Update: It met again.", ID: "again"},
			{Text: "The clerk has replied.", Update: 2}, {Text: "She is well.", Update: 2},
		},
		Updates: []posts.Update{{ID: "a", Kind: "correction", Anchor: "again", Date: now}, {ID: "b", From: "the clerk"}, {ID: "c"}},
	}
	f := followups.Recognise(post, []followups.Before{{Same: true}}, followups.Options{})
	if got, want := outline(f), "correction[1|1]+, update[|2 3]+, update[|] waits"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if u := f.FollowUps[0]; u.ID != "a" || !u.At.Equal(now) || u.Rule != "declared" || u.Anchor != "again" {
		t.Errorf("the anchored follow-up is %+v", u)
	}
}

func TestInsertions(t *testing.T) {
	text := "The council met. It met again on Friday at nine. It left on Tuesday."
	post := &posts.Post{Blocks: []posts.Block{{Text: text, Insertions: []posts.Insertion{
		{Span: posts.Span{From: 17, To: 48}, Datetime: "2026-11-21T14:30:00Z"},
		{Span: posts.Span{From: 60, To: 67}, Datetime: "2026-11-21T14:30:00Z"},
	}}}}
	f := followups.Recognise(post, nil, followups.Options{})
	if len(f.FollowUps) != 1 || f.FollowUps[0].Text != "It met again on Friday at nine." || f.FollowUps[0].At.IsZero() {
		t.Errorf("got %+v, want one follow-up of the longer insertion", f.FollowUps)
	}
}
