package feedgen

import "github.com/gorilla/feeds"

// appendJSONHead appends what stands before the items of f. Items come last,
// and their list stands there when it is empty: JSON Feed requires it.
func appendJSONHead(b []byte, f *Feed) []byte {
	w := newJSONWriter(b)
	w.member("title", f.Title)
	w.member("language", f.Language)
	w.member("home_page_url", f.Home)
	w.member("feed_url", f.Self)
	w.member("description", f.Description)
	w.member("next_url", f.Archive.Prev) // the next items are older ones
	w.member("icon", f.Image)
	w.member("favicon", f.Icon)
	if f.Author.Name != "" {
		w.open("authors", '[')
		w.open("", '{')
		w.member("name", f.Author.Name)
		w.member("url", f.Author.URL)
		w.close('}')
		w.close(']')
	}
	if len(f.Hubs) > 0 {
		w.open("hubs", '[')
		for _, hub := range f.Hubs {
			w.open("", '{')
			w.member("type", "WebSub")
			w.member("url", hub)
			w.close('}')
		}
		w.close(']')
	}
	if a := f.Archive; a != (Archive{}) {
		w.open("_writethru", '{')
		w.member("about", historyNS)
		w.flag("archive", a.marked())
		w.member("prev_archive", a.Prev)
		w.member("next_archive", a.Next)
		w.member("current", a.Current)
		w.close('}')
	}
	w.open("items", '[')
	return w.b
}

// newJSONWriter writes where a feed begins.
func newJSONWriter(b []byte) *jsonWriter {
	w := jsonWriter{b: b}
	w.open("", '{')
	w.member("version", "https://jsonfeed.org/version/1.1")
	return &w
}

// jsonFoot is what stands after the items: their list ends on the line that it
// began on if it is empty.
func jsonFoot(f *Feed) string {
	if len(f.Entries) == 0 {
		return "]\n}\n"
	}
	return "\n  ]\n}\n"
}

type jsonItem struct {
	*feeds.JSONItem
	Language    string           `json:"language,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
	FollowUp    *jsonFollowUp    `json:"_writethru,omitempty"`
}

// A jsonAttachment embeds nothing: gorilla's would lend its MarshalJSON to the
// struct around it.
type jsonAttachment struct {
	URL      string `json:"url"`
	MIMEType string `json:"mime_type"`
	Size     int64  `json:"size_in_bytes,omitempty"`
}

// A jsonFollowUp is our extension of JSON Feed.
type jsonFollowUp struct {
	About string `json:"about"`
	Kind  string `json:"kind"`
	N     int    `json:"n"`
	Of    string `json:"of"`
	OfURL string `json:"of_url"`
}

func newJSONItem(e *Entry) *jsonItem {
	j := &jsonItem{
		JSONItem: &feeds.JSONItem{
			Id:            e.ID,
			Url:           e.URL,
			Title:         e.Title,
			ContentHTML:   e.Content,
			ContentText:   e.contentText(),
			Summary:       e.Summary,
			Image:         e.Image,
			PublishedDate: new(e.Published),
			ModifiedDate:  new(e.Updated),
			Authors:       jsonAuthors(e.Authors),
			Tags:          e.categories(),
		},
		Language: e.Language,
	}
	for _, enc := range e.Enclosures {
		j.Attachments = append(j.Attachments, jsonAttachment{URL: enc.URL, MIMEType: enc.Type, Size: enc.Length})
	}
	if f := e.FollowUp; f != nil {
		j.FollowUp = &jsonFollowUp{About: FollowUpScheme, Kind: f.Kind, N: f.N, Of: f.Of, OfURL: f.OfURL}
	}
	return j
}

// contentText stands in for a missing content: JSON Feed requires one.
func (e *Entry) contentText() string {
	switch {
	case e.Content != "":
		return ""
	case e.Summary != "":
		return e.Summary
	default:
		return e.Title
	}
}

func jsonAuthors(persons []Person) []*feeds.JSONAuthor {
	var out []*feeds.JSONAuthor
	for _, p := range persons {
		out = append(out, &feeds.JSONAuthor{Name: p.Name, Url: p.URL})
	}
	return out
}
