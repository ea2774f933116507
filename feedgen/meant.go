package feedgen

import "strconv"

// meant returns what a reader should find of e in format. It is written down
// apart from the writers, so that a slip in one of them shows.
func meant(e *Entry, format Format) reading {
	switch format {
	case RSS:
		return meantRSS(e)
	case Atom:
		return meantAtom(e)
	default:
		return meantJSON(e)
	}
}

func meantRSS(e *Entry) reading {
	var r reading
	r.add("id", e.ID)
	r.add("permalink", "false")
	r.add("url", e.URL)
	r.add("title", e.Title)
	r.add("summary", e.summaryHTML())
	r.add("content", e.Content)
	r.add("published", rfc822(e.Published))
	if e.Updated.After(e.Published) {
		r.add("updated", rfc3339(e.Updated))
	}
	for _, a := range e.Authors {
		r.add("author", a.Name)
	}
	for i, c := range e.categories() {
		if i == 0 && e.FollowUp != nil {
			r.add("category", join(c, FollowUpScheme))
		} else {
			r.add("category", join(c, ""))
		}
	}
	if len(e.Enclosures) > 0 {
		enc := e.Enclosures[0]
		r.add("enclosure", join(enc.URL, enc.Type, strconv.FormatInt(enc.Length, 10)))
	}
	r.add("language", e.Language)
	r.add("rights", e.Rights)
	r.add("image", e.Image)
	if f := e.FollowUp; f != nil {
		r.add("follow-up of", join(f.Of, f.OfURL, htmlType))
	}
	return r
}

func meantAtom(e *Entry) reading {
	var r reading
	r.add("id", asRead(e.ID))
	r.add("url", e.URL)
	r.add("url type", htmlType)
	r.add("title", e.Title)
	r.add("summary", e.Summary)
	if e.Content != "" {
		r.add("content type", "html")
		r.add("content", e.Content)
	}
	r.add("published", rfc3339(e.Published))
	r.add("updated", rfc3339(e.Updated))
	for _, a := range e.Authors {
		r.add("author", join(a.Name, a.Email, a.URL))
	}
	for i, c := range e.categories() {
		if i == 0 && e.FollowUp != nil {
			r.add("category", join(e.FollowUp.Kind, FollowUpScheme, c))
		} else {
			r.add("category", join(c, "", ""))
		}
	}
	for _, enc := range e.Enclosures {
		length := ""
		if enc.Length > 0 {
			length = strconv.FormatInt(enc.Length, 10)
		}
		r.add("enclosure", join(enc.URL, enc.Type, length))
	}
	r.add("rights", e.Rights)
	r.add("image", e.Image)
	if f := e.FollowUp; f != nil {
		r.add("follow-up of", join(f.Of, f.OfURL, htmlType))
		r.add("related", f.OfURL)
		r.add("related type", htmlType)
	}
	if e.Replies != nil {
		r.add("replies", e.Replies.URL)
		r.add("replies type", Atom.MediaType())
	}
	return r
}

func meantJSON(e *Entry) reading {
	var r reading
	r.add("id", e.ID)
	r.add("url", e.URL)
	r.add("title", e.Title)
	r.add("summary", e.Summary)
	r.add("content", e.Content)
	r.add("text", e.contentText())
	r.add("published", rfc3339(e.Published))
	r.add("updated", rfc3339(e.Updated))
	for _, a := range e.Authors {
		r.add("author", join(a.Name, a.URL))
	}
	for _, c := range e.categories() {
		r.add("category", join(c))
	}
	for _, enc := range e.Enclosures {
		r.add("enclosure", join(enc.URL, enc.Type, strconv.FormatInt(enc.Length, 10)))
	}
	r.add("language", e.Language)
	r.add("image", e.Image)
	if f := e.FollowUp; f != nil {
		r.add("follow-up of", join(FollowUpScheme, f.Kind, strconv.Itoa(f.N), f.Of, f.OfURL))
	}
	return r
}
