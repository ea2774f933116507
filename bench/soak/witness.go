package main

import (
	"context"
	"encoding/json"
	"hash/maphash"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// A witness polls the feed as a reader does that shows what has a new id, and
// holds the publisher to all that it has seen.
type witness struct {
	name   string
	header http.Header
	found  *findings

	mu      sync.Mutex // guards what follows
	etag    string
	entries map[string]entry  // follow-ups, by id
	urls    map[string]string // of stories, by the word of a follow-up
	ids     map[string]string // of follow-ups, by word
	words   map[string]bool   // of edits
	newest  string            // date of the newest follow-up
}

// An entry is what must never change of one.
type entry struct {
	published string
	bytes     uint64
}

// An item is an entry of the feed.
type item struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Content   string `json:"content_html"`
	Published string `json:"date_published"`
	FollowUp  *struct {
		Kind string `json:"kind"`
	} `json:"_writethru"`
	raw json.RawMessage
}

// witnessed is the feed that witnesses poll.
const witnessed = "/feed.json"

// newWitness returns a witness that gets the whole feed, or with deltas what is
// new in it.
func newWitness(name string, deltas bool, found *findings) *witness {
	w := &witness{
		name: name, header: http.Header{}, found: found,
		entries: map[string]entry{}, urls: map[string]string{}, ids: map[string]string{}, words: map[string]bool{},
	}
	if deltas {
		w.header.Set("A-IM", "feed")
	}
	return w
}

// watch polls until ctx is done.
func (w *witness) watch(ctx context.Context, p *publisher) {
	for ctx.Err() == nil {
		w.poll(ctx, p)
		pause(ctx, 500*time.Millisecond)
	}
}

func (w *witness) poll(ctx context.Context, p *publisher) {
	if w.etag != "" {
		w.header.Set("If-None-Match", w.etag)
	}
	a, ok := p.visit(ctx, http.DefaultClient, p.url(witnessed), w.header)
	if !ok {
		return
	}
	switch a.status {
	case http.StatusNotModified:
	case http.StatusOK, http.StatusIMUsed:
		w.etag = a.header.Get("ETag")
		w.read(a.body)
	default:
		w.found.add("%s: the feed has status %d", w.name, a.status)
	}
}

var (
	editWord     = regexp.MustCompile(`\bew\d{6}\b`)
	followUpWord = regexp.MustCompile(`\bfw\d{6}\b`)
)

// read takes in one document.
func (w *witness) read(b []byte) {
	var doc struct{ Items []json.RawMessage }
	if err := json.Unmarshal(b, &doc); err != nil {
		w.found.add("%s: the feed does not parse: %v", w.name, err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	there := map[string]bool{}
	var followUps []item
	for _, raw := range doc.Items {
		it := item{raw: raw}
		if err := json.Unmarshal(raw, &it); err != nil {
			w.found.add("%s: an entry does not parse: %v", w.name, err)
			continue
		}
		if there[it.ID] {
			w.found.add("%s: %s is twice in one document", w.name, it.ID)
		}
		there[it.ID] = true
		if it.FollowUp != nil {
			followUps = append(followUps, it)
			continue
		}
		for _, word := range editWord.FindAllString(it.Content, -1) {
			w.words[word] = true
		}
	}
	slices.SortFunc(followUps, func(a, b item) int { return strings.Compare(a.Published, b.Published) })
	for _, it := range followUps {
		w.followUp(it)
	}
}

// followUp takes in a follow-up. One that is new is dated after all that were
// seen, and none ever changes.
func (w *witness) followUp(it item) {
	now := entry{it.Published, maphash.Bytes(hashSeed, it.raw)}
	before, known := w.entries[it.ID]
	if known {
		if before != now {
			w.found.add("%s: %s has changed: it was dated %s, and is %s", w.name, it.ID, before.published, it.raw)
			w.entries[it.ID] = now
		}
		return
	}
	w.entries[it.ID] = now
	word := followUpWord.FindString(it.Content)
	if word == "" {
		w.found.add("%s: %s is news that nobody wrote: %s", w.name, it.ID, it.raw)
		return
	}
	if other, twice := w.ids[word]; twice {
		w.found.add("%s: %s was said twice: as %s and as %s", w.name, word, other, it.ID)
	}
	if it.Published <= w.newest {
		w.found.add("%s: %s came with the date %s, after one of %s", w.name, it.ID, it.Published, w.newest)
	}
	w.newest = max(w.newest, it.Published)
	w.ids[word] = it.ID
	w.urls[word], _, _ = strings.Cut(it.URL, "#")
}

var hashSeed = maphash.MakeSeed()

// has says whether a word was seen.
func (w *witness) has(word string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.words[word] || w.ids[word] != ""
}

// page is the page of the story that a follow-up is of.
func (w *witness) page(word string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.urls[word]
}
