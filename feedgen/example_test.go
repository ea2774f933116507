package feedgen_test

import (
	"fmt"
	"time"

	"writethru/feedgen"
)

// An article's feed in JSON; Atom and RSS are made of the same entries.
func Example() {
	minted := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	entry, err := feedgen.Render(&feedgen.Entry{
		ID:        feedgen.TagURI("courier.example", minted, "flood"),
		URL:       "https://courier.example/stories/flood/",
		Title:     "Flood closes Mill Street",
		Content:   "<p>The river rose.</p>",
		Published: minted,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err := feedgen.Bytes(&feedgen.Feed{
		ID:      "tag:courier.example,2026:feed",
		Title:   "The Courier",
		Home:    "https://courier.example/",
		Self:    "https://courier.example/feed.json",
		Entries: []*feedgen.Rendered{entry},
	}, feedgen.JSON)
	fmt.Printf("%s%v\n", b, err)
	// Output:
	// {
	//   "version": "https://jsonfeed.org/version/1.1",
	//   "title": "The Courier",
	//   "home_page_url": "https://courier.example/",
	//   "feed_url": "https://courier.example/feed.json",
	//   "items": [
	//     {
	//       "id": "tag:courier.example,2026-11-24:flood",
	//       "url": "https://courier.example/stories/flood/",
	//       "title": "Flood closes Mill Street",
	//       "content_html": "<p>The river rose.</p>",
	//       "date_published": "2026-11-24T09:00:00Z",
	//       "date_modified": "2026-11-24T09:00:00Z"
	//     }
	//   ]
	// }
	// <nil>
}
