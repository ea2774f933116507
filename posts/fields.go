package posts

import (
	"net/mail"
	"slices"
	"strings"
	"time"
)

// A fieldReader takes the fields of a post from a front matter. What it can't
// read becomes a fault, and it goes on.
type fieldReader struct {
	file   string
	loc    *time.Location
	front  value
	faults []Fault
}

func (r *fieldReader) fault(line int, what, want string) {
	r.faults = append(r.faults, Fault{File: r.file, Line: line, What: what, Want: want})
}

// text gives the first of these keys, which must be text, on one line.
func (r *fieldReader) text(keys ...string) string {
	v, ok := r.front.get(keys...)
	if !ok {
		return ""
	}
	return r.textOf(v, keys[0])
}

func (r *fieldReader) textOf(v value, key string) string {
	if v.kind != scalar {
		if v.kind != null {
			r.fault(v.line, key+" is "+v.word(), "text")
		}
		return ""
	}
	return oneLine(v.text)
}

// oneLine joins the words of a text by one space each.
func oneLine(s string) string {
	if isPlain(s) && !strings.ContainsAny(s, "\t\n") && !strings.Contains(s, "  ") && strings.Trim(s, " ") == s {
		return s // as most are
	}
	return strings.Join(strings.Fields(s), " ")
}

// time gives the first of these keys, which must be a time.
func (r *fieldReader) time(keys ...string) time.Time {
	for _, key := range keys {
		v, ok := r.front.get(key)
		if !ok {
			continue
		}
		if _, yesNo := v.truth(); yesNo {
			continue // Jekyll's "published: false"
		}
		return r.timeOf(v, key)
	}
	return time.Time{}
}

func (r *fieldReader) timeOf(v value, key string) time.Time {
	if v.kind == scalar && strings.TrimSpace(v.text) == "" || v.kind == null {
		return time.Time{}
	}
	t, ok := parseTime(v.text, r.loc)
	if v.kind != scalar || !ok {
		r.fault(v.line, key+" "+v.word(), timeWanted)
	}
	return t
}

func (r *fieldReader) truth(key string) (yes, ok bool) {
	v, there := r.front.get(key)
	if !there {
		return false, false
	}
	yes, ok = v.truth()
	if !ok {
		r.fault(v.line, key+" "+v.word(), "true or false")
	}
	return yes, ok
}

// names gives a list of texts. One text is split at commas, or else at what
// split says.
func (r *fieldReader) names(v value, key string, split func(string) []string) []string {
	switch v.kind {
	case list:
		var names []string
		for _, item := range v.items {
			if item.kind == dict { // {name: …}
				item, _ = item.get("name", "title")
			}
			if s := r.textOf(item, key); s != "" {
				names = append(names, s)
			}
		}
		return names
	case scalar:
		if strings.Contains(v.text, ",") {
			split = func(s string) []string { return strings.Split(s, ",") }
		}
		var names []string
		for _, s := range split(v.text) {
			if s = oneLine(s); s != "" {
				names = append(names, s)
			}
		}
		return names
	case dict:
		r.fault(v.line, key+" is a map", "a list of texts")
	}
	return nil
}

func whole(s string) []string { return []string{s} }

// read fills a post from the front matter.
func (r *fieldReader) read(p *Post, name fileName) {
	p.Title = r.text("title", "headline")
	p.ID = r.text("id", "guid", "uuid")
	p.Slug = r.text("slug")
	p.URL = r.text("permalink", "url", "link", "canonical_url", "path")
	p.Section = r.text("section")
	p.Published = r.time("publishdate", "date", "published", "pubdate", "publish_date", "published_at", "created", "created_at")
	p.Modified = r.time("lastmod", "updated", "last_modified_at", "modified", "updateddate", "updated_at", "last_modified")
	p.Description = r.text("description", "summary", "excerpt", "subtitle", "dek")
	p.Language = r.text("language", "lang", "locale")
	p.Rights = r.text("rights", "copyright", "license")
	p.Draft = r.draft()
	if feed, ok := r.truth("update_feed"); ok {
		p.OptOut = !feed
	}
	p.Authors = r.authors()
	p.Tags = r.tags(name.jekyll)
	p.Image = r.image()
	p.Enclosures = r.enclosures()
	if extra, ok := r.front.get("extra"); ok && extra.kind == dict {
		r.readExtra(p, extra)
	}
}

