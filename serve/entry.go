package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// An entry is a resource with everything that can be known of its answers
// before they are asked for. Only its variants are added later.
type entry struct {
	res    Resource
	status int
	feed   bool // who asks for it is told to Options.Answered

	// hash names the type and the bytes, nothing else: every replica and every
	// start gives equal bytes equal tags.
	hash string
	tags [codings][]string // the ETag of each variant that there can be; nil where there can't

	fields          []field // of answers with content
	fieldsUnchanged []field // of a 304

	modified int64 // Last-Modified in Unix seconds; see modified.go
	lastMod  []string

	wire wire

	variants [codings]atomic.Pointer[variant]
	tried    [codings]atomic.Bool // whether a variant is made, or is not worth it
	asked    demand
	early    [codings]bool // what was asked for of the version before

	cutting *cutting  // nil: there are no deltas
	former  []version // newest first
	deltas  deltas
}

// A field is a header field, ready to be put into a header map as it is.
type field struct {
	name   string // in canonical form
	values []string
}

// A variant is the content in one coding.
type variant struct {
	body   []byte
	length []string
	wire   []byte // the lines that tell of the body
}

func newVariant(c coding, body []byte) *variant {
	v := &variant{body: body, length: []string{strconv.Itoa(len(body))}}
	v.wire = appendField(nil, "Content-Length", v.length[0])
	if c != identity {
		v.wire = appendField(v.wire, "Content-Encoding", encodings[c][0])
	}
	return v
}

// never is the Last-Modified of what has none: no date is as late.
const never = 1<<63 - 1

// Answers other than 200 may be kept by a cache for a minute: long enough to
// soften a storm, short enough for a path that comes to be.
const briefly = time.Minute

// newEntry prepares the answers for a resource. If its bytes are those of
// before, which may be nil, the variants that were made for them are kept.
func newEntry(r Resource, before *entry) *entry {
	e := &entry{res: r, status: http.StatusOK, modified: never}
	switch {
	case r.Location != "":
		e.setStatus(http.StatusMovedPermanently, "Moved permanently.\n")
		e.fields = append(e.fields, field{"Location", []string{r.Location}})
		return e
	case r.Gone:
		e.setStatus(http.StatusGone, "Gone.\n")
		return e
	}
	if r.Open != nil {
		e.setFields()
		return e
	}
	e.variants[identity].Store(newVariant(identity, r.Body))
	if before.sameBytes(r) {
		e.hash, e.tags = before.hash, before.tags
		for c := range before.variants {
			e.tried[c].Store(before.tried[c].Load()) // before the variant, which may be on its way
			if v := before.variants[c].Load(); v != nil {
				e.variants[c].Store(v)
			}
		}
	} else {
		e.hash = hash(r.Type, r.Body)
		e.tags[identity] = []string{`"` + e.hash + `"`}
		if worthCoding(r) {
			for c := identity + 1; c < codings; c++ {
				e.tags[c] = []string{`"` + e.hash + suffixes[c] + `"`}
			}
		}
	}
	e.cutting, e.feed = cut(r), isFeed(r.Type)
	e.setFields()
	e.setWire()
	if !r.Modified.IsZero() {
		e.setModified(ceilSecond(r.Modified))
	}
	return e
}

// setStatus makes e an answer without a representation.
func (e *entry) setStatus(status int, text string) {
	age := e.res.MaxAge
	if age == 0 {
		age = briefly
	}
	e.status = status
	e.variants[identity].Store(newVariant(identity, []byte(text)))
	e.fields = []field{
		{"Content-Type", []string{"text/plain; charset=utf-8"}},
		{"Cache-Control", []string{cacheControl(age)}},
		{"X-Content-Type-Options", []string{"nosniff"}},
	}
	if e.res.Link != "" {
		e.fields = append(e.fields, field{"Link", []string{e.res.Link}})
	}
}

// setFields sets what every answer with or without content says. A 304 has
// what RFC 9110 §15.4.5 asks and what a browser's CORS check needs, but nothing
// about content that it does not carry.
func (e *entry) setFields() {
	r := e.res
	html := isHTML(r.Type)
	e.fieldsUnchanged = []field{{"Cache-Control", []string{cacheControl(r.MaxAge)}}}
	if e.coded() {
		e.fieldsUnchanged = append(e.fieldsUnchanged, field{"Vary", []string{"Accept-Encoding"}})
	}
	if !html {
		e.fieldsUnchanged = append(e.fieldsUnchanged, field{"Access-Control-Allow-Origin", []string{"*"}})
	}
	e.fields = append(e.fields, e.fieldsUnchanged...)
	e.fields = append(e.fields,
		field{"Content-Type", []string{r.Type}},
		field{"X-Content-Type-Options", []string{"nosniff"}})
	if r.Open == nil {
		e.fields = append(e.fields, field{"Accept-Ranges", []string{"none"}})
	}
	if r.Link != "" {
		e.fields = append(e.fields, field{"Link", []string{r.Link}})
	}
	if html {
		e.fields = append(e.fields, htmlFields...)
	}
}

// htmlFields let a page show text and media and do nothing else. Styles are
// inline because a page of ours brings its own.
var htmlFields = []field{
	{"Content-Security-Policy", []string{"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src * data:; media-src *; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"}},
	{"Referrer-Policy", []string{"strict-origin-when-cross-origin"}},
}

// coded reports whether there are, or will be, other codings than identity.
func (e *entry) coded() bool { return e.tags[identity+1] != nil }

func (e *entry) sameBytes(r Resource) bool {
	return e != nil && e.status == http.StatusOK && e.res.Open == nil && e.res.Type == r.Type && bytes.Equal(e.res.Body, r.Body)
}

// sameAnswer reports whether a reader who had the answer of before has e's.
func (e *entry) sameAnswer(before *entry) bool {
	return e.status == before.status && e.hash == before.hash && e.res.Location == before.res.Location
}

func hash(mediaType string, body []byte) string {
	h := sha256.New()
	h.Write([]byte(mediaType))
	h.Write([]byte{0})
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil)[:12])
}

func cacheControl(age time.Duration) string { return "public, " + maxAge(age) }

func maxAge(age time.Duration) string {
	return "max-age=" + strconv.FormatInt(int64(age/time.Second), 10)
}

// worthCoding reports whether a resource is large enough, and of a type, to be
// worth compressing.
func worthCoding(r Resource) bool {
	if len(r.Body) < 1024 {
		return false
	}
	t, _, _ := strings.Cut(r.Type, ";")
	t = strings.ToLower(strings.TrimSpace(t))
	switch {
	case strings.HasPrefix(t, "text/"), strings.HasSuffix(t, "+xml"), strings.HasSuffix(t, "+json"):
		return true
	}
	switch t {
	case "application/xml", "application/json", "application/javascript", "application/manifest+json":
		return true
	}
	return false
}

func isFeed(t string) bool {
	return strings.HasPrefix(t, "application/rss+xml") || strings.HasPrefix(t, "application/atom+xml") || strings.HasPrefix(t, "application/feed+json")
}

func isHTML(t string) bool {
	return strings.HasPrefix(t, "text/html") || strings.HasPrefix(t, "application/xhtml+xml")
}
