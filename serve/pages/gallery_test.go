package pages_test

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"testing"

	"writethru/internal/plot"
	"writethru/serve/pages"
)

// The gallery is a site with what is hard to show: long titles and words, many
// follow-ups, tables and code wider than a phone, text from right to left, CJK.

var here = pages.Publication{
	Title: "The Millbrook Courier", Description: "News from Millbrook and the valley, with what came since.",
	Language: "en", Home: "http://localhost/",
	Feeds: feeds("The Millbrook Courier", "http://localhost/"),
}

func topic(kind, folder, name string, stories int) pages.Topic {
	return pages.Topic{Kind: kind, Name: name, URL: here.Home + folder + "/" + strings.ToLower(name) + "/", Stories: stories}
}

func link(t pages.Topic) pages.Link { return pages.Link{Name: t.Name, URL: t.URL} }

var (
	council  = topic("section", "sections", "Council", 41)
	weather  = topic("section", "sections", "Weather", 7)
	nature   = topic("section", "sections", "Nature", 12)
	sections = []pages.Topic{council, topic("section", "sections", "Culture", 5), nature, topic("section", "sections", "Opinion", 3), weather}
	tags     = []pages.Topic{topic("tag", "tags", "county", 4), topic("tag", "tags", "records", 1), topic("tag", "tags", "river", 9), topic("tag", "tags", "Donaudampfschifffahrtsgesellschaftskapitänsmütze", 1)}
	people   = []pages.Topic{topic("author", "authors", "Courier staff", 60), topic("author", "authors", "The editors", 3)}
)

const paragraph = "The county's public records have been out of reach since Thursday morning. Visitors to the counter on Mill Street found a printed notice on the door. Deeds, marriage licences and the court calendar all come from the same system."

func list() []pages.Item {
	const flood = "http://localhost/stories/river-flood/"
	return []pages.Item{
		{Headline: "County records offline for a second day", URL: "http://localhost/stories/clerk-records/#update-2", Summary: "A spokesperson for the clerk's office said that no records are lost, and that the counter opens again on Monday.", Published: at(20, 45), Kind: "update", Label: "Update 2", Title: "No records are lost"},
		{Headline: "County records offline for a second day", URL: "http://localhost/stories/clerk-records/", Summary: "Deeds, licences and court calendars could not be looked up on Thursday and Friday.", Published: at(14, 10), Section: link(council), Developing: true},
		{Headline: "River Mill rises four feet overnight", URL: flood + "#correction-1", Summary: "An earlier version said that the bridge was closed at 2:20 a.m. It was 3:20 a.m.", Published: at(12, 0), Kind: "correction", Label: "Correction"},
		{Headline: "النهر يرتفع أربعة أقدام خلال ليلة واحدة", URL: "http://localhost/stories/nahr/", Summary: "رفعت الأمطار الغزيرة في التلال منسوب النهر أربعة أقدام بين منتصف الليل والخامسة صباحا.", Published: at(11, 0), Language: "ar", Section: link(weather), Developing: true},
		{Headline: "Ein Satz über die Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung", URL: "http://localhost/stories/long/", Summary: "Der Rat hat sie am Dienstag aufgehoben.", Published: at(10, 0), Language: "de"},
		{Headline: "川が一晩で一メートル増水、下の橋は通行止め", URL: "http://localhost/stories/kawa/#update-1", Summary: "橋は正午に再開した。", Published: at(9, 30), Language: "ja", Kind: "update", Label: "追記"},
		{Headline: "Barn owls are back in six of nine towers", URL: "http://localhost/stories/owls/", Summary: paragraph, Published: at(7, 50), Section: link(nature)},
	}
}

