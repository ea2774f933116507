package readers

// All returns a fresh one of every simulated reader, with the settings that it
// comes with. [Partner] is not among them: it reads another kind of feed.
func All() []*Reader {
	return []*Reader{
		Miniflux(), FreshRSS(), NetNewsWire(), Newsboat(), TinyTinyRSS(), Thunderbird(), Liferea(),
		QuiteRSS(), Yarr(), CommaFeed(), NextcloudNews(), RSSGuard(), Akregator(), Feeder(), Feedbin(),
		Selfoss(), Stringer(), Lemon24(), RSS2Email(), Feed2IMAP(),
	}
}

// Miniflux keys on the guid within a feed and overwrites what changed in
// silence. dc:date beats pubDate.
func Miniflux() *Reader {
	return newReader("Miniflux", rules{look: all(dcDateFirst, toldApartByURL), key: perFeed})
}

// FreshRSS keys on the guid within a feed; atom:id inside RSS wins over it.
// Where over 5 % of a document's ids are empty or repeated it trusts the
// feed's ids no more, for ever.
func FreshRSS() *Reader {
	return newReader("FreshRSS", rules{look: all(atomIDFirst, distrustRepeatedIDs), key: idOrLinkAndDate})
}

// FreshRSSMarkingUpdated is FreshRSS with its option to show an entry as
// unread again when its content changed. A moved date alone is no change.
func FreshRSSMarkingUpdated() *Reader {
	r := FreshRSS()
	r.rules.again = againIf(func(old *stored, it item) bool { return old.text != it.text || old.title != it.title })
	return r
}

// FreshRSSReadingSameTitle is FreshRSS with its option to mark new entries
// read whose title is exactly that of a stored one.
func FreshRSSReadingSameTitle() *Reader {
	r := FreshRSS()
	r.rules.born = fateOf(read, func(old *stored, f *feed, it item) bool { return old.feed == f.url && old.title == it.title })
	return r
}

// NetNewsWire keys on feed and id. New entries are born read when they were
// published over 183 days ago; dates more than a day ahead are dropped.
func NetNewsWire() *Reader {
	return newReader("NetNewsWire", rules{look: all(noDateAhead(day)), key: perFeed, born: readWhenOlder(183 * day)})
}

// Newsboat keys on the guid over all feeds: an entry that two feeds hold is
// one, and is listed under the feed that was fetched last.
func Newsboat() *Reader {
	return newReader("Newsboat", rules{key: global})
}

// TinyTinyRSS keys on the guid of the user. Of an Atom entry it takes the
// first descendants named id, updated and title, those of a source included.
func TinyTinyRSS() *Reader {
	return newReader("Tiny Tiny RSS", rules{look: all(firstDescendants), key: global})
}

// TinyTinyRSSReadingSimilar is Tiny Tiny RSS with its plugin that marks new
// entries read whose title is at least .75 similar to one of the last day.
func TinyTinyRSSReadingSimilar() *Reader {
	r := TinyTinyRSS()
	r.rules.born = readWhenSimilar(.75, day)
	return r
}

// Thunderbird keys on the id within the account, which becomes a Message-Id,
// ignores changes for ever, and threads an Atom entry under what it answers.
func Thunderbird() *Reader {
	return newReader("Thunderbird", rules{look: all(replyByMessageID), key: global, threads: true})
}

// Liferea keys on the id within a feed and ignores changes for ever. The
// second copy of an entry, in another feed, is born read.
func Liferea() *Reader {
	return newReader("Liferea", rules{key: perFeed, born: fateOf(read, func(old *stored, _ *feed, it item) bool { return old.id == it.id })})
}

// QuiteRSS keys on guid and pubDate: a moved date makes a duplicate. A new
// entry is dropped when date and title both equal those of a stored one.
func QuiteRSS() *Reader {
	sameDateAndTitle := func(old *stored, f *feed, it item) bool {
		return old.feed == f.url && old.published.Equal(it.published) && old.title == it.title
	}
	return newReader("QuiteRSS", rules{key: idAndPublished, born: fateOf(dropped, sameDateAndTitle)})
}

// Yarr keys on the guid, and on id and updated where an Atom id is a URL.
// dc:date beats pubDate.
func Yarr() *Reader {
	return newReader("yarr", rules{look: all(dcDateFirst), key: urlIDAndUpdated})
}

// CommaFeed keys on the guid within a feed, and skips a whole document unless
// its newest date advanced.
func CommaFeed() *Reader {
	return newReader("CommaFeed", rules{look: nothingUnlessAdvanced, key: perFeed})
}

// NextcloudNews keys on the guid within a feed and saves what changed in
// silence.
func NextcloudNews() *Reader {
	return newReader("Nextcloud News", rules{key: perFeed})
}

// RSSGuard keys on the guid within a feed and saves what changed in silence.
func RSSGuard() *Reader {
	return newReader("RSS Guard", rules{key: perFeed})
}

// Akregator keys on the guid within a feed and saves what changed in silence.
func Akregator() *Reader {
	return newReader("Akregator", rules{key: perFeed})
}

// Feeder keys on the guid within a feed and saves what changed in silence.
func Feeder() *Reader {
	return newReader("Feeder", rules{key: perFeed})
}

// FeederDroppingDuplicates is Feeder with its option to drop a new entry whose
// title or link equals that of a stored one.
func FeederDroppingDuplicates() *Reader {
	r := Feeder()
	r.rules.born = fateOf(dropped, func(old *stored, f *feed, it item) bool {
		return old.feed == f.url && (old.title == it.title || old.link == it.link)
	})
	return r
}

// Feedbin keys on feed and id. A text that grew by more than 50 characters
// within 7 days puts the entry on its list of updated ones. New entries are
// born read when they are over a month old.
func Feedbin() *Reader {
	return newReader("Feedbin", rules{key: perFeed, born: readWhenOlder(30 * day), again: updatedWhenGrown(50, 7*day)})
}

// Selfoss keys on the id and ignores changes for ever. atom:published inside
// RSS beats pubDate.
func Selfoss() *Reader {
	return newReader("selfoss", rules{look: all(atomPublishedFirst), key: perFeed})
}

// Stringer keys on the id within a feed, reads from the top, stops at the
// newest entry that it has, and skips entries over 3 days old.
func Stringer() *Reader {
	return newReader("Stringer", rules{look: topDown(3 * day), key: perFeed})
}

// Lemon24 is the Python library reader. It keys on the id within a feed and
// saves what changed in silence.
func Lemon24() *Reader {
	return newReader("lemon24/reader", rules{key: perFeed})
}

// RSS2Email mails an entry again when its content changed.
func RSS2Email() *Reader {
	changed := func(old *stored, it item) bool { return old.text != it.text }
	return newReader("rss2email", rules{key: perFeed, again: againIf(changed)})
}

// Feed2IMAP files an entry again when anything in it changed. The program
// compares less than all bytes; the simulator is stricter on purpose, as the
// promise is that a follow-up leaves delivered entries as they are.
func Feed2IMAP() *Reader {
	changed := func(old *stored, it item) bool { return old.raw != it.raw }
	return newReader("feed2imap", rules{key: perFeed, again: againIf(changed)})
}

// Partner is a news aggregator with contracts, such as Microsoft Start: an
// entry with a known id counts only with a newer modified date, and is then a
// new version of the same article.
func Partner() *Reader {
	return newReader("Microsoft Start", rules{key: perFeed, again: updatedWhenNewer})
}
