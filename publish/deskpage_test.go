package publish_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"writethru/publish"
)

// ask asks for a page of the desk; a form is posted.
func (w *world) ask(path string, form url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if form != nil {
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	rec := httptest.NewRecorder()
	w.p.Desk().ServeHTTP(rec, r)
	head := rec.Header()
	if head.Get("Cache-Control") != "no-store" || !strings.Contains(head.Get("X-Robots-Tag"), "noindex") || !strings.Contains(head.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		w.t.Errorf("%s may be kept, indexed or framed: %v", path, head)
	}
	return rec
}

var proofField = regexp.MustCompile(`name="proof" value="([0-9a-f]+)"`)

// proof is what the page that asks before a decision was made of.
func (w *world) proof(do string) string {
	w.t.Helper()
	page := w.ask("/-/held?do="+do+"&id=flood%231", nil)
	found := proofField.FindStringSubmatch(page.Body.String())
	if page.Code != http.StatusOK || found == nil {
		w.t.Fatalf("asked to %s: %d\n%s", do, page.Code, page.Body)
	}
	return found[1]
}

// follow has the publisher find what was decided, as Run does.
func (w *world) follow() {
	w.t.Helper()
	w.close()
	w.open()
	w.publish()
}

const longer = "The clerk's office said on Friday that no records are lost, and that all of them are back.\n"

func heldWorld(t *testing.T) *world {
	w := newWorld(t, publish.FollowUps{Unmarked: "queue"})
	w.write("flood.md", owing("Flood & fire", "2026-11-18", ""))
	w.publish()
	w.advance(time.Hour)
	w.write("flood.md", owing("Flood & fire", "2026-11-18", longer))
	w.publish()
	return w
}

func TestTheDeskShowsWhatWaits(t *testing.T) {
	w := newWorld(t, publish.FollowUps{Unmarked: "queue", Settle: 10 * time.Second})
	defer w.close()
	w.write("flood.md", owing("Flood & fire", "2026-11-18", ""))
	w.write("bridge.md", owing("Bridge", "2026-11-19", ""))
	w.publish()
	w.advance(time.Hour)
	w.write("flood.md", owing("Flood & fire", "2026-11-18", longer))
	w.write("bridge.md", owing("Bridge", "2026-11-19", "**Correction:** It is <open>, and always was.\n"))
	w.publish()
	page := w.ask("/-/held", nil).Body.String()
	for _, want := range []string{
		`<a href="http://localhost:8080/stories/flood/">Flood &amp; fire</a>`,
		"The clerk’s office said on Friday", "nothing marks it as a follow-up", `href="held?do=release&amp;id=flood%231"`,
		"Correction</span>", `<time datetime="2026-11-20T13:00:10Z"`,
		"The Courier has asked the clerk’s office for comment.", `href="held?do=close&amp;id=bridge%231"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the desk lacks %s:\n%s", want, page)
		}
	}
	if got := w.p.DeskStats(); got.Held != 1 || got.Pending != 1 {
		t.Errorf("stats: %+v", got)
	}
}

func TestDecisionsAreCarriedOutOnce(t *testing.T) {
	for do, want := range map[string]struct{ said, feed string }{
		"release": {"Released", "Update: Flood &amp; fire"},
		"dismiss": {"Dismissed", "no records are lost"},
	} {
		w := heldWorld(t)
		form := url.Values{"do": {do}, "id": {"flood#1"}, "proof": {w.proof(do)}}
		first := w.ask("/-/held", form)
		if first.Code != http.StatusSeeOther || first.Header().Get("Location") != "held?done="+do {
			t.Errorf("%s: %d to %q", do, first.Code, first.Header().Get("Location"))
		}
		if page := w.ask("/-/held?done="+do, nil).Body.String(); !strings.Contains(page, want.said) || strings.Contains(page, "do="+do) {
			t.Errorf("%s: the list says\n%s", do, page)
		}
		if again := w.ask("/-/held", form); again.Code != http.StatusConflict {
			t.Errorf("%s again: %d", do, again.Code)
		}
		w.follow()
		if feed := string(w.get("/feed.rss")); !strings.Contains(feed, want.feed) {
			t.Errorf("%s: the feed lacks %q:\n%s", do, want.feed, feed)
		}
		w.close()
	}
}

func TestPromisesAreClosedOnTheDesk(t *testing.T) {
	w := newWorld(t, publish.FollowUps{})
	defer w.close()
	w.write("flood.md", owing("Flood", "2026-11-18", ""))
	w.publish()
	form := url.Values{"do": {"close"}, "id": {"flood#1"}, "proof": {w.proof("close")}}
	if got := w.ask("/-/held", form); got.Code != http.StatusSeeOther {
		t.Errorf("close: %d\n%s", got.Code, got.Body)
	}
	w.follow()
	if page := string(w.get("/promises")); !strings.Contains(page, "closed by an editor") {
		t.Errorf("the page of promises:\n%s", page)
	}
}

func TestNothingIsDecidedThatWasNotShown(t *testing.T) {
	w := heldWorld(t)
	defer w.close()
	shown := w.proof("release")
	w.advance(time.Minute)
	w.write("flood.md", owing("Flood & fire", "2026-11-18", strings.Replace(longer, "no records", "all records", 1)))
	w.publish()
	for claim, form := range map[string]url.Values{
		"the text has changed": {"do": {"release"}, "id": {"flood#1"}, "proof": {shown}},
		"no proof":             {"do": {"release"}, "id": {"flood#1"}},
		"another decision":     {"do": {"publish"}, "id": {"flood#1"}, "proof": {w.proof("release")}},
		"another follow-up":    {"do": {"release"}, "id": {"flood#2"}, "proof": {shown}},
		"another story":        {"do": {"release"}, "id": {"fire#1"}, "proof": {shown}},
		"a promise":            {"do": {"close"}, "id": {"flood#9"}, "proof": {shown}},
		"nothing":              {},
	} {
		if got := w.ask("/-/held", form); got.Code != http.StatusConflict {
			t.Errorf("%s: %d, want a conflict", claim, got.Code)
		}
	}
	if got := w.ask("/-/held?do=release&id=%3Cscript%3E", nil); got.Code != http.StatusNotFound || strings.Contains(got.Body.String(), "<script>") {
		t.Errorf("an id that is none: %d\n%s", got.Code, got.Body)
	}
	if all, err := publish.HeldBacks(t.Context(), w.store); err != nil || len(all) != 1 {
		t.Errorf("%d are held, %v, want the one", len(all), err)
	}
}

// What an editor releases goes out whatever the limits are.
func TestReleasedFollowUpsPassLimits(t *testing.T) {
	w := newWorld(t, publish.FollowUps{MaxPerArticle: 1})
	defer w.close()
	w.write("flood.md", owing("Flood", "2026-11-18", ""))
	w.publish()
	w.advance(time.Minute)
	w.write("flood.md", owing("Flood", "2026-11-18", "**Update:** It rains.\n\n**Update 2:** It pours.\n"))
	w.publish()
	w.advance(time.Minute)
	w.tick()
	if n := strings.Count(string(w.get("/updates.rss")), "<item>"); n != 1 {
		t.Fatalf("%d updates are out, want one", n)
	}
	if err := publish.Release(t.Context(), w.store, "flood#2", w.clock); err != nil {
		t.Fatal(err)
	}
	w.follow()
	if n := strings.Count(string(w.get("/updates.rss")), "<item>"); n != 2 {
		t.Errorf("%d updates are out, want the released one too", n)
	}
}
