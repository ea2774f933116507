package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A strict is a subscriber as the Recommendation describes one (W3C, 23 January
// 2018), and by nothing that our hub does. It notes whatever a hub does that it
// must not do.
type strict struct {
	t      *testing.T
	server *httptest.Server

	mu         sync.Mutex // guards what follows
	subs       map[string]*strictSub
	challenges map[string]bool
	faults     []string
}

// A strictSub is what it wants for one callback.
type strictSub struct {
	s      *strict
	path   string // of the callback
	query  string // of its own
	topic  string
	hub    string
	secret string // as of the last request that was confirmed
	status int    // that deliveries are answered with; 0: 202

	pending url.Values // the request that is to be confirmed
	refuses bool       // what is asked in its name it did not want
	asked   int        // verifications
	got     []notice
	denied  string // why
}

// A notice is what it was sent.
type notice struct {
	kind, body string
}

func newStrict(t *testing.T) *strict {
	s := &strict{t: t, subs: map[string]*strictSub{}, challenges: map[string]bool{}}
	s.server = httptest.NewServer(s)
	t.Cleanup(func() {
		s.server.Close()
		for _, f := range s.faults {
			t.Error(f)
		}
	})
	return s
}

// want makes a subscriber of a topic, with a callback of its own (§5.1: unique).
func (s *strict) want(hub, topic string) *strictSub {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := &strictSub{s: s, path: fmt.Sprint("/cb/", len(s.subs)), query: "own=1&hub.mode=mine&caf%C3%A9=a%20b", topic: topic, hub: hub}
	s.subs[n.path] = n
	return n
}

func (n *strictSub) callback() string { return n.s.server.URL + n.path + "?" + n.query }

// ask sends a request to the hub (§5.1). More are further parameters.
func (n *strictSub) ask(mode string, more ...string) {
	n.s.t.Helper()
	form := url.Values{"hub.mode": {mode}, "hub.topic": {n.topic}, "hub.callback": {n.callback()}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	n.s.mu.Lock()
	n.pending = form
	before := n.asked
	n.s.mu.Unlock()
	n.post(form)
	// The hub verifies as soon as possible (§5.1.2).
	n.eventually("the hub asks whether it is meant", func() bool { return n.asked > before })
}

// post sends a form, which the hub must accept (§5.1.2).
func (n *strictSub) post(form url.Values) {
	n.s.t.Helper()
	resp, err := http.PostForm(n.hub, form)
	if err != nil {
		n.s.t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, err := io.ReadAll(resp.Body); resp.StatusCode != http.StatusAccepted || err != nil {
		n.s.t.Errorf("%s of %s: %s %s, want 202 (§5.1.2)", form.Get("hub.mode"), n.topic, resp.Status, b)
	}
}

// eventually waits until something is so.
func (n *strictSub) eventually(what string, so func() bool) {
	n.s.t.Helper()
	if err := eventually(func() error {
		n.s.mu.Lock()
		defer n.s.mu.Unlock()
		if !so() {
			return errors.New("not so")
		}
		return nil
	}); err != nil {
		n.s.t.Errorf("%s: %s: %v", n.topic, what, err)
	}
}

// has waits until the last of its deliveries holds some text.
func (n *strictSub) has(text string) {
	n.s.t.Helper()
	n.eventually("it is sent "+text, func() bool { return len(n.got) > 0 && strings.Contains(n.got[len(n.got)-1].body, text) })
}

func (n *strictSub) count() int {
	n.s.mu.Lock()
	defer n.s.mu.Unlock()
	return len(n.got)
}

func (s *strict) fault(format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf(format, args...))
}

func (s *strict) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.subs[r.URL.Path]
	switch {
	case err != nil:
	case n == nil:
		s.fault("%s %s: nobody asked for it", r.Method, r.URL.Path)
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodGet:
		n.confirm(w, r)
	case r.Method == http.MethodPost:
		n.take(w, r, string(body))
	default:
		s.fault("a hub sent %s", r.Method)
	}
}

// confirm answers a verification of intent (§5.3), or hears of a denial (§5.2).
// New parameters come after its own, which stay as they are (§5.1.1).
func (n *strictSub) confirm(w http.ResponseWriter, r *http.Request) {
	added, ok := strings.CutPrefix(r.URL.RawQuery, n.query+"&")
	q, err := url.ParseQuery(added)
	if !ok || err != nil {
		n.s.fault("the callback's query is %s, want it to begin with %s (§5.1.1)", r.URL.RawQuery, n.query)
	}
	for name, values := range q {
		if len(values) != 1 {
			n.s.fault("%s comes %d times", name, len(values))
		}
	}
	if q.Get("hub.topic") != n.topic {
		n.s.fault("hub.topic is %q, want the one that was asked for, %q (§5.3)", q.Get("hub.topic"), n.topic)
	}
	mode, challenge := q.Get("hub.mode"), q.Get("hub.challenge")
	if mode == "denied" {
		n.denied = q.Get("hub.reason")
		return
	}
	n.asked++
	if challenge == "" || n.s.challenges[challenge] {
		n.s.fault("hub.challenge is %q, want a new one each time (§5.3, §8.1)", challenge)
	}
	n.s.challenges[challenge] = true
	if lease := q.Get("hub.lease_seconds"); mode == "subscribe" && !regexp.MustCompile(`^[1-9][0-9]*$`).MatchString(lease) {
		n.s.fault("hub.lease_seconds is %q, want a positive number (§5.3)", lease)
	}
	if n.refuses || mode != n.pending.Get("hub.mode") {
		w.WriteHeader(http.StatusNotFound) // it does not agree with the action
		return
	}
	n.secret = n.pending.Get("hub.secret")
	if mode == "unsubscribe" {
		n.secret = ""
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	io.WriteString(w, challenge)
}

// take takes a delivery (§7).
func (n *strictSub) take(w http.ResponseWriter, r *http.Request, body string) {
	if r.URL.RawQuery != n.query {
		n.s.fault("the callback's query is %s, want exactly %s (§5.1.1)", r.URL.RawQuery, n.query)
	}
	if body == "" || r.ContentLength != int64(len(body)) || r.Header.Get("Content-Encoding") != "" {
		n.s.fault("a delivery of %d bytes has Content-Length %d and Content-Encoding %q", len(body), r.ContentLength, r.Header.Get("Content-Encoding"))
	}
	rels, err := linksOf(r.Header.Values("Link"))
	if err != nil || !slices.Contains(rels["hub"], n.hub) || !slices.Equal(rels["self"], []string{n.topic}) {
		n.s.fault("Link is %q, want the hub %s, and the topic %s once (§7)", r.Header.Values("Link"), n.hub, n.topic)
	}
	if err := checkSignature(r.Header.Values("X-Hub-Signature"), n.secret, body); err != nil {
		n.s.fault("%v (§7.1)", err)
	}
	n.got = append(n.got, notice{r.Header.Get("Content-Type"), body})
	status := http.StatusAccepted
	if n.status != 0 {
		status = n.status
	}
	w.WriteHeader(status)
}

// checkSignature says what is wrong with a signature, or its absence.
func checkSignature(given []string, secret, body string) error {
	if secret == "" {
		if len(given) > 0 {
			return fmt.Errorf("X-Hub-Signature is %q, and there is no secret", given)
		}
		return nil
	}
	if len(given) != 1 {
		return fmt.Errorf("X-Hub-Signature is %q, want one", given)
	}
	method, signature, _ := strings.Cut(given[0], "=")
	sum, ok := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}[method]
	if !ok {
		return fmt.Errorf("X-Hub-Signature has the method %q", method)
	}
	mac := hmac.New(sum, []byte(secret))
	io.WriteString(mac, body)
	if got, err := hex.DecodeString(signature); err != nil || !hmac.Equal(got, mac.Sum(nil)) {
		return fmt.Errorf("X-Hub-Signature %q does not belong to the body and the secret", given[0])
	}
	return nil
}

// linksOf reads Link headers (RFC 8288), as far as hubs and feeds need it.
func linksOf(headers []string) (map[string][]string, error) {
	rels := map[string][]string{}
	for _, link := range strings.Split(strings.Join(headers, ", "), ",") {
		target, rest, ok := strings.Cut(strings.TrimSpace(link), ">")
		target, opened := strings.CutPrefix(target, "<")
		if !ok || !opened {
			return nil, fmt.Errorf("Link %q", link)
		}
		_, params, err := mime.ParseMediaType("x/x" + rest)
		if err != nil {
			return nil, err
		}
		for _, rel := range strings.Fields(params["rel"]) {
			rels[rel] = append(rels[rel], target)
		}
	}
	return rels, nil
}

// discover finds the hub and topic of a feed (§4): by its Link headers, and by
// what is in the document.
func discover(t *testing.T, address string) (header, document map[string][]string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if header, err = linksOf(resp.Header.Values("Link")); err != nil {
		t.Fatal(err)
	}
	document = map[string][]string{}
	if strings.Contains(resp.Header.Get("Content-Type"), "json") {
		var feed struct {
			URL  string `json:"feed_url"`
			Hubs []struct{ Type, URL string }
		}
		if err := json.NewDecoder(resp.Body).Decode(&feed); err != nil {
			t.Fatal(err)
		}
		document["self"] = []string{feed.URL}
		for _, h := range feed.Hubs {
			if strings.EqualFold(h.Type, "websub") {
				document["hub"] = append(document["hub"], h.URL)
			}
		}
		return header, document
	}
	d := xml.NewDecoder(resp.Body)
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return header, document
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth++
			if depth > 3 || e.Name.Space != "http://www.w3.org/2005/Atom" || e.Name.Local != "link" {
				continue // of the feed itself, not of its entries
			}
			a := map[string]string{}
			for _, attr := range e.Attr {
				a[attr.Name.Local] = attr.Value
			}
			document[a["rel"]] = append(document[a["rel"]], a["href"])
		}
	}
}