func manyFollowUps() pages.StoryPage {
	p := pages.StoryPage{
		Publication: here, Path: "/stories/river-flood/", URL: "http://localhost/stories/river-flood/",
		Headline: "River Mill rises four feet overnight, closes the lower bridge and drives two families from Weir Lane", Standfirst: "The lower bridge is closed; nobody was hurt.", Description: "The lower bridge is closed.",
		Authors: []pages.Author{{Name: "Courier staff", Page: people[0].URL}, {Name: "A Correspondent"}}, Section: link(weather), Tags: []pages.Link{link(tags[0]), link(tags[2]), link(tags[3])},
		Published: at(6, 45), Modified: at(22, 10), Developing: true, Image: "http://localhost/owl.svg",
		Media:    []pages.Medium{{URL: "http://localhost/report.mp3", Type: "audio/mpeg", Size: 4_200_000}},
		Promises: []pages.Promise{{Sentence: "The authority expects the crest in the afternoon.", Since: at(6, 45)}, {Sentence: "The Courier has asked the state's engineers and will update this story.", Since: at(8, 0)}},
		Feeds:    feeds("River Mill rises four feet overnight", "http://localhost/stories/river-flood/"),
		Rights:   "CC BY 4.0",
		Sections: []pages.Section{{HTML: "<p>" + paragraph + "</p><h2>What still works</h2><p>Licences can be applied for on paper, as <a href=\"http://localhost/stories/long/\">we wrote</a>. " + paragraph + "</p>" +
			"<blockquote><p>It is the first time in two years.</p></blockquote><table><thead><tr><th>Gauge</th><th>Midnight</th><th>3 a.m.</th><th>5 a.m.</th><th>Noon</th><th>Highest since</th></tr></thead><tbody><tr><td>Upper weir, at the old brewery</td><td>4.1</td><td>6.0</td><td>8.2</td><td>7.9</td><td>1987</td></tr></tbody></table>" +
			"<pre><code>curl --silent https://gauges.example/river-mill/level?from=2026-11-20T00:00:00Z&amp;to=2026-11-21T00:00:00Z</code></pre>"}},
	}
	kinds := []string{"update", "update", "correction", "update", "clarification"}
	labels := map[string]string{"update": "Update", "correction": "Correction", "clarification": "Clarification"}
	for n := range 20 {
		kind := kinds[n%len(kinds)]
		f := &pages.FollowUp{Anchor: fmt.Sprintf("update-%d", n+1), Kind: kind, Label: fmt.Sprintf("%s %d", labels[kind], n+1), Time: at(7+n/2, 30*(n%2)), Excerpt: "The water authority said that the river crested at 2:50 p.m. and had fallen by five inches an hour later."}
		if n%4 == 0 {
			f.Title = "The crest has passed"
			f.Answers = []pages.Promise{{Sentence: "The authority expects the crest in the afternoon.", Since: at(6, 45)}}
		}
		p.Sections = append(p.Sections, pages.Section{HTML: "<p>The water authority said that the river crested at 2:50 p.m. and had fallen by five inches an hour later.</p>", FollowUp: f})
	}
	return p
}

// told is a short story with one follow-up, in a language.
func told(slug, lang, headline, text, label, update, promise string) pages.StoryPage {
	return pages.StoryPage{
		Publication: here, Path: "/stories/" + slug + "/", URL: here.Home + "stories/" + slug + "/", Headline: headline, Description: headline, Language: lang,
		Authors: []pages.Author{{Name: "Courier staff", Page: people[0].URL}}, Section: link(weather), Published: at(8, 0), Modified: at(12, 0), Developing: true,
		Sections: []pages.Section{
			{HTML: template.HTML("<p>" + text + "</p><p>" + text + text + "</p>")},
			{HTML: template.HTML("<p>" + update + "</p>"), FollowUp: &pages.FollowUp{Anchor: "update-1", Kind: "update", Label: label, Excerpt: update, Time: at(12, 0), Answers: []pages.Promise{{Sentence: promise, Since: at(8, 0)}}}},
		},
		Promises: []pages.Promise{{Sentence: promise, Since: at(8, 0)}},
		Feeds:    feeds(headline, here.Home+"stories/"+slug+"/"),
	}
}

