package check

import "slices"

// A Rule is something that feeds are held to.
type Rule struct {
	ID        string   `json:"rule"`
	Severity  Severity `json:"severity"`
	Why       string   `json:"why"`                 // why it matters
	Who       string   `json:"who"`                 // who suffers
	Reference string   `json:"reference,omitempty"` // where it is written
}

// Rules returns all rules, by what they are about.
func Rules() []Rule {
	return slices.Concat(documentRules, rssRules, atomRules, jsonRules, idRules, dateRules, linkRules, contentRules, webRules)
}

// ruleOf returns the rule of this name. Every rule that is looked for is in the
// tables.
func ruleOf(id string) Rule {
	all := Rules()
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	return all[i]
}

const everyone = "all readers"

var documentRules = []Rule{
	{"empty", Error, "there is nothing to read", everyone, "RFC 4287 §2"},
	{"not-a-feed", Error, "readers look for a feed and find something else, most often a page", everyone, "RSS 2.0"},
	{"not-well-formed", Error, "a parser may show nothing beyond the fault, or nothing at all", "Newsboat, Liferea, Thunderbird, and all that use an XML or JSON parser as it is", "XML 1.0 §2.1; RFC 8259 §2"},
	{"prefix-undeclared", Error, "the element has no meaning without its namespace, and strict parsers refuse the whole document", "Newsboat, Liferea, tt-rss, FreshRSS", "Namespaces in XML 1.0 §5"},
	{"attribute-repeated", Error, "the document is not well-formed", "Newsboat, Liferea, tt-rss", "XML 1.0 §3.1"},
	{"declaration-late", Error, "something stands before <?xml: the document is not well-formed", "Newsboat, Liferea, tt-rss, Thunderbird", "XML 1.0 §2.8"},
	{"doctype", Warning, "parsers that guard against attacks refuse document types", "readers on hardened XML parsers", "XML 1.0 §2.8"},
	{"control-character", Error, "XML has no such character, and readers that clean the text disagree on how", "Newsboat, Liferea, Thunderbird", "XML 1.0 §2.2"},
	{"encoding-invalid", Error, "bytes that are no text in the declared encoding end the document or become �", "Newsboat, Liferea, Miniflux", "XML 1.0 §4.3.3"},
	{"encoding-mismatch", Warning, "the server names one encoding and the document another: half of the readers believe the other half's opposite", "readers that trust the header (Miniflux, FreshRSS) or the document (Newsboat)", "RFC 7303 §3"},
	{"encoding-old", Advice, "UTF-8 is the one encoding that all readers know", "small readers and scripts", "RFC 7303 §8"},
	{"encoding-unknown", Error, "nobody can read it", everyone, "XML 1.0 §4.3.3"},
	{"byte-order-mark", Advice, "some parsers take the mark for text before the document", "scripts, readers with their own JSON parser", "RFC 8259 §8.1"},
	{"format-old", Warning, "versions before RSS 2.0 and Atom 1.0 have no dates or ids that one can rely on", "NetNewsWire, Miniflux (entries without ids)", "RFC 4287; RSS 2.0"},
	{"size-large", Warning, "every reader fetches all of it again for each change; pushed documents of this size are refused", "WebSub subscribers (1 MiB), readers on phones", "WebSub §7"},
	{"size-huge", Error, "many readers stop reading before the end", "Feedly, Inoreader, Miniflux (15 MB), Thunderbird", "practice"},
	{"entries-many", Advice, "readers fetch all of them again for each change: put the older ones into an archive", "readers on phones", "RFC 5005 §4"},
	{"entries-none", Advice, "a feed without entries can't be told from a broken one", "those who subscribe now", "RFC 4287 §4.1.1"},
}
