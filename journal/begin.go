package journal

import (
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"writethru/posts"
	"writethru/posts/followups"
)

// A Version is what an article's file says at some moment, and how to judge it.
type Version struct {
	Story    string // the story's id
	Post     *posts.Post
	Options  followups.Options
	Now      time.Time
	Undated  time.Time // when an article that names no date was published; zero: Now
	Imported bool      // at first sight: the article was there before the journal
	Policy   Policy
}

// A Policy says which unmarked additions are follow-ups. The zero value emits
// every one that comes after publication.
type Policy struct {
	Grace    time.Duration // after publication, while unmarked additions are part of the article
	MinWords int           // that an unmarked addition must hold, unless it answers a promise
	Unmarked string        // "emit" (also when empty), "queue" for an editor, "ignore"
}

// What becomes of unmarked additions.
const (
	EmitUnmarked   = "emit"
	QueueUnmarked  = "queue"
	IgnoreUnmarked = "ignore"
)

// Recognition gives the recogniser's options, completed with what the version knows.
func (v Version) Recognition() followups.Options {
	o := v.Options
	if v.Post.Language != "" {
		o.Language = v.Post.Language
	}
	if o.Now.IsZero() {
		o.Now = v.Now
	}
	return o
}

// now is the version's moment as the journal writes it.
func (v Version) now() time.Time { return v.Now.UTC().Truncate(time.Millisecond) }

// Begin gives the head of a story at first sight. Everything that is there is
// baseline: follow-ups are known and are never emitted, promises are open
// unless a later follow-up of the same text answers them.
func Begin(v Version, id, slug string) Head {
	now := v.now()
	h := Head{
		ID: id, Slug: slug,
		FirstSeen: now,
		Imported:  v.Imported,
		Published: v.Post.Published,
		LastMod:   utcSecond(v.Post.Modified),
		Blocks:    NewPrints(v.Post.Blocks),
	}
	if h.Published.IsZero() || !v.Imported && onlyTheDay(h.Published, v.Undated) {
		h.Published = v.Undated
	}
	if h.Published.IsZero() {
		h.Published = now
	}
	h.Published = utcSecond(h.Published)
	h.Updated = h.Published
	if h.LastMod.After(h.Updated) && !h.LastMod.After(now) {
		h.Updated = h.LastMod
	}
	h.Modified = h.Updated
	h.describe(v.Post)

	findings := followups.Recognise(v.Post, nil, v.Recognition())
	for i := range findings.FollowUps {
		f := h.add(&findings.FollowUps[i], now)
		f.State = Baseline
	}
	h.Freshness = findings.Freshness
	for _, p := range findings.Promises {
		h.owe(v.Story, p, earlier(h.Published, now))
	}
	for i := range findings.FollowUps {
		open, at := h.open()
		open, at = h.owedBefore(i, open, at, findings.Promises)
		h.answer(v, i, &findings.FollowUps[i], open, at)
	}
	return h
}

// Outline gives the head of a story at first sight of which only the outline
// was read: a post without blocks. Complete makes the rest of it, when the story
// changes or somebody has the time.
func Outline(v Version) Head {
	h := Begin(v, "", "")
	h.Unread = true
	return h
}

// Complete makes a head what Begin had made it, if all of the article had been
// looked at. The version's post is read from the recorded source.
func Complete(h Head, v Version) Head {
	v.Now, v.Undated, v.Imported = h.FirstSeen, h.Published, h.Imported
	c := Begin(v, h.ID, h.Slug)
	c.Name, c.Withdrawn, c.OldSlugs, c.Left = h.Name, h.Withdrawn, h.OldSlugs, h.Left
	c.Updated, c.Modified, c.Changed, c.Nth = h.Updated, h.Modified, h.Changed, h.Nth
	return c
}

// Legible gives a head that was recorded unread what entries need of its text,
// which is less than Complete gives and costs less: which blocks readers don't get.
func Legible(h Head, v Version) Head {
	v.Now = h.FirstSeen
	h.Freshness = followups.Freshness(v.Post, v.Recognition())
	return h
}

// onlyTheDay reports whether a date names the day of t and no time of it. An
// article that appears on that day is dated by the moment: readers that look for
// the newest entry would pass it over among those of the morning.
func onlyTheDay(date, t time.Time) bool {
	return !t.IsZero() && date.Equal(date.Truncate(24*time.Hour)) && t.UTC().Truncate(24*time.Hour).Equal(date)
}

// describe takes over the fields that a post says of itself.
func (h *Head) describe(p *posts.Post) {
	h.Name = p.Name
	h.Title = p.Title
	h.URL = p.URL
	h.Section = p.Section
	h.Language = p.Language
	h.Tags = p.Tags
	h.Authors = p.Authors
	h.OptOut = p.OptOut
	h.Fields = fields(p)
}

// fields hashes every field of a post that an entry shows.
func fields(p *posts.Post) uint64 {
	d := xxhash.New()
	put := func(values ...string) {
		for _, s := range values {
			_, _ = d.WriteString(s) // a Digest never fails
			_, _ = d.Write([]byte{0})
		}
		_, _ = d.Write([]byte{1})
	}
	put(p.Title, p.Description, p.Language, p.Rights, p.Image, p.URL)
	put(p.Tags...)
	for _, a := range p.Authors {
		put(a.Name, a.Email, a.URL)
	}
	put()
	for _, e := range p.Enclosures {
		put(e.URL, e.Type, strconv.FormatInt(e.Length, 10))
	}
	return d.Sum64()
}

// add appends a follow-up that the story did not have, with the next number.
func (h *Head) add(found *followups.FollowUp, now time.Time) *FollowUp {
	h.FollowUps = append(h.FollowUps, FollowUp{N: len(h.FollowUps) + 1, State: Pending, FirstSeen: now})
	f := &h.FollowUps[len(h.FollowUps)-1]
	f.read(found)
	f.Count = h.count(f)
	return f
}

// count gives the place of a follow-up among its kind: after those that were
// there at first sight or are emitted, and those before it that wait.
func (h *Head) count(f *FollowUp) int {
	n := 1
	for i := range h.FollowUps {
		k := &h.FollowUps[i]
		switch {
		case k.N == f.N || k.Kind != f.Kind:
		case k.State == Out, k.State == Baseline && !k.Removed, k.unsettled() && k.N < f.N:
			n++
		}
	}
	return n
}

// maxText is how much of a follow-up's text is kept to know it again.
const maxText = 4096

// read takes over what the text says of a follow-up now.
func (f *FollowUp) read(found *followups.FollowUp) {
	if found.Stamp != f.Stamp || f.Stamped.IsZero() {
		f.Stamped = found.At // a stamp like "2 p.m." was read when it was new
	}
	f.Kind, f.Ordinal, f.Stamp = found.Kind, found.Ordinal, found.Stamp
	f.Key, f.Anchor, f.Title, f.From, f.Rule = found.ID, found.Anchor, found.Title, found.From, found.Rule
	f.Text = cut(found.Text, maxText)
	f.Parts, f.Marker, f.Evidence = found.Parts, found.Marker, found.Evidence
	f.Removed = false
}

// cut shortens a text to at most n bytes, between characters.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && text[n]&0xC0 == 0x80 {
		n--
	}
	return text[:n]
}

func utcSecond(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}
