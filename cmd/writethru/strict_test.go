package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A strictDesk is the real program, with one article, once it is started.
type strictDesk struct {
	t    *testing.T
	site string
	dir  string
	n    int // follow-ups
	cmd  *exec.Cmd
	log  bytes.Buffer
}

func newStrictDesk(t *testing.T) *strictDesk {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	d := &strictDesk{t: t, site: "http://" + ln.Addr().String(), dir: t.TempDir()}
	for name, text := range map[string]string{
		"writethru.yaml": "title: The Courier\nlisten: " + ln.Addr().String() + "\nfollow_ups:\n  settle: 0\n  max_per_article: 0\n  max_per_hour: 0\nwebsub:\n  allow_private: true\n",
		"posts/flood.md": "---\ntitle: Flood\ndate: 2026-11-20T10:00:00Z\n---\nRain fell on the courthouse.\n",
	} {
		name = filepath.Join(d.dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		d.kill()
		if t.Failed() {
			t.Logf("serve said:\n%s", d.log.String())
		}
	})
	return d
}

func (d *strictDesk) start() {
	d.t.Helper()
	d.cmd = exec.Command("writethru", "serve")
	d.cmd.Dir, d.cmd.Stdout, d.cmd.Stderr = d.dir, &d.log, &d.log
	if err := d.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	if err := eventually(func() error {
		status, body, err := get(d.site + "/readyz")
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("%d %s", status, body)
		}
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
}

// kill ends the program as kill -9 does.
func (d *strictDesk) kill() {
	if d.cmd == nil {
		return
	}
	if err := d.cmd.Process.Kill(); err == nil {
		_ = d.cmd.Wait() // it was killed
	}
}

// publish appends a follow-up, and gives a word of it that no other has.
func (d *strictDesk) publish() string {
	d.t.Helper()
	d.n++
	word := fmt.Sprintf("bridge-%d", d.n)
	cmd := exec.Command("writethru", "append", "posts/flood.md", "A spokesperson for the county said that "+word+" is open again.")
	cmd.Dir = d.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		d.t.Fatalf("append: %v: %s", err, out)
	}
	return word
}

