package pages

// An ItemBlock is what the templates "item" and "brief" are given.
type ItemBlock struct {
	Item
	Words Words // in the item's language
}

// Item makes an item ready to be shown.
func (f Frame) Item(i Item) ItemBlock {
	return ItemBlock{i, wordsIn(language(i.Language, f.Language))}
}

// A FeedBlock is what the template "feeds" is given.
type FeedBlock struct {
	Words Words
	Feeds []Feed // one, in all formats
}

// Subscription makes a feed ready to be offered.
func (f Frame) Subscription(feeds []Feed) FeedBlock { return FeedBlock{f.Words, feeds} }

// A PagerBlock is what the template "pager" is given.
type PagerBlock struct {
	Words        Words
	Newer, Older string // URLs; either may be empty
}

// Pager makes the way to the pages around this one.
func (f Frame) Pager(newer, older string) PagerBlock { return PagerBlock{f.Words, newer, older} }

// A MomentBlock is what the template "moment" is given.
type MomentBlock struct {
	FollowUp
	Words Words
}

// Moment makes a follow-up ready to be shown in the timeline.
func (f Frame) Moment(u FollowUp) MomentBlock { return MomentBlock{u, f.Words} }

// A MediumBlock is what the template "medium" is given.
type MediumBlock struct {
	Medium
	Words Words
}

// Play makes a file ready to be played.
func (f Frame) Play(m Medium) MediumBlock { return MediumBlock{m, f.Words} }