// readExtra takes from Zola's [extra] what the article's own keys don't say.
func (r *fieldReader) readExtra(p *Post, extra value) {
	sub := fieldReader{file: r.file, loc: r.loc, front: extra}
	if len(p.Authors) == 0 {
		p.Authors = sub.authors()
	}
	if p.Image == "" {
		p.Image = sub.image()
	}
	if len(p.Enclosures) == 0 {
		p.Enclosures = sub.enclosures()
	}
	if p.ID == "" {
		p.ID = sub.text("id", "guid", "uuid")
	}
	if p.URL == "" {
		p.URL = sub.text("canonical_url")
	}
	if feed, ok := sub.truth("update_feed"); ok {
		p.OptOut = !feed
	}
	r.faults = append(r.faults, sub.faults...)
}

func (r *fieldReader) draft() bool {
	if yes, ok := r.truth("draft"); ok && yes {
		return true
	}
	if v, ok := r.front.get("published"); ok {
		if yes, ok := v.truth(); ok && !yes {
			return true
		}
	}
	switch strings.ToLower(r.text("status")) {
	case "draft", "hidden", "private", "pending":
		return true
	}
	return false
}

func (r *fieldReader) authors() []Author {
	var authors []Author
	for _, key := range [...]string{"authors", "author", "byline"} {
		v, ok := r.front.get(key)
		if !ok {
			continue
		}
		items := []value{v}
		if v.kind == list {
			items = v.items
		} else if v.kind == scalar && key == "authors" {
			items = nil
			for s := range strings.SplitSeq(strings.ReplaceAll(v.text, ";", ","), ",") {
				items = append(items, value{kind: scalar, line: v.line, text: s})
			}
		}
		for _, item := range items {
			if a := r.author(item, key); a.Name != "" && !slices.Contains(authors, a) {
				authors = append(authors, a)
			}
		}
	}
	return authors
}

// author reads "Name", "Name <mail>" or a map.
func (r *fieldReader) author(v value, key string) Author {
	if v.kind == dict {
		sub := fieldReader{file: r.file, front: v}
		a := Author{Name: sub.text("name", "display_name", "full_name"), Email: sub.text("email", "mail"), URL: sub.text("url", "uri", "link", "website")}
		r.faults = append(r.faults, sub.faults...)
		if a.Name == "" {
			r.fault(v.line, key+" without a name", "name: …")
		}
		return a
	}
	s := r.textOf(v, key)
	if strings.IndexByte(s, '@') >= 0 {
		if addr, err := mail.ParseAddress(s); err == nil && addr.Name != "" {
			return Author{Name: addr.Name, Email: addr.Address}
		}
	}
	return Author{Name: s}
}

// tags gives tags and categories, each once.
func (r *fieldReader) tags(jekyll bool) []string {
	var tags []string
	add := func(front value) {
		for _, key := range [...]string{"tags", "tag", "categories", "category", "keywords", "topics"} {
			v, ok := front.get(key)
			if !ok {
				continue
			}
			split := whole
			if jekyll && strings.HasSuffix(key, "s") {
				split = strings.Fields
			}
			tags = append(tags, r.names(v, key, split)...)
		}
	}
	add(r.front)
	if v, ok := r.front.get("taxonomies"); ok {
		if v.kind == dict {
			add(v)
		} else {
			r.fault(v.line, "taxonomies is "+v.word(), "a map")
		}
	}
	return unique(tags)
}

func unique(names []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(names, func(s string) bool {
		again := seen[strings.ToLower(s)]
		seen[strings.ToLower(s)] = true
		return again
	})
}
