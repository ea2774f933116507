package pages_test

import (
	"bytes"
	"fmt"
	"strings"

	"writethru/serve/pages"
)

func Example() {
	var b bytes.Buffer
	err := pages.House().Story(&b, pages.StoryPage{
		Publication: pages.Publication{Title: "The Courier", Home: "https://courier.example/"},
		Headline:    "Bridge closed",
		Published:   at(9, 0),
		Sections: []pages.Section{
			{HTML: "<p>The bridge is closed.</p>"},
			{HTML: "<p>It is open again.</p>", FollowUp: &pages.FollowUp{Anchor: "update-1", Kind: "update", Label: "Update", Time: at(17, 30)}},
		},
	})
	if err != nil {
		fmt.Println(err)
	}
	_, article, _ := strings.Cut(b.String(), `<div class="text">`)
	article, _, _ = strings.Cut(article, "</div>")
	fmt.Println(strings.TrimSpace(article))
	// Output:
	// <p>The bridge is closed.</p>
	// <section class="follow-up update" id="update-1">
	// <p class="when"><a class="label" href="#update-1"><span>Update</span></a> <time datetime="2026-11-21T17:30:00Z">21 November 2026, 17:30 UTC</time></p>
	// <p>It is open again.</p>
	// </section>
}
