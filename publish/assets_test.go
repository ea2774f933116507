package publish_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"writethru/publish"
	"writethru/serve"
)

const pictured = "---\ntitle: Flood\ndate: 2026-11-20T10:00:00Z\n---\nThe river rose.\n\n![The river](river.jpg)\n"

// A picture is not part of its article: it can be replaced without a change of
// that, and readers get the new one.
func TestAReplacedPictureIsServedAsItIs(t *testing.T) {
	w := newWorld(t, publish.Defaults().FollowUps)
	defer w.close()
	w.write("flood/index.md", pictured)
	w.write("flood/river.jpg", "a picture")
	w.write("flood/other.jpg", "not in the article")
	w.publish()
	h := serve.Handler(w.site, serve.Options{Now: w.p.Now, Missing: w.p.Missing})
	get := func(file string, fields ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/stories/flood/"+file, nil)
		for i := 0; i < len(fields); i += 2 {
			r.Header.Set(fields[i], fields[i+1])
		}
		got := httptest.NewRecorder()
		h.ServeHTTP(got, r)
		return got
	}
	first := get("river.jpg")
	if first.Body.String() != "a picture" || first.Header().Get("Content-Type") != "image/jpeg" {
		t.Fatalf("the picture is %q as %q", first.Body, first.Header().Get("Content-Type"))
	}
	tag := first.Header().Get("ETag")
	if got := get("river.jpg", "If-None-Match", tag); got.Code != http.StatusNotModified {
		t.Errorf("who has the picture gets a %d, want a 304", got.Code)
	}
	if got := get("river.jpg", "Range", "bytes=2-", "If-Range", tag); got.Code != http.StatusPartialContent || got.Body.String() != "picture" {
		t.Errorf("a part of the picture is a %d %q, want a 206", got.Code, got.Body)
	}
	w.write("flood/new.jpg", "a new one")
	w.rename("flood/new.jpg", "flood/river.jpg")
	if got := get("river.jpg", "If-None-Match", tag); got.Code != http.StatusOK || got.Body.String() != "a new one" {
		t.Errorf("after it was replaced the picture is a %d %q", got.Code, got.Body)
	}
	if got := get("other.jpg"); got.Code != http.StatusNotFound {
		t.Errorf("a file that the article does not name is a %d, want a 404", got.Code)
	}
	w.remove("flood/river.jpg")
	if got := get("river.jpg"); got.Code != http.StatusNotFound {
		t.Errorf("a picture that is gone is a %d, want a 404", got.Code)
	}
}

func TestABuildCopiesPicturesThatDiffer(t *testing.T) {
	w := newWorld(t, publish.Defaults().FollowUps)
	defer w.close()
	w.write("flood/index.md", pictured)
	out := t.TempDir()
	written := filepath.Join(out, "stories", "flood", "river.jpg")
	build := func(picture string) os.FileInfo {
		w.write("flood/river.jpg", picture)
		if err := w.p.Build(t.Context(), w.changes(), publish.Build{Out: out}); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(written); string(b) != picture || err != nil {
			t.Errorf("the picture is %q, %v, want %q", b, err, picture)
		}
		info, err := os.Stat(written)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	first := build("a picture")
	if again := build("a picture"); !os.SameFile(first, again) {
		t.Error("a picture that is the same is written anew")
	}
	build("a new one")
	build("a longer one")
}
