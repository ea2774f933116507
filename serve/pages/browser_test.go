package pages_test

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"writethru/serve"
)

var screenshots = flag.String("screenshots", "", "write all pages, pictures of them, and a print of one to this folder")

// widths are those of a phone, a tablet and a desk.
var widths = []int64{360, 768, 1280}

// A browser is a Chromium with the gallery open.
type browser struct {
	ctx    context.Context //nolint:containedctx // chromedp has a browser in it
	home   string          // address of the gallery
	pages  map[string][]byte
	blames atomic.Pointer[string] // what the last page was blamed for
}

// open starts a browser, or skips the test where there is none.
func open(t *testing.T) *browser {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("no chromium")
	}
	b := &browser{pages: gallery(t)}
	site := &serve.Site{}
	resources := map[string]serve.Resource{
		"/style.css": {Type: "text/css; charset=utf-8", Body: house.Stylesheet()},
		"/owl.svg":   {Type: "image/svg+xml", Body: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><rect width="640" height="360" fill="#7a8b6f"/></svg>`)},
	}
	server := httptest.NewUnstartedServer(serve.Handler(site, serve.Options{}))
	b.home = "http://" + server.Listener.Addr().String() + "/"
	for path, body := range b.pages {
		b.pages[path] = []byte(strings.ReplaceAll(string(body), "http://localhost/", b.home))
		resources[path] = serve.Resource{Type: "text/html; charset=utf-8", Body: b.pages[path]}
	}
	site.Put(resources)
	server.Start()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.WSURLReadTimeout(2*time.Minute), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("force-device-scale-factor", "1"))
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, leave := chromedp.NewContext(allocated)
	b.ctx = ctx
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Log(err)
		}
		leave()
		cancel()
		server.Close()
		site.Close()
	})
	err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*cdplog.EventEntryAdded); ok && e.Entry.Level == cdplog.EntryLevelError {
			text := e.Entry.Text + " " + e.Entry.URL
			b.blames.Store(&text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// show opens a page at a width, in light or dark.
func (b *browser) show(t *testing.T, path string, width int64, scheme string) {
	t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err == nil {
		err = chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(b.home+strings.TrimPrefix(path, "/")))
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// run does something in the browser.
func run[T any](t *testing.T, b *browser, do chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, do)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// evaluate has the page say something of itself.
func evaluate[T any](t *testing.T, b *browser, script string) T {
	t.Helper()
	return run(t, b, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// axe is the accessibility checker that `make pages` fetches, as a script. It is
// empty where nobody has fetched it.
func axe(t *testing.T) string {
	t.Helper()
	names, _ := filepath.Glob("../../bin/axe-core-*.tgz")
	if len(names) == 0 {
		t.Log("accessibility is not checked, for want of axe-core: make pages")
		return ""
	}
	f, err := os.Open(names[len(names)-1])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		head, err := r.Next()
		if err != nil {
			t.Fatalf("%s: no axe.min.js: %v", f.Name(), err)
		}
		if head.Name == "package/axe.min.js" {
			script, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			return string(script)
		}
	}
}

// Every kind of page can be used by everybody, on every screen, in light and dark.
func TestInABrowser(t *testing.T) {
	b := open(t)
	script := axe(t)
	for path := range b.pages {
		t.Run(strings.Trim(path, "/"), func(t *testing.T) {
			for _, scheme := range []string{"light", "dark"} {
				b.blames.Store(nil)
				b.show(t, path, widths[0], scheme)
				evaluate[any](t, b, script+"; 0")
				for _, width := range widths {
					run(t, b, chromedp.EmulateViewport(width, 900))
					for _, e := range evaluate[[]string](t, b, tooWide) {
						t.Errorf("%s, %d px: the page scrolls sideways for %s", scheme, width, e)
					}
					if script == "" {
						continue
					}
					for _, fault := range evaluate[[]string](t, b, runAxe) {
						t.Errorf("%s, %d px: %s", scheme, width, fault)
					}
				}
				if blame := b.blames.Load(); blame != nil { // the server's policy, too
					t.Error(*blame)
				}
			}
		})
	}
	for _, path := range []string{"/", "/stories/river-flood/", "/sections/council/", "/subscribe/"} {
		t.Run("keyboard on "+path, func(t *testing.T) {
			b.show(t, path, 1280, "light")
			for range evaluate[int](t, b, controls) + 30 { // a player has controls of its own
				run(t, b, chromedp.KeyEvent("\t"))
				if state := evaluate[string](t, b, reached); state != "ok" && state != "" {
					t.Error(state)
				}
			}
			if left := evaluate[[]string](t, b, unreached); len(left) > 0 {
				t.Errorf("not reached: %q", left)
			}
		})
	}
}

const (
	// What a program can tell of WCAG 2.2 AA.
	runAxe = `axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})
		.then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.target + ": " + n.failureSummary.replace(/\s+/g, " "))))`
	// What is wider than the window, or pushes the page out of it.
	tooWide = `document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
		.filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1).map(e => e.tagName + "." + e.className)`
	// Every control that is shown.
	controls = `[...document.querySelectorAll("a[href], button, input, summary, audio, video, [tabindex='0']")].filter(e => e.checkVisibility()).length`
	// The control that has the focus, marked as reached; what does not show it.
	reached = `(() => { const e = document.activeElement; if (!e || e === document.body) return "";
		e.dataset.reached = "yes"; const s = getComputedStyle(e);
		return s.outlineStyle === "none" && e.tagName !== "AUDIO" && e.tagName !== "VIDEO" ? "no outline: " + e.outerHTML.slice(0, 90) : "ok" })()`
	unreached = `[...document.querySelectorAll("a[href], button, input, summary, audio, video, [tabindex='0']")].filter(e => e.checkVisibility() && !e.dataset.reached).map(e => e.outerHTML.slice(0, 90))`
)

// TestScreenshots makes pictures for those who look at them.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("-screenshots names no folder")
	}
	b := open(t)
	write := func(name string, body []byte) {
		if err := os.WriteFile(filepath.Join(*screenshots, name), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for path, html := range b.pages {
		name := strings.ReplaceAll(strings.Trim(path, "/"), "/", "-")
		write(name+".html", html)
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range widths {
				b.show(t, path, width, scheme)
				write(fmt.Sprintf("%s-%d-%s.png", name, width, scheme), run(t, b, chromedp.FullScreenshot(100)))
			}
		}
	}
	b.show(t, "/stories/river-flood/", 1280, "dark")
	write("print.pdf", run(t, b, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize())))
}