// gallery gives every kind of page, by its path.
func gallery(tb testing.TB) map[string][]byte {
	tb.Helper()
	out := map[string][]byte{}
	add := func(path string, write func(io.Writer) error) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			tb.Fatalf("%s: %v", path, err)
		}
		out[path] = b.Bytes()
	}
	developing := slices.DeleteFunc(list(), func(i pages.Item) bool { return !i.Developing })
	for i := range developing {
		developing[i].Changed = at(20-i, 45)
	}
	add("/", func(w io.Writer) error {
		return house.Front(w, pages.FrontPage{Publication: here, Items: list(), Developing: developing, Sections: sections, Older: here.Home + "archive/3/"})
	})
	for _, p := range []pages.StoryPage{
		manyFollowUps(),
		{Publication: here, Path: "/stories/plain/", URL: here.Home + "stories/plain/", Headline: "Why we write under our stories", Published: at(8, 0), Sections: []pages.Section{{HTML: "<p>" + paragraph + "</p>"}}, Feeds: feeds("Why", here.Home)},
		told("nahr", "ar", "النهر يرتفع أربعة أقدام خلال ليلة واحدة", "رفعت الأمطار الغزيرة في التلال منسوب النهر أربعة أقدام بين منتصف الليل والخامسة صباحا. ", "Update", "قالت هيئة المياه إن المنسوب بلغ ذروته ظهرا.", "سألت الصحيفة هيئة المياه وستحدث هذا الخبر."),
		told("nahar", "he", "הנהר עלה בלילה אחד ביותר ממטר", "גשם כבד בגבעות העלה את הנהר בלילה. הגשר התחתון נסגר לפנות בוקר. ", "Update", "רשות המים מסרה כי המפלס ירד.", "העיתון פנה לרשות המים ויעדכן."),
		told("kawa", "ja", "川が一晩で一メートル増水、下の橋は通行止め", "山間部の大雨で川の水位は午前零時から五時までに一メートル上がった。下の橋は午前三時二十分に閉鎖された。", "追記", "橋は正午に再開した、と水道局は発表した。", "水道局に問い合わせており、回答があり次第追記する。"),
		told("brücke", "de", "Ein Satz über die Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung", "Der Rat hat die Verordnung am Dienstag aufgehoben. ", "Aktualisierung", "Sie gilt noch bis Ostern.", "Die Redaktion hat beim Amt nachgefragt."),
	} {
		add(p.Path, func(w io.Writer) error { return house.Story(w, p) })
	}
	add("/sections/council/", func(w io.Writer) error {
		return house.Topic(w, pages.TopicPage{Publication: here, Path: "/sections/council/", Topic: council, Changed: at(9, 0), Items: list()[:4], Feeds: feeds("The Millbrook Courier: Council", here.Home+"sections/council/"), FollowUps: 9, Older: here.Home + "sections/council/2/"})
	})
	add("/sections/council/1/", func(w io.Writer) error {
		return house.Topic(w, pages.TopicPage{Publication: here, Path: "/sections/council/1/", Topic: council, Changed: at(9, 0), Items: list(), FollowUps: 9, Newer: here.Home + "sections/council/2/", Page: 1})
	})
	all := pages.TopicsPage{Publication: here, Sections: sections, Tags: tags, Authors: people}
	add("/topics/", func(w io.Writer) error { return house.Topics(w, all) })
	add("/archive/", func(w io.Writer) error {
		return house.Archive(w, pages.ArchivePage{Publication: here, Path: "/archive/", Contents: []pages.Volume{{URL: here.Home + "archive/2/", From: at(0, 0), To: at(9, 0), Entries: 12}, {URL: here.Home + "archive/1/", From: at(0, 0).AddDate(0, -2, 0), To: at(0, 0), Entries: 50}}})
	})
	add("/archive/2/", func(w io.Writer) error {
		return house.Archive(w, pages.ArchivePage{Publication: here, Path: "/archive/2/", Page: 2, Items: list(), Older: here.Home + "archive/1/", Newer: here.Home + "archive/3/"})
	})
	add("/subscribe/", func(w io.Writer) error {
		p := pages.SubscribePage{Publication: here, Topics: all, OPML: here.Home + "feeds.opml"}
		for _, id := range []string{"feed", "stories", "updates"} {
			p.Offers = append(p.Offers, pages.Offer{ID: id, Title: "The Millbrook Courier: " + id, Feeds: feeds("The Millbrook Courier", here.Home), Entries: 50, Changed: at(20, 45)})
		}
		return house.Subscribe(w, p)
	})
	add("/promises", func(w io.Writer) error {
		owed := pages.ToldPromise{Sentence: "The Courier has asked the state's engineers and will update this story.", Party: "the state's engineers", Since: at(8, 0), URL: here.Home + "stories/river-flood/", Headline: "River Mill rises four feet overnight"}
		return house.Promises(w, pages.PromisesPage{
			Publication: here, Path: "/promises", Feeds: feeds("Promises", here.Home+"promises/"), Open: 1, Closed: 1, Median: "4 hours", Slowest: "4 hours",
			Parties: []pages.Party{{Name: "the state's engineers", Open: 1, Overdue: 1, Oldest: at(8, 0), Answered: 1, Median: "4 hours"}},
			Owed:    []pages.OwedPromise{{Told: owed, Overdue: true}},
			Kept:    []pages.KeptPromise{{Told: owed, Closed: at(12, 0), By: "answered", Answer: owed.URL + "#update-1", Took: "4 hours"}},
		})
	})
	owed := pages.DeskItem{
		ID: "weather/river-flood#1", Label: "Update", Headline: "River Mill rises four feet overnight", URL: here.Home + "stories/river-flood/", Text: paragraph,
		Party: "the state's engineers", Why: "an editor: nothing marks it as a follow-up", Since: at(8, 0), Goes: at(8, 1), Overdue: true,
	}
	arabic := owed
	arabic.ID, arabic.Headline, arabic.Language, arabic.Text = "weather/nahr#1", "النهر يرتفع أربعة أقدام خلال ليلة واحدة", "ar", "قالت هيئة المياه إن المنسوب بلغ ذروته ظهرا."
	waiting := []pages.DeskItem{owed, arabic}
	add("/-/held", func(w io.Writer) error {
		return house.Desk(w, pages.DeskPage{Publication: here, Said: "Released: it goes out now.", Held: waiting, Pending: waiting, Promises: waiting})
	})
	add("/-/empty", func(w io.Writer) error {
		return house.Desk(w, pages.DeskPage{Publication: here, Wrong: "That is settled already: nothing was done."})
	})
	add("/-/decide", func(w io.Writer) error {
		return house.Decide(w, pages.DecidePage{Publication: here, Do: "release", ID: owed.ID, Proof: "0", Item: arabic})
	})
	add("/audience", func(w io.Writer) error {
		services := pages.Table{ID: "services", Title: "Services", Note: "Subscribers are what a service says.", Columns: []pages.Column{{Name: "Service"}, {Name: "Subscribers", Number: true}, {Name: "Verified"}}}
		for _, name := range []string{"Unverified", "Claimed", "Polls", "Unchanged", "Polls every", "Has half within"} {
			services.Columns = append(services.Columns, pages.Column{Name: name, Number: true})
		}
		for _, name := range []string{"Feedly", "NewsBlur", "The Old Reader"} {
			services.Rows = append(services.Rows, []string{name, "1,204", "by name", "0", "1,204", "15", "98 %", "29 min", "–"})
		}
		feeds := services
		feeds.ID, feeds.Title, feeds.Note = "feeds", "Feeds", ""
		bars := plot.Bars{Chart: plot.Chart{Title: "Subscribers by service", Axis: "People", Text: "Feedly has 1204."}, Groups: []plot.Group{{Bars: []plot.Bar{{Name: "Feedly", Value: 1204}, {Name: "NewsBlur", Value: 87}}}}}
		return house.Audience(w, pages.AudiencePage{
			Publication: here, Text: "Who reads the feeds, from how they are polled.",
			Facts:  []pages.Fact{{Name: "Subscribers of services", Value: "1,204", Note: "1,204 by name, 0 by behaviour"}, {Name: "Unverified, not among them", Value: "9"}, {Name: "Polls", Value: "105", Note: "98 % unchanged"}},
			Plots:  []pages.Plot{{Title: bars.Title, SVG: template.HTML(plot.Inline(bars, "plot-1"))}},
			Tables: []pages.Table{services, feeds},
		})
	})
	add("/notfound/", func(w io.Writer) error { return house.NotFound(w, here) })
	return out
}
