package followups_test

import (
	"fmt"

	"writethru/posts"
	"writethru/posts/followups"
)

// The article was published with its first two blocks; then its author appended
// the third.
func Example() {
	post := &posts.Post{Language: "en", Blocks: []posts.Block{
		{Text: "The bridge on Mill Road has been closed since Monday."},
		{Text: "We have asked the clerk's office for comment and will update this story if it responds."},
		{Text: "Update, Nov. 21: A spokesperson for the clerk's office said it opens on Friday."},
	}}
	before := []followups.Before{{Same: true}, {Same: true}, {}}

	found := followups.Recognise(post, before, followups.Options{})
	owed, update := found.Promises[0], found.FollowUps[0]
	fmt.Println(owed.Kind, "from", owed.Party)
	fmt.Println(update.Kind, update.Stamp, "-", update.Text)
	fmt.Println("answers promise", followups.Answers(update, found.Promises, followups.Options{}))
	fmt.Println(followups.Title(update.Kind, 1, "Mill Road bridge closed", "en"))
	// Output:
	// explicit from the clerk's office
	// update Nov. 21 - A spokesperson for the clerk's office said it opens on Friday.
	// answers promise 0
	// Update: Mill Road bridge closed
}
