package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/testscript"

	"writethru/bench/attack"
)

// attacked runs the attacks of a kind against $SITE, or writes the folder of
// articles that they are about.
func attacked(ts *testscript.TestScript, _ bool, args []string) {
	site := attack.Site{
		Addr: strings.TrimPrefix(ts.Getenv("SITE"), "http://"),
		Feed: "/feed.rss", Story: "/stories/flood/", Drafts: "/stories/draft/",
		Folders: []string{"/", "/stories/", "/stories/flood/", "/tags/", "/archive/"},
		Shared:  []string{"/", "/feed.rss", "/feed.atom", "/feed.json", "/feeds.opml", "/sitemap.xml", "/stories/flood/", "/stories/flood", "/none", "/tags/river/feed.atom", "/livez", "/hub"},
		Private: []string{"writethru.yaml", ".writethru/journal.db"},
	}
	switch args[0] {
	case "folder":
		ts.Check(attack.Folder(ts.MkAbs(".")))
	case "paths":
		fend(ts, site, site.Paths())
	case "hosts":
		fend(ts, site, site.Hosts())
	case "requests":
		fend(ts, site, site.Requests())
		ts.Check(site.Pipeline(2000))
	case "methods":
		fend(ts, site, site.Methods())
	case "crowd":
		crowd := site.Crowd(context.Background(), 200, 200, 200)
		defer crowd.Close()
		fend(ts, site, []attack.Attack{{Claim: "a reader in the crowd", Request: "GET /feed.rss HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", Status: "^200$"}})
	case "scripts":
		scripts(ts)
	default:
		ts.Fatalf("no attack is called %q", args[0])
	}
}

// fend fails if any attack does not get the answer that it should.
func fend(ts *testscript.TestScript, site attack.Site, attacks []attack.Attack) {
	for _, o := range site.Send(attacks) {
		if o.Err != nil && o.Got == "" && !strings.Contains(o.Err.Error(), "reset") {
			ts.Fatalf("%s: %.120q: %v", o.Claim, o.Request, o.Err)
		}
		if !o.AsWanted() {
			ts.Fatalf("%s: %.120q is answered %.300q, want status %s", o.Claim, o.Request, o.Answer, o.Status)
		}
		if leak := o.Leak(); leak != "" {
			ts.Fatalf("%s: %.120q gets %q: %.500q", o.Claim, o.Request, leak, o.Answer)
		}
	}
	fmt.Fprintf(ts.Stdout(), "%d attacks\n", len(attacks))
}

// scripts reads all that is published of articles that are full of scripts.
func scripts(ts *testscript.TestScript) {
	harmless := func(where, text string, page bool) {
		for _, active := range attack.Active(text, page) {
			ts.Fatalf("%s has %s", where, active)
		}
	}
	for _, path := range []string{"/feed", "/stories", "/updates", "/stories/hostile/feed", "/tags/script-alert-1-script/feed", "/archive/1"} {
		for _, ext := range []string{".rss", ".atom", ".json"} {
			status, body, err := get(ts.Getenv("SITE") + path + ext)
			ts.Check(err)
			if status == http.StatusNotFound && strings.HasPrefix(path, "/tags/") {
				continue
			}
			feed, err := gofeed.NewParser().ParseString(body)
			ts.Check(err)
			for _, item := range feed.Items {
				harmless(path+ext, item.Content, false)
				if ext == ".rss" { // in the others it is plain text, and says so
					harmless(path+ext, item.Description, false)
				}
				if !attack.Leads(item.Link) {
					ts.Fatalf("%s%s links to %q", path, ext, item.Link)
				}
			}
		}
	}
	for _, path := range []string{"/", "/stories/hostile/"} {
		status, body, err := get(ts.Getenv("SITE") + path)
		ts.Check(err)
		if status != http.StatusOK {
			ts.Fatalf("GET %s: %d", path, status)
		}
		harmless(path, body, true)
	}
}
