package posts_test

import (
	"fmt"
	"net/url"

	"writethru/posts"
)

func Example() {
	post, faults := posts.Parser{}.Parse([]posts.File{{Name: "stories/flood.md", Data: []byte(`---
title: The flood
date: 2026-11-20T09:00:00Z
---
The river *rose*, see [the map](map.png).

**Update:** It fell.
`)}})
	if post == nil {
		fmt.Println(faults)
		return
	}
	page, _ := url.Parse("https://courier.example/stories/flood/")
	fmt.Println(post.Title)
	fmt.Println(post.Blocks[1].Text)
	fmt.Println(post.Fragment([]posts.Part{{Block: 0}}, page, ""))
	// Output:
	// The flood
	// Update: It fell.
	// <p>The river <em>rose</em>, see <a href="https://courier.example/stories/flood/map.png">the map</a>.</p>
}
