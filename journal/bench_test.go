package journal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"writethru/journal"
	"writethru/posts"
)

// long gives n different paragraphs of some 200 characters.
func long(n int) []string {
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for k := range 30 {
			fmt.Fprintf(&b, "%s ", vocabulary[(i*7+k*(i%5+1))%len(vocabulary)])
		}
		out[i] = fmt.Sprintf("Paragraph %d: %s.", i, strings.TrimSpace(b.String()))
	}
	return out
}

// An update appended to an article of 4 KB, without parsing it.
func BenchmarkNext(b *testing.B) {
	paragraphs := long(20)
	v := journal.Version{Story: "s", Now: start, Policy: journal.Policy{Grace: time.Minute, MinWords: 20}, Post: article(b, paragraphs...)}
	h := journal.Begin(v, "id", "s")
	v.Now, v.Post = start.Add(time.Hour), article(b, append(paragraphs, marked)...)
	for b.Loop() {
		journal.Next(h, v)
	}
}

func BenchmarkDiff(b *testing.B) {
	for _, n := range []int{20, 20_000} {
		old := long(n)
		now := append([]string{old[n/2]}, old...)
		now[n/4] += " x"
		p, q := printsOf(old...), printsOf(now...)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				journal.Diff(p, q)
			}
		})
	}
}

// Nothing in common: the worst that an article can be.
func BenchmarkDiffOfStrangers(b *testing.B) {
	p, q := printsOf(long(20_000)...), printsOf(long(40_000)[20_000:]...)
	for b.Loop() {
		journal.Diff(p, q)
	}
}

func BenchmarkPrints(b *testing.B) {
	post := article(b, long(20)...)
	for b.Loop() {
		journal.NewPrints(post.Blocks)
	}
}

// newsArticle is an article of 5 KB, of the kind that newsrooms write.
func newsArticle() []posts.File {
	var b strings.Builder
	b.WriteString("---\ntitle: The bridge stays closed\ndate: 2026-11-20T09:00:00Z\ntags: [river, city]\nauthor: Courier Desk\n---\n")
	for i, p := range long(22) {
		switch i % 7 {
		case 3:
			b.WriteString("## What we know of it\n\n")
		case 5:
			p = "The [city council](https://city.example/council) said: \"Nobody was **hurt** in the night.\" " + p
		}
		b.WriteString(p + "\n\n")
	}
	b.WriteString("- The dam holds.\n- The bridge is closed.\n\n> We did all we could.\n\n")
	b.WriteString("The mayor did not respond to a request for comment. We will update this story if she does.\n")
	return []posts.File{{Name: "stories/bridge.md", Data: []byte(b.String())}}
}

// An article at first sight: from its bytes to its story's head.
func BenchmarkFirstRead(b *testing.B) {
	files := newsArticle()
	b.ReportAllocs()
	b.SetBytes(int64(len(files[0].Data)))
	for b.Loop() {
		post, faults := posts.Parser{}.Parse(files)
		if post == nil {
			b.Fatal(faults)
		}
		journal.Begin(journal.Version{Story: "bridge", Post: post, Now: start}, "", "")
	}
}
