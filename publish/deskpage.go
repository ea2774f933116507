package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"writethru/journal"
	"writethru/posts/followups"
	"writethru/serve/pages"
)

// A deskHandler shows what waits for editors, and takes their decisions. They
// are records of the journal, where every process finds them.
type deskHandler struct{ p *Publisher }

// Desk is the page on which editors release or dismiss follow-ups that are held,
// see those that are about to go out, and close promises. It has no guard of its
// own: whoever reaches it decides.
func (p *Publisher) Desk() http.Handler { return deskHandler{p} }

// decisions are what editors may decide, and what is said afterwards.
var decisions = map[string]struct {
	said   string
	decide func(context.Context, journal.Store, string, time.Time) error
}{
	"release": {"Released: it goes out now.", Release},
	"dismiss": {"Dismissed: it is part of its article.", Dismiss},
	"close":   {"Closed: it is owed no more.", Close},
}

func (d deskHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		do, id := r.URL.Query().Get("do"), r.URL.Query().Get("id")
		if do == "" {
			d.list(w, r, http.StatusOK, decisions[r.URL.Query().Get("done")].said, "")
			return
		}
		d.ask(w, r, do, id)
	case http.MethodPost:
		d.decide(w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// decide carries out a decision about what was shown, and leads back to the
// list. What has changed since it was shown is shown again.
func (d deskHandler) decide(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<14)
	if err := r.ParseForm(); err != nil {
		d.list(w, r, http.StatusBadRequest, "", "The form could not be read.")
		return
	}
	do, id := r.PostForm.Get("do"), r.PostForm.Get("id")
	decision, known := decisions[do]
	item, err := d.item(r.Context(), do, id)
	switch {
	case !known || errors.Is(err, errSettled):
		d.list(w, r, http.StatusConflict, "", "That is settled already: nothing was done.")
		return
	case err != nil:
		d.failed(w, err)
		return
	case proof(item) != r.PostForm.Get("proof"):
		d.list(w, r, http.StatusConflict, "", "The text has changed since you saw it: look again.")
		return
	}
	if err := decision.decide(r.Context(), d.p.Store, id, d.p.now()); err != nil {
		d.p.Log.Warn("an editor's decision could not be carried out", "decision", do, "id", id, "error", err, "advice", "see whether the journal's disk or servers answer; the editor was told")
		d.list(w, r, http.StatusConflict, "", "That is settled already, or the journal did not answer: look again.")
		return
	}
	d.p.Log.Info("an editor decided", "decision", do, "id", id)
	w.Header().Set("Location", "held?done="+url.QueryEscape(do)) // as the links do, wherever a proxy has put us
	d.head(w, http.StatusSeeOther)
}

// ask shows what a decision is about before it is carried out.
func (d deskHandler) ask(w http.ResponseWriter, r *http.Request, do, id string) {
	item, err := d.item(r.Context(), do, id)
	switch {
	case errors.Is(err, errSettled):
		d.list(w, r, http.StatusNotFound, "", "That is settled already.")
		return
	case err != nil:
		d.failed(w, err)
		return
	}
	page := pages.DecidePage{Publication: d.p.publication(), Do: do, ID: id, Proof: proof(item), Item: item}
	d.write(w, http.StatusOK, func(b *bytes.Buffer) error { return d.p.theme().Decide(b, page) })
}

// proof names what an editor was shown.
func proof(item pages.DeskItem) string {
	sum := sha256.Sum256([]byte(item.Headline + "\x00" + item.Text))
	return hex.EncodeToString(sum[:12])
}

var errSettled = errors.New("nothing waits under this id")

// item finds what a decision is about.
func (d deskHandler) item(ctx context.Context, do, id string) (pages.DeskItem, error) {
	story, _ := cutID(id)
	r, err := d.p.Store.Head(ctx, story)
	if errors.Is(err, journal.ErrNotFound) {
		return pages.DeskItem{}, errSettled
	}
	if err != nil {
		return pages.DeskItem{}, err
	}
	held, _, promises := d.items(r)
	if do == "close" {
		held = promises
	}
	i := slices.IndexFunc(held, func(item pages.DeskItem) bool { return item.ID == id })
	if _, known := decisions[do]; !known || i < 0 {
		return pages.DeskItem{}, errSettled
	}
	return held[i], nil
}

// list shows all that waits.
func (d deskHandler) list(w http.ResponseWriter, r *http.Request, status int, said, wrong string) {
	page := pages.DeskPage{Publication: d.p.publication(), Said: said, Wrong: wrong}
	for _, id := range d.stories() {
		rev, err := d.p.Store.Head(r.Context(), id)
		if errors.Is(err, journal.ErrDamaged) {
			continue // the log has it
		}
		if err != nil {
			d.failed(w, err)
			return
		}
		held, pending, promises := d.items(rev)
		page.Held = append(page.Held, held...)
		page.Pending = append(page.Pending, pending...)
		page.Promises = append(page.Promises, promises...)
	}
	for _, items := range [][]pages.DeskItem{page.Held, page.Pending, page.Promises} {
		slices.SortStableFunc(items, func(a, b pages.DeskItem) int { return a.Since.Compare(b.Since) })
	}
	d.write(w, status, func(b *bytes.Buffer) error { return d.p.theme().Desk(b, page) })
}

// stories are the ids of those that may have something on the desk.
func (d deskHandler) stories() []string {
	d.p.mu.RLock()
	defer d.p.mu.RUnlock()
	return slices.Sorted(maps.Keys(d.p.index.desk))
}

// items are what a story has on the desk.
func (d deskHandler) items(r journal.Revision) (held, pending, promises []pages.DeskItem) {
	h, set := &r.Head, d.p.Settings
	if h.Withdrawn {
		return nil, nil, nil
	}
	about := pages.DeskItem{Headline: h.Title, URL: d.p.address(h).String(), Language: h.Language}
	for _, f := range h.FollowUps {
		item := about
		item.ID, item.Label, item.Text, item.Since = promiseID(r.Story, f.N), followups.Label(f.Kind, h.Language), f.Text, f.FirstSeen
		switch {
		case f.Removed || f.Text == "":
		case f.State == journal.Waiting:
			item.Why = whyWords(f.Why)
			held = append(held, item)
		case f.State == journal.Pending:
			item.Goes = r.At.Add(set.FollowUps.Settle)
			pending = append(pending, item)
		}
	}
	for _, p := range h.Promises {
		if p.Closed.IsZero() {
			item := about
			item.ID, item.Text, item.Party, item.Since = p.ID, p.Sentence, p.Party, p.Since
			item.Overdue = set.WarnAfter > 0 && !p.Since.Add(set.WarnAfter).After(d.p.now())
			promises = append(promises, item)
		}
	}
	return held, pending, promises
}

// whyWords say to people what a follow-up waits for.
func whyWords(why string) string {
	switch why {
	case journal.Unmarked:
		return "an editor: nothing marks it as a follow-up"
	case perArticle:
		return "the limit of its article in 24 hours (max_per_article)"
	case perHour:
		return "the limit of all articles in an hour (max_per_hour)"
	}
	return why
}

// write answers with a page for one editor, which nobody keeps.
func (d deskHandler) write(w http.ResponseWriter, status int, page func(*bytes.Buffer) error) {
	var b bytes.Buffer
	if err := page(&b); err != nil {
		d.failed(w, err)
		return
	}
	w.Header().Set("Content-Type", typeHTML)
	d.head(w, status)
	_, _ = w.Write(b.Bytes()) // an editor who is gone needs no answer
}

func (d deskHandler) head(w http.ResponseWriter, status int) {
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("X-Robots-Tag", "noindex, nofollow")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "same-origin")
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
}

func (d deskHandler) failed(w http.ResponseWriter, err error) {
	d.p.Log.Error("the desk can't be shown", "error", err, "advice", "see whether the journal's disk or servers answer")
	d.head(w, http.StatusServiceUnavailable)
	_, _ = w.Write([]byte("Temporarily unavailable.\n")) // an editor who is gone needs no answer
}
