package followups_test

import (
	"strings"
	"testing"

	"writethru/posts"
	"writethru/posts/followups"
)

// An article of four kilobytes with a follow-up costs at most 100 µs.
func BenchmarkRecognise(b *testing.B) {
	text := strings.Repeat("The council met on Monday to talk about the old bridge, which has been closed since May. "+
		"Nobody in the room asked why, and the mayor said little about it in the end. ", 3)
	post := &posts.Post{Language: "en"}
	for range 8 {
		post.Blocks = append(post.Blocks, posts.Block{Text: text})
	}
	post.Blocks = append(post.Blocks,
		posts.Block{Text: "We have reached out to the clerk's office for comment and will update this story if we hear back."},
		posts.Block{Text: "Update, Nov. 21, 3:45 p.m. ET: A spokesperson for the clerk's office said the bridge will open."})
	before := make([]followups.Before, len(post.Blocks))
	for i := range before[:len(before)-1] {
		before[i].Same = true
	}
	for b.Loop() {
		followups.Recognise(post, before, followups.Options{Now: now})
	}
}
