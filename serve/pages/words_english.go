package pages

var english = []Words{{
	Tag:  "en",
	Skip: "Skip to content", Topics: "Topics", Sections: "Sections", Section: "Section", Tags: "Tags", Tag1: "Tag", Authors: "Authors", Author: "Author",
	Archive: "Archive", Promises: "Promises", Subscribe: "Subscribe",
	Developing: "Developing", Latest: "Latest", Published: "Published", Updated: "Updated",
	Timeline: "Timeline", EarlierOn: "Earlier", Open: "Still open", Since: "since", Answers: "In answer to", Follow: "Follow this story",
	Older: "Older", Newer: "Newer", Stories: "Stories", FollowUps: "Follow-ups", Entries: "Entries", LastChange: "Last change",
	Empty: "Nothing here yet.", NotFound: "Not found", NoPage: "There is no page here. All that there is begins on the front page:",
	Listen: "Listen", Watch: "Watch", Download: "Download",
	Program: "Reader on this device", Address: "Address", AllFeeds: "All feeds in one file (OPML)",
	AboutFeeds: "Copy an address into a feed reader, or choose your reader. Nobody asks for your name, and nothing follows you.",
	AboutFeed:  "Every story, and every follow-up as an entry of its own.",
	AboutStory: "This story, and every follow-up as an entry of its own.",
	AboutOnly:  "Stories only. What comes later changes them in place.",
	AboutNews:  "Follow-ups only, for those who know the stories.",
	months:     "January February March April May June July August September October November December",
	date:       "D M Y", clock: ", ",
}}
