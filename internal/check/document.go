package check

// A document is a feed in the words that all formats share.
type document struct {
	format  string // in words
	bytes   []byte
	title   text
	home    text   // the page that the feed is about
	self    text   // where the feed says that it is
	hub     text   // where it can be subscribed to
	base    bool   // addresses in it are relative to xml:base
	author  bool   // the feed names one, which stands for all entries
	updated *stamp // of the feed as a whole
	entries []entry

	address string // where it was asked for; empty for a file
	final   string // where redirects lead from there
}

// A text is what an element says, and where it stands. An absent one has no
// place.
type text struct {
	is string
	at place
}

func (t text) there() bool { return t.at != "" }

// An entry is an item of RSS or JSON Feed, or an entry of Atom.
type entry struct {
	name      string // by which people find it
	at        place
	id        text
	permalink bool // the id is said to be the entry's address
	url       text
	title     text
	published *stamp // nil: not there
	updated   *stamp
	other     *stamp // a second date of publication: dc:date
	links     []text // all that should be addresses: of pages, pictures and media
	contents  []text // HTML
	plain     bool   // it says something in plain text
	author    bool
	lacking   bool // what it lacks is told by a rule of its format
}

// named gives an entry what people find it by.
func (e *entry) named() {
	for _, t := range []text{e.title, e.id, e.url} {
		if e.name == "" {
			e.name = short(t.is)
		}
	}
}

// short cuts a text for a line of a report.
func short(s string) string {
	r := []rune(s)
	if len(r) <= 80 {
		return s
	}
	return string(r[:79]) + "…"
}
