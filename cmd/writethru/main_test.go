package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/testscript"

	"writethru/internal/natscluster"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"writethru": main})
}

// TestScripts runs the real program as users do. A script's own commands:
//
//	get PATH             prints what the publisher answers with
//	await PATH PATTERN   gets PATH until the answer matches, for 20 seconds at most
//	entries PATH         lists a feed's entries as gofeed reads them: title and link
//	waitheld ID          waits until held lists a follow-up
//	dated PATH           waits until the answer is old enough to have a Last-Modified
//	commit TIME          commits all that is in the working folder
//	oldsite DIR          serves the files of a folder at $OLD; DIR/feed.2 is /feed?paged=2
//	same PATH FILE       fails unless the answer is the file's content
//	cluster N            starts a cluster of N servers, and sets NATS to its URL
//	getfrom URL PATH     prints what another server answers with
//	getas AGENT PATH     gets PATH as the program of that User-Agent
//	measured PATH        fails unless the figures there are those that are documented and asked for
//	site NAME            finds a free address: sets NAME to the site's and NAME_LISTEN to what serve listens on
//	subscribe PATH       asks the publisher's hub to tell of a feed
//	attack KIND          sends what no reader would: paths, hosts, requests, methods, crowd, scripts; or writes their folder
//	press PATH           sends off the form on a page, and prints what it leads to
//	hook                 starts a webhook's other end, and sets HOOK to its address
//	waithook TEXT        waits until the hook was told of TEXT, and prints all that it was told
//	waittold PATH        waits until what was delivered of it is what readers get
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			defer ln.Close()
			e.Setenv("WRITETHRU_LISTEN", ln.Addr().String())
			e.Setenv("SITE", "http://"+ln.Addr().String())
			s := newSubscriber()
			e.Defer(s.server.Close)
			e.Values["subscriber"], e.Values["hook"] = s, &hook{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"press": press, "hook": startHook, "waithook": waitHook,
			"get": func(ts *testscript.TestScript, neg bool, args []string) {
				status, body, err := get(ts.Getenv("SITE") + args[0])
				ts.Check(err)
				if (status != http.StatusOK) != neg {
					ts.Fatalf("GET %s: status %d", args[0], status)
				}
				fmt.Fprint(ts.Stdout(), body)
			},
			"getas": func(ts *testscript.TestScript, _ bool, args []string) {
				r, err := http.NewRequest(http.MethodGet, ts.Getenv("SITE")+args[1], nil)
				ts.Check(err)
				r.Header.Set("User-Agent", args[0])
				resp, err := http.DefaultClient.Do(r)
				ts.Check(err)
				resp.Body.Close()
			},
			"await": func(ts *testscript.TestScript, neg bool, args []string) {
				ts.Check(await(ts.Getenv("SITE")+args[0], regexp.MustCompile(args[1]), !neg))
			},
			"entries": func(ts *testscript.TestScript, _ bool, args []string) {
				status, body, err := get(ts.Getenv("SITE") + args[0])
				ts.Check(err)
				if status != http.StatusOK {
					ts.Fatalf("GET %s: status %d", args[0], status)
				}
				feed, err := gofeed.NewParser().ParseString(body)
				ts.Check(err)
				for _, i := range feed.Items {
					fmt.Fprintf(ts.Stdout(), "%s | %s\n", i.Title, strings.TrimPrefix(i.Link, ts.Getenv("SITE")))
				}
			},
			"getfrom": func(ts *testscript.TestScript, neg bool, args []string) {
				status, body, err := get(args[0] + args[1])
				ts.Check(err)
				if (status != http.StatusOK) != neg {
					ts.Fatalf("GET %s%s: status %d", args[0], args[1], status)
				}
				fmt.Fprint(ts.Stdout(), body)
			},
			"measured": measured,
			"waitheld": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(eventually(func() error {
					var out, errs strings.Builder
					dir := ts.MkAbs(".")
					run([]string{"held", "--config", filepath.Join(dir, configName)}, nil, &out, &errs, nil)
					if !strings.Contains(out.String(), args[0]) {
						return fmt.Errorf("held lists %q, want %s: %s", out.String(), args[0], errs.String())
					}
					return nil
				}))
			},
			"attack": attacked,
			"subscribe": func(ts *testscript.TestScript, neg bool, args []string) {
				ts.Value("subscriber").(*subscriber).subscribe(ts, neg, args)
			},
			"waittold": func(ts *testscript.TestScript, neg bool, args []string) {
				ts.Value("subscriber").(*subscriber).waitTold(ts, neg, args)
			},
			"dated": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(eventually(func() error {
					resp, err := http.Get(ts.Getenv("SITE") + args[0])
					if err != nil {
						return err
					}
					defer resp.Body.Close()
					if resp.Header.Get("Last-Modified") == "" {
						return fmt.Errorf("GET %s: no Last-Modified", args[0])
					}
					return nil
				}))
			},
			"commit": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Setenv("GIT_COMMITTER_DATE", args[0])
				ts.Setenv("GIT_AUTHOR_DATE", args[0])
				ts.Check(ts.Exec("git", "add", "-A"))
				ts.Check(ts.Exec("git", "commit", "-q", "-m", "At "+args[0]))
			},
			"oldsite": func(ts *testscript.TestScript, _ bool, args []string) {
				old := httptest.NewServer(oldSite(ts.MkAbs(args[0])))
				ts.Defer(old.Close)
				ts.Setenv("OLD", old.URL)
			},
			"cluster": func(ts *testscript.TestScript, _ bool, args []string) {
				n, err := strconv.Atoi(args[0])
				ts.Check(err)
				ts.Setenv("NATS", natscluster.Start(t, n).URL("courier"))
			},
			"site": func(ts *testscript.TestScript, _ bool, args []string) {
				ln, err := net.Listen("tcp", "127.0.0.1:0")
				ts.Check(err)
				defer ln.Close()
				ts.Setenv(args[0]+"_LISTEN", ln.Addr().String())
				ts.Setenv(args[0], "http://"+ln.Addr().String())
			},
			"same": func(ts *testscript.TestScript, neg bool, args []string) {
				_, body, err := get(ts.Getenv("SITE") + args[0])
				ts.Check(err)
				if same := body == ts.ReadFile(args[1]); same == neg {
					ts.Fatalf("GET %s and %s: same %v", args[0], args[1], same)
				}
			},
		},
	})
}

