package moving

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"writethru/posts"
)

// fields are the front matter of an article, in the order in which people look
// for them.
type fields struct {
	Title       string      `yaml:"title"`
	Date        *time.Time  `yaml:"date,omitempty"`
	Updated     *time.Time  `yaml:"updated,omitempty"`
	ID          string      `yaml:"id,omitempty"`
	URL         string      `yaml:"url,omitempty"`
	Authors     []Author    `yaml:"authors,omitempty"`
	Tags        []string    `yaml:"tags,omitempty,flow"`
	Description string      `yaml:"description,omitempty"`
	Language    string      `yaml:"language,omitempty"`
	Rights      string      `yaml:"rights,omitempty"`
	Image       string      `yaml:"image,omitempty"`
	Enclosures  []Enclosure `yaml:"enclosures,omitempty"`
}

// Article is the file of an entry: front matter, and its content as HTML, which
// is what the feed had, character by character.
func (e *Entry) Article() ([]byte, error) {
	f := fields{
		Title: e.Title, ID: e.ID, URL: e.URL, Authors: e.Authors, Tags: e.Tags, Description: e.Summary,
		Language: e.Language, Rights: e.Rights, Image: e.Image, Enclosures: e.Enclosures,
	}
	for _, d := range []struct {
		to   **time.Time
		from time.Time
	}{{&f.Date, e.Published}, {&f.Updated, e.Updated}} {
		if !d.from.IsZero() {
			t := d.from.UTC().Truncate(time.Second)
			*d.to = &t
		}
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	y := yaml.NewEncoder(&b)
	y.SetIndent(2)
	if err := y.Encode(f); err != nil {
		return nil, err
	}
	b.WriteString("---\n")
	b.WriteString(strings.TrimSpace(strings.ReplaceAll(e.Content, "\r\n", "\n")))
	b.WriteString("\n")
	return b.Bytes(), nil
}

// Name is the name of the entry's file, without a folder: its date, and the
// last part of its address or else its title.
func (e *Entry) Name() string {
	slug := slugOf(e.URL)
	for _, other := range []string{e.Title, e.ID, "article"} {
		slug = cmp.Or(slug, posts.Slug(other))
	}
	if e.Published.IsZero() {
		return "undated-" + slug + ".html"
	}
	return e.Published.UTC().Format(time.DateOnly) + "-" + slug + ".html"
}

// slugOf is what an address calls an article.
func slugOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	last := path.Base(strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/index.html"))
	switch path.Ext(last) {
	case ".html", ".htm", ".php", ".aspx", ".md":
		last = strings.TrimSuffix(last, path.Ext(last))
	}
	if last == "." || last == "/" || last == "index" {
		return ""
	}
	return posts.Slug(last)
}

// Verify reads an article as the publisher does, and says what it would not
// keep of the entry.
func (e *Entry) Verify(name string, article []byte) error {
	post, faults := posts.Parser{}.Parse([]posts.File{{Name: name, Data: article}})
	if post == nil {
		return faults[0]
	}
	var lost []error
	keep := func(what, was, is string) {
		if was != is {
			lost = append(lost, fmt.Errorf("%s %q becomes %q", what, was, is))
		}
	}
	keep("id", e.ID, post.ID)
	keep("address", e.URL, post.URL)
	if !e.Published.IsZero() {
		keep("date", e.Published.UTC().Truncate(time.Second).String(), post.Published.UTC().String())
	}
	return errors.Join(lost...)
}
