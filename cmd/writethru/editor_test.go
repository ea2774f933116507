package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
)

// press is the command of the same name: it asks for a page, sends off the form
// on it as a browser does, and prints what that leads to.
func press(ts *testscript.TestScript, neg bool, args []string) {
	at, err := url.Parse(ts.Getenv("SITE") + args[0])
	ts.Check(err)
	_, page, err := get(at.String())
	ts.Check(err)
	doc, err := html.Parse(strings.NewReader(page))
	ts.Check(err)
	values := url.Values{}
	var action *url.URL
	for n := range doc.Descendants() {
		switch n.Data {
		case "form":
			action, err = at.Parse(attribute(n, "action"))
			ts.Check(err)
		case "input":
			values.Set(attribute(n, "name"), attribute(n, "value"))
		}
	}
	if action == nil {
		ts.Fatalf("GET %s: no form:\n%s", args[0], page)
	}
	resp, err := http.PostForm(action.String(), values)
	ts.Check(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if (resp.StatusCode != http.StatusOK) != neg {
		ts.Fatalf("POST %s: %s\n%s", action, resp.Status, b)
	}
	fmt.Fprint(ts.Stdout(), string(b))
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// A hook is a webhook's other end.
type hook struct {
	mu  sync.Mutex // guards got
	got []string   // bodies
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return // the publisher is gone
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.got = append(h.got, string(b))
	w.WriteHeader(http.StatusNoContent)
}

func (h *hook) told() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.got, "\n")
}

// startHook is the command hook.
func startHook(ts *testscript.TestScript, _ bool, _ []string) {
	server := httptest.NewServer(ts.Value("hook").(*hook))
	ts.Defer(server.Close)
	ts.Setenv("HOOK", server.URL)
}

// waitHook is the command waithook.
func waitHook(ts *testscript.TestScript, _ bool, args []string) {
	h := ts.Value("hook").(*hook)
	ts.Check(eventually(func() error {
		if told := h.told(); !strings.Contains(told, args[0]) {
			return fmt.Errorf("the hook was told %q, want %s", told, args[0])
		}
		return nil
	}))
	fmt.Fprintln(ts.Stdout(), h.told())
}