// What websub.rocks asks of a hub, and the Recommendation beyond it: each claim is
// one subscriber of one program, and all are told of the same publications.
func TestAStrictSubscriberIsServed(t *testing.T) {
	t.Parallel()
	d := newStrictDesk(t)
	d.start()
	s := newStrict(t)
	var hub string
	formats := []string{"atom", "rss", "json"}
	for _, path := range []string{"/feed.atom", "/feed.rss", "/feed.json", "/updates.rss", "/stories/flood/feed.atom"} {
		header, document := discover(t, d.site+path)
		for by, links := range map[string]map[string][]string{"Link headers": header, "the document": document} {
			if !slices.Equal(links["self"], []string{d.site + path}) || len(links["hub"]) != 1 {
				t.Errorf("%s gives by %s the topics %q and the hubs %q, want itself once, and a hub (§4)", path, by, links["self"], links["hub"])
			}
		}
		hub = header["hub"][0]
		if document["hub"][0] != hub {
			t.Errorf("%s gives two hubs: %s and %s", path, hub, document["hub"][0])
		}
	}
	topic := func(format string) string { return d.site + "/feed." + format }

	var plain, all []*strictSub
	for _, format := range formats {
		typical, secret, more := s.want(hub, topic(format)), s.want(hub, topic(format)), s.want(hub, topic(format))
		typical.ask("subscribe")
		secret.ask("subscribe", "hub.secret", strings.Repeat("é", 99)+"x") // 199 bytes
		more.ask("subscribe", "foo", "bar", "hub.foo", "hub.bar", "hub.verify", "sync", "hub.verify_token", "x", "hub.lease_seconds", "864000")
		plain = append(plain, typical)
		all = append(all, typical, secret, more)
	}
	again := s.want(hub, topic("atom"))
	again.ask("subscribe", "hub.secret", "the first")
	gone := s.want(hub, topic("atom"))
	gone.ask("subscribe")
	all = append(all, again, gone)
	told := func(word string) {
		t.Helper()
		for _, n := range all {
			n.has(word)
		}
	}
	told(d.publish())
	for _, n := range plain {
		status, body, err := get(n.topic)
		head, headErr := http.Head(n.topic)
		if err != nil || headErr != nil || status != http.StatusOK {
			t.Fatalf("%s: %d, %v, %v", n.topic, status, err, headErr)
		}
		head.Body.Close()
		if last := n.got[len(n.got)-1]; last.body != body || last.kind != head.Header.Get("Content-Type") {
			t.Errorf("%s: delivered %d bytes of %s, want the %d bytes of %s that it has (§7)", n.topic, len(last.body), last.kind, len(body), head.Header.Get("Content-Type"))
		}
	}

	// It renews, with another secret and with none: one subscription, and the newest.
	again.ask("subscribe", "hub.secret", "the second")
	before := again.count()
	told(d.publish())
	if n := again.count(); n != before+1 {
		t.Errorf("after it renewed, it was told %d times of one publication", n-before)
	}
	again.ask("subscribe")
	told(d.publish())

	// What others ask in its name it does not confirm, and nothing changes.
	victim := plain[0]
	s.mu.Lock()
	victim.refuses = true
	s.mu.Unlock()
	for _, form := range []url.Values{
		{"hub.mode": {"unsubscribe"}, "hub.topic": {victim.topic}, "hub.callback": {victim.callback()}},
		{"hub.mode": {"subscribe"}, "hub.topic": {victim.topic}, "hub.callback": {victim.callback()}, "hub.secret": {"another's"}},
	} {
		s.mu.Lock()
		asked := victim.asked
		s.mu.Unlock()
		victim.post(form)
		victim.eventually("it is asked", func() bool { return victim.asked > asked })
	}
	told(d.publish())

	// Unsubscribed, whatever lease it names, it is told of nothing.
	gone.ask("unsubscribe", "hub.lease_seconds", "for ever")
	all = slices.DeleteFunc(all, func(n *strictSub) bool { return n == gone })
	before = gone.count()
	told(d.publish())
	told(d.publish())
	if n := gone.count(); n != before {
		t.Errorf("unsubscribed, it was told of %d publications", n-before)
	}

	// A failure is tried again, and keeps nobody from what comes after it. After 410
	// nothing comes.
	broken, ended := s.want(hub, topic("atom")), s.want(hub, topic("atom"))
	broken.ask("subscribe", "hub.secret", "x")
	ended.ask("subscribe")
	s.mu.Lock()
	broken.status, ended.status = http.StatusInternalServerError, http.StatusGone
	s.mu.Unlock()
	word := d.publish()
	told(word)
	ended.has(word)
	s.mu.Lock()
	broken.status, ended.status = 0, 0
	s.mu.Unlock()
	told(d.publish())
	if n := ended.count(); n != 1 {
		t.Errorf("after it answered 410 it was told %d times more", n-1)
	}

	// Killed right after a publication, the program tells all of them when it is back.
	word = d.publish()
	if err := eventually(func() error {
		_, body, err := get(topic("atom"))
		if err == nil && !strings.Contains(body, word) {
			err = fmt.Errorf("%s is not published", word)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	d.kill()
	d.start()
	told(word)
	broken.has(word)
}

// Errors are said at once, with a status of their own and in words (§5.1.2).
func TestAStrictSubscriberIsToldWhatIsWrong(t *testing.T) {
	t.Parallel()
	d := newStrictDesk(t)
	d.start()
	const callback = "http://127.0.0.1:9/cb"
	for claim, form := range map[string]url.Values{
		"a topic of another site":      {"hub.mode": {"subscribe"}, "hub.callback": {callback}, "hub.topic": {"https://elsewhere.example/feed.atom"}},
		"a topic by https":             {"hub.mode": {"subscribe"}, "hub.callback": {callback}, "hub.topic": {strings.Replace(d.site, "http:", "https:", 1) + "/feed.atom"}},
		"a page":                       {"hub.mode": {"subscribe"}, "hub.callback": {callback}, "hub.topic": {d.site + "/stories/flood/"}},
		"a feed that is not there":     {"hub.mode": {"subscribe"}, "hub.callback": {callback}, "hub.topic": {d.site + "/stories/fire/feed.atom"}},
		"no topic":                     {"hub.mode": {"subscribe"}, "hub.callback": {callback}},
		"no callback":                  {"hub.mode": {"subscribe"}, "hub.topic": {d.site + "/feed.atom"}},
		"no mode":                      {"hub.callback": {callback}, "hub.topic": {d.site + "/feed.atom"}},
		"a publisher's request":        {"hub.mode": {"publish"}, "hub.url": {d.site + "/feed.atom"}},
		"a secret of 200 bytes":        {"hub.mode": {"subscribe"}, "hub.callback": {callback}, "hub.topic": {d.site + "/feed.atom"}, "hub.secret": {strings.Repeat("é", 100)}},
		"a lease of less than nothing": {"hub.mode": {"subscribe"}, "hub.callback": {callback}, "hub.topic": {d.site + "/feed.atom"}, "hub.lease_seconds": {"-1"}},
	} {
		resp, err := http.PostForm(d.site+"/hub", form)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(resp.Body); err != nil {
			t.Error(err)
		}
		resp.Body.Close()
		if resp.StatusCode < 400 || resp.StatusCode > 499 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain") || b.Len() == 0 {
			t.Errorf("%s: %s, %s %q, want an error of the client and a word in plain text", claim, resp.Status, resp.Header.Get("Content-Type"), b.String())
		}
	}
}
