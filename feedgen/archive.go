package feedgen

import "slices"

// historyNS is the vocabulary of archived feeds: a namespace in XML, about in
// JSON Feed.
const historyNS = "http://purl.org/syndication/history/1.0"

// An Archive is where a document stands in an archived feed (RFC 5005, §4),
// whose documents together hold all its entries. The subscription document is
// the one that changes: it names Prev alone. The archive documents behind it
// hold older entries; each names Current, and is marked as an archive by that.
type Archive struct {
	Current string // URL of the subscription document
	Prev    string // URL of the archive document with the next older entries; empty: there are none
	Next    string // URL of the archive document with the next newer entries; empty: the subscription document has them
}

// marked reports whether a is that of an archive document.
func (a Archive) marked() bool { return a.Current != "" }

// namespace returns the namespace that the mark needs. Other documents do not
// declare it: they stay as they were before there were archives.
func (a Archive) namespace() string {
	if a.marked() {
		return historyNS
	}
	return ""
}

// links returns the links of a. They have the names of RFC 5005 in XML.
func (a Archive) links() []Link {
	if a == (Archive{}) {
		return nil
	}
	return slices.DeleteFunc([]Link{
		{Rel: "prev-archive", URL: a.Prev},
		{Rel: "next-archive", URL: a.Next},
		{Rel: "current", URL: a.Current},
	}, func(l Link) bool { return l.URL == "" })
}

// archive holds the documents of an archived feed apart: a reader that walks
// from one to the next must come to an end.
func (c *checker) archive(a Archive, self string) Archive {
	out := Archive{
		Current: c.optionalURL("current", a.Current),
		Prev:    c.optionalURL("prev-archive", a.Prev),
		Next:    c.optionalURL("next-archive", a.Next),
	}
	seen := []string{self}
	for _, l := range out.links() {
		if slices.Contains(seen, l.URL) {
			c.fault(l.Rel, "%s: want another document", l.URL)
		}
		seen = append(seen, l.URL)
	}
	if out.Next != "" && !out.marked() {
		c.fault("next-archive", "%s: a subscription document has none", out.Next)
	}
	return out
}

// A jsonArchive says in JSON Feed, as our extension, what links say in XML.
type jsonArchive struct {
	About   string `json:"about"`
	Archive bool   `json:"archive"`
	Prev    string `json:"prev_archive,omitempty"`
	Next    string `json:"next_archive,omitempty"`
	Current string `json:"current,omitempty"`
}
