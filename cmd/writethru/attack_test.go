package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
)

// An attacker sends a publisher what no reader would.
type attacker struct {
	ts   *testscript.TestScript
	addr string
}

// A sent is a request as bytes, and what must come of it.
type sent struct {
	claim, request string
	status         string // pattern
	without        string // pattern, of the whole answer
}

// attack runs the attacks of a kind against $SITE.
func attack(ts *testscript.TestScript, _ bool, args []string) {
	a := &attacker{ts, strings.TrimPrefix(ts.Getenv("SITE"), "http://")}
	map[string]func(){"paths": a.paths, "hosts": a.hosts, "requests": a.requests, "crowd": a.crowd, "scripts": a.scripts}[args[0]]()
}

// paths asks for files that are not published, in all writings of a path.
func (a *attacker) paths() {
	var targets []string
	for _, file := range []string{"etc/passwd", "writethru.yaml", ".writethru/journal.db", "posts/.env", "posts/flood.md", "secret.txt"} {
		for _, up := range []string{"../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "..;/", ".%00./", "%252e%252e%252f", "%c0%ae%c0%ae/",
			"%c0%ae%c0%af", "..%c0%af", "..%ef%bc%8f", "%uff0e%uff0e/", "....//", "./.././", "..%01/", "../%20/"} {
			for _, under := range []string{"/", "/stories/", "/stories/flood/", "/tags/", "/archive/"} {
				for _, times := range []int{1, 3, 8} {
					targets = append(targets, under+strings.Repeat(up, times)+file)
				}
			}
		}
		targets = append(targets, "/"+file, "//"+file, "/./"+file, "/stories/flood/"+file, "///etc/../"+file, "file:///"+file)
	}
	for _, link := range []string{"outside.txt", "outside/secret.txt", ".env", "flood.md", "draft.md", "draft/plan.png", "index.md", "loop/loop/loop"} {
		targets = append(targets, "/"+link, "/stories/"+link, "/stories/flood/"+link, "/stories/bundle/"+link, "/stories/draft/"+link)
	}
	var requests []sent
	for _, target := range targets {
		requests = append(requests, sent{"a path", "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "^(400|404|301|410)$", "SECRET|root:|SQLite format|settle:"})
	}
	a.send(requests)
}

// hosts tries to have a word of its own in what others are served.
func (a *attacker) hosts() {
	const evil = "evil.example"
	var requests []sent
	for _, path := range []string{"/", "/feed.rss", "/feed.atom", "/feed.json", "/feeds.opml", "/sitemap.xml", "/stories/flood/", "/stories/flood", "/none", "/tags/river/feed.atom", "/livez", "/hub"} {
		for _, field := range []string{"Host: ", "Host: x\r\nX-Forwarded-Host: ", "Host: x\r\nX-Host: ", "Host: x\r\nX-Forwarded-Server: ", "Host: x\r\nForwarded: host=", "Host: x\r\nX-Original-URL: /",
			"Host: x\r\nX-Rewrite-URL: /", "Host: x\r\nX-HTTP-Method-Override: ", "Host: x\r\nOrigin: https://", "Host: x\r\nReferer: https://", "Host: x\r\nX-Forwarded-Proto: ", "Host: x\r\nCookie: ", "Host: x\r\nAccept-Language: "} {
			requests = append(requests, sent{"a field", "GET " + path + " HTTP/1.1\r\n" + field + evil + "\r\nConnection: close\r\n\r\n", "^[2345]", evil})
		}
		for _, target := range []string{"http://" + evil + path, path + "?" + evil, path + "?callback=" + evil, path + "%0d%0aSet-Cookie:" + evil, path + "/..;/" + evil} {
			requests = append(requests, sent{"a target", "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "^[2345]", "(?i)" + evil})
		}
	}
	a.send(requests)
}

// requests sends what is not HTTP, or could be read in two ways.
func (a *attacker) requests() {
	const end = "Connection: close\r\n\r\n"
	get := "GET /feed.rss HTTP/1.1\r\nHost: x\r\n"
	smuggled := "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
	a.send([]sent{
		{"a length and chunks", "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n" + end + "0\r\n\r\n" + smuggled, "^(400|415)$", "smuggled"},
		{"two lengths", "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 44\r\n" + end + smuggled, "^400$", "smuggled"},
		{"a length with a sign", "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n" + end, "^400$", "<rss"},
		{"an unknown transfer coding", "GET /feed.rss HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n" + end, "^501$", "<rss"},
		{"chunks that are none", "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n" + end + "zz\r\n", "^400$", "<rss"},
		{"a blank before the colon", get + "Content-Length : 0\r\n" + end, "^400$", "<rss"},
		{"a field that goes on", get + "X: a\r\n b\r\n" + end, "^(200|400)$", "\r\nX:"},
		{"NUL in a field", get + "X: a\x00b\r\n" + end, "^400$", "<rss"},
		{"NUL in the target", "GET /feed\x00.rss HTTP/1.1\r\nHost: x\r\n" + end, "^(400|404)$", "<rss"},
		{"a carriage return alone", get + "X: a\rSet-Cookie: b\r\n" + end, "^(200|400)$", "Set-Cookie"},
		{"no version", "GET /feed.rss\r\n\r\n", "^400$", "<rss"},
		{"version 3", "GET /feed.rss HTTP/3.0\r\nHost: x\r\n" + end, "^505$", "<rss"},
		{"a proxy's request", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n" + end, "^(400|404|405)$", "evil"},
		{"a method of a megabyte", strings.Repeat("A", 1<<20) + " / HTTP/1.1\r\nHost: x\r\n" + end, "^(400|431|505)?$", "AAAA"},
		{"a target of a megabyte", "GET /" + strings.Repeat("a", 1<<20) + " HTTP/1.1\r\nHost: x\r\n" + end, "^(400|414|431)$", "aaaa"},
		{"a target of a thousand folders", "GET " + strings.Repeat("/a", 1000) + " HTTP/1.1\r\nHost: x\r\n" + end, "^404$", "/a/a"},
		{"twenty thousand fields", get + strings.Repeat("X: a\r\n", 20_000) + end, "^431$", "<rss"},
		{"a body where none is read", "GET /feed.rss HTTP/1.1\r\nHost: x\r\nContent-Length: 44\r\n" + end + smuggled, "^200$", "smuggled"},
		{"a body too long for the hub", "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1048576\r\n" + end + strings.Repeat("a", 1<<20), "^(400|413)$", "aaaa"},
		{"many codings", get + "Accept-Encoding: " + strings.Repeat("gzip;q=0.1,", 5000) + "\r\n" + end, "^200$", "goroutine"},
		{"many tags", get + "If-None-Match: " + strings.Repeat(`"a",`, 15_000) + "\r\n" + end, "^200$", "goroutine"},
		{"many ranges", get + "Range: bytes=" + strings.Repeat("0-1,", 15_000) + "0-1\r\n" + end, "^200$", "multipart"},
		{"a switch of protocols", get + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n" + "GET /none HTTP/1.1\r\nHost: x\r\n" + end, "^200$", "101 Switching"},
		{"HTTP/2's preface and rubbish", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + strings.Repeat("\xff", 4096), "", "<rss"},
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 512), "", "<rss"},
	})

	// Many requests in one go are answered one after the other.
	const many = 2000
	c := a.dial()
	defer c.Close()
	go func() {
		_, _ = io.WriteString(c, strings.Repeat("GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /feed.rss HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n", many))
	}()
	r := bufio.NewReader(c)
	for i := range many {
		for _, want := range []int{200, 304} {
			resp, err := http.ReadResponse(r, nil)
			a.ts.Check(err)
			_, err = io.Copy(io.Discard, resp.Body)
			a.ts.Check(errors.Join(err, resp.Body.Close()))
			if resp.StatusCode != want {
				a.ts.Fatalf("of many requests in one go, pair %d: %d, want %d", i, resp.StatusCode, want)
			}
		}
	}
}

// crowd keeps connections that say nothing, half of a request, or take nothing,
// and asks whether others are still served.
func (a *attacker) crowd() {
	for i := range 600 {
		c := a.dial()
		defer c.Close()
		switch i % 3 {
		case 1:
			_, _ = io.WriteString(c, "GET /feed.rss HTTP/1.1\r\nHost: x\r\nX-Slow: ")
		case 2:
			_, _ = io.WriteString(c, strings.Repeat("GET /feed.rss HTTP/1.1\r\nHost: x\r\n\r\n", 200))
		}
	}
	a.send([]sent{{"a reader in the crowd", "GET /feed.rss HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "^200$", "^$"}})
}

// runs finds what a browser would run, or what would act in a reader's name.
var runs = regexp.MustCompile(`(?i)^(script|iframe|object|embed|applet|base|meta|link|form|input|button|textarea|style|svg|math|frame|frameset|template|noscript|portal)$`)

// scripts reads all that is published of articles that are full of scripts.
func (a *attacker) scripts() {
	for _, path := range []string{"/feed", "/stories", "/updates", "/stories/hostile/feed", "/tags/script-alert-1-script/feed", "/archive/1"} {
		for _, ext := range []string{".rss", ".atom", ".json"} {
			status, body, err := get("http://" + a.addr + path + ext)
			a.ts.Check(err)
			if status == http.StatusNotFound && strings.HasPrefix(path, "/tags/") {
				continue
			}
			feed, err := gofeed.NewParser().ParseString(body)
			a.ts.Check(err)
			for _, item := range feed.Items {
				a.harmless(path+ext, item.Content, false)
				if ext == ".rss" { // in the others it is plain text, and says so
					a.harmless(path+ext, item.Description, false)
				}
				if u, err := url.Parse(item.Link); err != nil || u.Scheme != "http" && u.Scheme != "https" {
					a.ts.Fatalf("%s%s links to %q", path, ext, item.Link)
				}
			}
		}
	}
	for _, path := range []string{"/", "/stories/hostile/"} {
		status, body, err := get("http://" + a.addr + path)
		a.ts.Check(err)
		if status != http.StatusOK {
			a.ts.Fatalf("GET %s: %d", path, status)
		}
		a.harmless(path, body, true)
	}
}

// harmless fails if HTML runs anything. A page of ours has a head and a style of
// its own, data that is not run, and addresses to be copied.
func (a *attacker) harmless(where, text string, page bool) {
	doc, err := html.Parse(strings.NewReader(text))
	a.ts.Check(err)
	own := []string{"meta", "link", "style"}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		inHead := page && slices.ContainsFunc(slices.Collect(n.Ancestors()), func(n *html.Node) bool { return n.Data == "head" })
		data := n.Data == "script" && slices.Contains(n.Attr, html.Attribute{Key: "type", Val: "application/ld+json"})
		address := n.Data == "input" && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "readonly" })
		ours := inHead && slices.Contains(own, n.Data) || page && (data || address)
		if runs.MatchString(n.Data) && !ours {
			a.ts.Fatalf("%s has <%s>: %s", where, n.Data, render(n))
		}
		for _, attr := range n.Attr {
			value := strings.ToLower(strings.Map(func(r rune) rune {
				if r <= ' ' {
					return -1
				}
				return r
			}, attr.Val))
			if strings.HasPrefix(attr.Key, "on") || attr.Key == "style" || attr.Key == "srcdoc" || attr.Key == "formaction" ||
				strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "vbscript:") || strings.HasPrefix(value, "data:text") {
				a.ts.Fatalf("%s has %s=%q: %s", where, attr.Key, attr.Val, render(n))
			}
		}
	}
}

func render(n *html.Node) string {
	var b bytes.Buffer
	_ = html.Render(&b, n)
	return b.String()[:min(b.Len(), 500)]
}

func (a *attacker) dial() net.Conn {
	c, err := net.Dial("tcp", a.addr)
	a.ts.Check(err)
	a.ts.Check(c.SetDeadline(time.Now().Add(20 * time.Second)))
	return c
}

// send sends each request on a connection of its own, and reads until its end.
func (a *attacker) send(requests []sent) {
	for _, s := range requests {
		c := a.dial()
		go func() {
			_, _ = io.WriteString(c, s.request) // it may be refused before its end
			if s.status == "" {
				_ = c.(*net.TCPConn).CloseWrite() // nobody would wait for more
			}
		}()
		answer, err := io.ReadAll(c)
		_ = c.Close()
		status := ""
		if fields := strings.Fields(string(answer[:min(len(answer), 40)])); len(fields) > 1 && strings.HasPrefix(fields[0], "HTTP/1.") {
			status = fields[1]
		}
		if err != nil && status == "" && !strings.Contains(err.Error(), "reset") {
			a.ts.Fatalf("%s: %.120q: %v", s.claim, s.request, err)
		}
		if !regexp.MustCompile(s.status).MatchString(status) {
			a.ts.Fatalf("%s: %.120q is answered %.300q, want status %s", s.claim, s.request, answer, s.status)
		}
		if found := regexp.MustCompile(s.without).FindString(string(answer)); found != "" {
			a.ts.Fatalf("%s: %.120q gets %q: %.500q", s.claim, s.request, found, answer)
		}
	}
	fmt.Fprintf(a.ts.Stdout(), "%d attacks\n", len(requests))
}