// oldSite serves a folder as a site that pages its feeds as WordPress does.
// $OLD in a file is the site's own address.
func oldSite(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := filepath.Join(dir, filepath.Clean(r.URL.Path))
		if n := r.FormValue("paged"); n != "" {
			name += "." + n
		}
		b, err := os.ReadFile(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, strings.ReplaceAll(string(b), "$OLD", "http://"+r.Host))
	})
}

func get(url string) (status int, body string, err error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

// await gets a URL until its body matches, or no longer does.
func await(url string, pattern *regexp.Regexp, match bool) error {
	return eventually(func() error {
		_, body, err := get(url)
		if err != nil {
			return err
		}
		if pattern.MatchString(body) != match {
			return fmt.Errorf("GET %s: want a match of %s: %v, got:\n%s", url, pattern, match, body)
		}
		return nil
	})
}

// eventually tries until there is no error, for 20 seconds at most.
func eventually(try func() error) error { return eventuallyIn(20*time.Second, try) }

func eventuallyIn(d time.Duration, try func() error) error {
	deadline := time.NewTimer(d)
	defer deadline.Stop()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-deadline.C:
			return err
		case <-again.C:
		}
	}
}

func TestLogsAreJSONWhereNobodyReads(t *testing.T) {
	var b bytes.Buffer
	logger("auto", &b).Info("said")
	if !strings.HasPrefix(b.String(), "{") {
		t.Errorf("logged %q, want JSON", b.String())
	}
}

func TestWrongCommandLine(t *testing.T) {
	for _, args := range [][]string{{}, {"nonsense"}, {"serve", "--nonsense"}, {"build"}, {"release"}} {
		var out, errs bytes.Buffer
		if code := run(args, strings.NewReader(""), &out, &errs, os.Environ()); code != usage {
			t.Errorf("run(%q) = %d, want %d", args, code, usage)
		}
		if !strings.Contains(errs.String(), "writethru: hint: writethru --help") {
			t.Errorf("run(%q) said %q, want a hint", args, errs.String())
		}
	}
}
