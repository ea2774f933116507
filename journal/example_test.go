package journal_test

import (
	"fmt"
	"time"

	"writethru/journal"
	"writethru/posts"
)

func Example() {
	read := func(text string) *posts.Post {
		post, _ := posts.Parser{}.Parse([]posts.File{{Name: "bridge.md", Data: []byte(text)}})
		return post
	}
	const text = "# The bridge\n\nThe council closed the bridge.\n\nWe have asked the mayor for comment.\n"
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

	v := journal.Version{Story: "bridge", Post: read(text), Now: noon}
	h := journal.Begin(v, "tag:example.org,2026-11-21:bridge", "bridge")

	v.Now, v.Post = noon.Add(time.Hour), read(text+"\nUpdate: The mayor declined to comment.\n")
	h, changes := journal.Next(h, v)
	h = journal.Emit(h, 1, v.Now, h.ID+"/update/1")

	fmt.Println(changes)
	fmt.Println(h.FollowUps[0].ID, h.FollowUps[0].Text)
	fmt.Println(h.Promises[0].ClosedBy)
	fmt.Println(v.Post.PlainText(h.Body(len(v.Post.Blocks))))
	// Output:
	// [followed_up]
	// tag:example.org,2026-11-21:bridge/update/1 The mayor declined to comment.
	// follow-up 1
	// The council closed the bridge.
	// We have asked the mayor for comment.
}
