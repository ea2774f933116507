package serve

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"writethru/internal/stamp"
)

// recording gives a file and a handler that has it under /file.
func recording(t testing.TB, content string) (name string, h http.Handler) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "file.mp3")
	replace(t, name, content)
	h = Handler(new(Site), Options{
		Now: clock(noon),
		Missing: func(_ context.Context, path string) (Resource, bool, error) {
			return Resource{Type: "audio/mpeg", MaxAge: time.Minute, Open: func() (fs.File, error) { return os.Open(name) }}, path == "/file", nil
		},
	})
	return name, h
}

// replace puts another file in the place of one, as old as all others.
func replace(t testing.TB, name, content string) {
	t.Helper()
	if err := os.WriteFile(name+"~", []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name+"~", noon, noon); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(name+"~", name); err != nil {
		t.Fatal(err)
	}
}

func TestAFileIsSentInTheAskedForParts(t *testing.T) {
	_, h := recording(t, "0123456789")
	tag := answer(h, request("/file")).Header().Get("ETag")
	for _, test := range []struct {
		claim       string
		fields      []string
		status      int
		body, about string // Content-Range
	}{
		{"the whole", nil, 200, "0123456789", ""},
		{"a part", []string{"Range: bytes=2-4"}, 206, "234", "bytes 2-4/10"},
		{"from a place on", []string{"Range: bytes=8-"}, 206, "89", "bytes 8-9/10"},
		{"the end", []string{"Range: bytes=-3"}, 206, "789", "bytes 7-9/10"},
		{"beyond the end", []string{"Range: bytes=10-"}, 416, "", "bytes */10"},
		{"another unit", []string{"Range: lines=1-2"}, 416, "", ""},
		{"a part of what the client has", []string{"Range: bytes=8-", "If-Range: " + tag}, 206, "89", "bytes 8-9/10"},
		{"a part of something else", []string{"Range: bytes=8-", `If-Range: "other"`}, 200, "0123456789", ""},
		{"a part since a date", []string{"Range: bytes=8-", "If-Range: Sat, 21 Nov 2026 12:00:00 GMT"}, 200, "0123456789", ""},
		{"what the client has", []string{"If-None-Match: " + tag}, 304, "", ""},
		{"in the second line", []string{`If-None-Match: "other"`, "If-None-Match: " + tag}, 304, "", ""},
		{"a date says nothing", []string{"If-Modified-Since: Sat, 21 Nov 2026 13:00:00 GMT"}, 200, "0123456789", ""},
		{"if it is another", []string{`If-Match: "other"`}, 412, "", ""},
		{"if it is one of two", []string{`If-Match: "other"`, "If-Match: " + tag}, 200, "0123456789", ""},
		{"not coded", []string{"Accept-Encoding: gzip"}, 200, "0123456789", ""},
	} {
		got := answer(h, request("/file", test.fields...))
		body := got.Body.String()
		if got.Code == 416 {
			body = ""
		}
		if got.Code != test.status || body != test.body || got.Header().Get("Content-Range") != test.about {
			t.Errorf("%s: %d %q, Content-Range %q, want %d %q, %q", test.claim, got.Code, body, got.Header().Get("Content-Range"), test.status, test.body, test.about)
		}
	}
}

func TestAFileSaysWhatItIs(t *testing.T) {
	_, h := recording(t, "<html>")
	r := request("/file")
	r.Method = http.MethodHead
	got := answer(h, r)
	for name, want := range map[string]string{
		"Content-Type": "audio/mpeg", "Content-Length": "6", "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff",
		"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*", "Last-Modified": "", "Vary": "",
	} {
		if value := got.Header().Get(name); value != want {
			t.Errorf("%s: %q, want %q", name, value, want)
		}
	}
	if got.Body.Len() > 0 {
		t.Errorf("a HEAD has %d bytes", got.Body.Len())
	}
}

func TestAFileIsSentAsItIsNow(t *testing.T) {
	name, h := recording(t, "first")
	tag := answer(h, request("/file")).Header().Get("ETag")
	replace(t, name, "other")
	got := answer(h, request("/file", "If-None-Match: "+tag))
	if got.Code != 200 || got.Body.String() != "other" || got.Header().Get("ETag") == tag {
		t.Errorf("after it was replaced: %d %q, ETag %s, was %s", got.Code, got.Body, got.Header().Get("ETag"), tag)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if got := answer(h, request("/file")); got.Code != 404 {
		t.Errorf("after it was removed: %d, want 404", got.Code)
	}
	replace(t, name, "again")
	if got := answer(h, request("/file")); got.Body.String() != "again" {
		t.Errorf("after it came back: %d %q", got.Code, got.Body)
	}
}

func TestAFileThatHasJustChangedHasNoTag(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file.mp3")
	replace(t, name, "content")
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	s := stamp.Of(info)
	changed := time.Unix(0, max(s.Mtime, s.Ctime))
	for after, tagged := range map[time.Duration]bool{0: false, time.Second: false, time.Minute: true} {
		var site Site
		site.Put(map[string]Resource{"/file": {Type: "audio/mpeg", Open: func() (fs.File, error) { return os.Open(name) }}})
		got := answer(Handler(&site, Options{Now: clock(changed.Add(after))}), request("/file"))
		if tag := got.Header().Get("ETag"); (tag != "") != tagged {
			t.Errorf("%v after a change: ETag %q, want one: %v", after, tag, tagged)
		}
	}
}

func TestALargeFileIsNotHeld(t *testing.T) {
	name, h := recording(t, "")
	const size = 64 << 20
	if err := os.Truncate(name, size); err != nil {
		t.Fatal(err)
	}
	w := &sink{head: make(http.Header)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	h.ServeHTTP(w, request("/file"))
	runtime.ReadMemStats(&after)
	if held := after.TotalAlloc - before.TotalAlloc; w.bytes != size || held > 1<<20 {
		t.Errorf("%d bytes are sent with %d bytes of memory, want %d with less than a megabyte", w.bytes, held, size)
	}
}

func TestAFileOverTheWire(t *testing.T) {
	content := strings.Repeat(text, 100)
	name := filepath.Join(t.TempDir(), "file.mp3")
	replace(t, name, content)
	var site Site
	site.Put(map[string]Resource{"/file": {Type: "audio/mpeg", Open: func() (fs.File, error) { return os.Open(name) }}})
	addr, _ := start(t, Handler(&site, Options{Now: time.Now}), ServerOptions{})
	for range 2 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+"/file", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Range", "bytes=100-")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != 206 || string(body) != content[100:] || err != nil {
			t.Errorf("%d with %d bytes, %v, want 206 with %d", resp.StatusCode, len(body), err, len(content)-100)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}
