//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"
)

// A witness polls the feed as a reader does, and holds the publisher to all
// that it has seen.
type witness struct {
	address string
	editor  *editor
	client  http.Client
	timely  bool // the publisher's clock is right: what is new is dated after all that was

	mu      sync.Mutex // guards what follows
	etag    string
	polls   int
	seen    map[string]*sighting // by id
	ids     map[string]string    // by word: of an article, or of a follow-up
	words   map[string]bool      // in the feed now or before
	now     map[string]bool      // ids in the feed now
	newest  string               // date of the newest follow-up
	dates   map[string]string    // ids of follow-ups by date
	faults  []string
	changed chan struct{} // closed and replaced when something new is seen
}

// A sighting is what was seen of an entry.
type sighting struct {
	item     item
	versions map[string]bool // its bytes
	word     string
}

// An item is an entry of the feed.
type item struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Content   string   `json:"content_html"`
	Summary   string   `json:"summary"`
	Published string   `json:"date_published"`
	Tags      []string `json:"tags"`
	FollowUp  *struct {
		Kind string `json:"kind"`
		N    int    `json:"n"`
		Of   string `json:"of"`
	} `json:"_writethru"`
}

func newWitness(address string) *witness {
	return &witness{
		address: address, client: http.Client{Timeout: 5 * time.Second}, timely: true,
		seen: map[string]*sighting{}, ids: map[string]string{}, words: map[string]bool{}, dates: map[string]string{}, changed: make(chan struct{}),
	}
}

// watch polls until ctx is done.
func (w *witness) watch(ctx context.Context) {
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			w.poll(ctx)
		}
	}
}

// poll gets the feed once. That nobody answers is no fault.
func (w *witness) poll(ctx context.Context) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.address+"/feed.json", nil)
	if err != nil {
		w.fault("%v", err)
		return
	}
	req.Header.Set("If-None-Match", w.etag)
	resp, err := w.client.Do(req)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode == http.StatusNotModified {
		return // the publisher was killed meanwhile
	}
	if resp.StatusCode != http.StatusOK {
		if resp.StatusCode < http.StatusInternalServerError {
			w.fault("the feed answers with status %d", resp.StatusCode)
		}
		return
	}
	w.etag = resp.Header.Get("ETag")
	w.read(b)
}

func (w *witness) fault(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

var (
	articleWord  = regexp.MustCompile(`\bww\d{4}\b`)
	followUpWord = regexp.MustCompile(`\bfw\d{4}\b`)
	editWord     = regexp.MustCompile(`\bew\d{4}\b`)
)

// read takes in one document.
func (w *witness) read(b []byte) {
	var doc struct{ Items []json.RawMessage }
	if err := json.Unmarshal(b, &doc); err != nil {
		w.fault("the feed does not parse: %v", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.polls++
	w.now = map[string]bool{}
	var news []*sighting
	for _, raw := range doc.Items {
		var it item
		if err := json.Unmarshal(raw, &it); err != nil {
			w.faults = append(w.faults, fmt.Sprintf("an entry does not parse: %v", err))
			continue
		}
		if w.now[it.ID] {
			w.faults = append(w.faults, it.ID+" is twice in one document")
		}
		w.now[it.ID] = true
		s := w.seen[it.ID]
		if s == nil {
			s = &sighting{item: it, versions: map[string]bool{}}
			w.seen[it.ID] = s
			news = append(news, s)
		}
		s.versions[string(raw)] = true
		w.compare(s, it)
	}
	slices.SortFunc(news, func(a, b *sighting) int { return byTime(a.item, b.item) })
	for _, s := range news {
		w.first(s)
	}
	for id, s := range w.seen {
		if !w.now[id] && w.editor.removals(articleWord.FindString(s.item.Title)) == 0 {
			w.faults = append(w.faults, id+" is in the feed no more, and nobody deleted it")
		}
		for _, word := range editWord.FindAllString(s.item.Content, -1) {
			w.words[word] = true
		}
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

func byTime(a, b item) int {
	switch {
	case a.Published < b.Published:
		return -1
	case a.Published > b.Published:
		return 1
	}
	return 0
}

// first takes in an entry that was not seen before: what is new has a date of
// its own, after all that was.
func (w *witness) first(s *sighting) {
	it := s.item
	if it.FollowUp == nil {
		return
	}
	if other, ok := w.dates[it.Published]; ok {
		w.faults = append(w.faults, fmt.Sprintf("%s came with the date %s, which is that of %s", it.ID, it.Published, other))
	}
	w.dates[it.Published] = it.ID
	if w.timely && it.Published <= w.newest {
		w.faults = append(w.faults, fmt.Sprintf("%s came with the date %s, after one of %s", it.ID, it.Published, w.newest))
	}
	w.newest = it.Published
}

// compare holds an entry to what was seen of it.
func (w *witness) compare(s *sighting, it item) {
	if it.Published != s.item.Published {
		w.faults = append(w.faults, fmt.Sprintf("%s was dated %s, and is now %s", it.ID, s.item.Published, it.Published))
	}
	if (it.FollowUp == nil) != (s.item.FollowUp == nil) || it.FollowUp != nil && *it.FollowUp != *s.item.FollowUp {
		w.faults = append(w.faults, it.ID+" is of another kind now")
	}
	s.item = it
	w.name(s)
	most, followUps := w.editor.versions(articleWord.FindString(it.Title))
	if it.FollowUp != nil {
		most = followUps
	}
	if len(s.versions) == most+1 {
		w.faults = append(w.faults, fmt.Sprintf("%s has %d versions, want %d at most", it.ID, len(s.versions), most))
	}
}

// name notes whose entry it is. A word that has two ids was said twice.
func (w *witness) name(s *sighting) {
	word := articleWord.FindString(s.item.Title)
	if s.item.FollowUp != nil {
		word = followUpWord.FindString(s.item.Content)
	}
	if word == "" || word == s.word {
		return
	}
	s.word = word
	if other, ok := w.ids[word]; ok && other != s.item.ID {
		w.faults = append(w.faults, fmt.Sprintf("%s was said twice: as %s and as %s", word, other, s.item.ID))
	}
	w.ids[word], w.words[word] = s.item.ID, true
}

// wait returns when a word was seen.
func (w *witness) wait(ctx context.Context, word string) error {
	for {
		w.mu.Lock()
		there, changed := w.words[word], w.changed
		w.mu.Unlock()
		if there {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%s never came: %w", word, ctx.Err())
		}
	}
}

// known are all ids that were seen.
func (w *witness) known() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Sorted(maps.Keys(w.seen))
}

// found are the faults so far.
func (w *witness) found() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.faults)
}
