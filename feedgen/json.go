package feedgen

import "github.com/gorilla/feeds"

// jsonFeed hides gorilla's feed as the XML formats do. Items come last, and
// stand there when empty: JSON Feed requires them.
type jsonFeed struct {
	*feeds.JSONFeed
	Archive *jsonArchive `json:"_writethru,omitempty"`
	Items   []*jsonItem  `json:"items"`
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

func newJSONFeed(f *Feed) *jsonFeed {
	j := &jsonFeed{
		JSONFeed: &feeds.JSONFeed{
			Version:     "https://jsonfeed.org/version/1.1",
			Title:       f.Title,
			Language:    f.Language,
			HomePageUrl: f.Home,
			FeedUrl:     f.Self,
			Description: f.Description,
			NextUrl:     f.Archive.Prev, // its next items are older ones
			Icon:        f.Image,
			Favicon:     f.Icon,
		},
		Archive: newJSONArchive(f.Archive),
		Items:   []*jsonItem{},
	}
	if f.Author.Name != "" {
		j.Authors = jsonAuthors([]Person{f.Author})
	}
	for _, hub := range f.Hubs {
		j.Hubs = append(j.Hubs, &feeds.JSONHub{Type: "WebSub", Url: hub})
	}
	return j
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
