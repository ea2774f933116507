package serve

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWishIsWhatFeedsAreSmallestInAmongWhatIsPreferred(t *testing.T) {
	for _, test := range []struct{ accept, want string }{
		{"", "identity"},
		{"gzip", "gzip"},
		{"gzip, deflate", "gzip"},
		{"gzip, deflate, br", "br"},
		{"gzip, deflate, br, zstd", "br"},
		{"zstd, gzip", "zstd"},
		{"gzip, br;q=0.9", "gzip"},
		{"gzip;q=0, br;q=0, identity", "identity"},
		{"identity, gzip", "gzip"},
		{"identity, gzip;q=0.5", "identity"},
		{"*", "br"},
		{"identity;q=0, foo", "identity"},
	} {
		if got := encodingOf(parseAccept([]string{test.accept}).wish()); got != test.want {
			t.Errorf("wish of %q = %s, want %s", test.accept, got, test.want)
		}
	}
}

// ask asks for /feed, and returns when all is made that follows.
func ask(s *Site, fields ...string) (status int, encoding string) {
	got := answer(Handler(s, Options{}), request("/feed", fields...))
	s.Wait()
	return got.Code, got.Header().Get("Content-Encoding")
}

// codingsOf gives the codings in which /feed is at hand.
func codingsOf(s *Site) (made []string) {
	e := s.tabled("/feed")
	for c := range codings {
		if e.variants[c].Load() != nil {
			made = append(made, encodingOf(c))
		}
	}
	return made
}

func TestCodingsFollowWhatIsAskedFor(t *testing.T) {
	var site Site
	version := 0
	put := func() {
		version++
		site.Put(map[string]Resource{"/feed": feed(strings.Repeat(text, version), noon)})
		site.Wait()
	}
	holds := func(claim string, want ...string) {
		t.Helper()
		if got := codingsOf(&site); !slices.Equal(got, append([]string{"identity"}, want...)) {
			t.Errorf("%s: made are %q, want identity and %q", claim, got, want)
		}
	}
	put()
	holds("nobody asked")
	if _, encoding := ask(&site, "Accept-Encoding: gzip"); encoding != "gzip" {
		t.Errorf("who asks first gets %q, want gzip", encoding)
	}
	holds("one asked", "gzip")
	if _, encoding := ask(&site, "Accept-Encoding: gzip"); encoding != "gzip" {
		t.Errorf("who asks next gets %q, want gzip", encoding)
	}
	put()
	holds("the version before was asked for in gzip", "gzip")
	ask(&site, "Accept-Encoding: gzip, br")
	holds("one asked for br", "gzip", "br")
	ask(&site, "Accept-Encoding: gzip")
	put()
	holds("the version before was asked for in both", "gzip", "br")
	ask(&site, "Accept-Encoding: br")
	put()
	holds("the version before was asked for in br alone", "br")
	put()
	holds("nobody asked for the version before")
	tag := site.tabled("/feed").tags[identity][0]
	if status, _ := ask(&site, "Accept-Encoding: gzip", "If-None-Match: "+tag); status != 304 {
		t.Errorf("who has the bytes gets a %d, want a 304", status)
	}
	put()
	holds("one asked whether the version before was new", "gzip")
}

func TestBytesThatArePutAgainAreStillAskedFor(t *testing.T) {
	var site Site
	put := func(body string, age time.Duration) {
		r := feed(body, noon)
		r.MaxAge = age
		site.Put(map[string]Resource{"/feed": r})
		site.Wait()
	}
	put(text, time.Minute)
	ask(&site, "Accept-Encoding: gzip")
	put(text, time.Hour)
	put(text, time.Hour)
	put(text+text, time.Hour)
	if got, want := codingsOf(&site), []string{"identity", "gzip"}; !slices.Equal(got, want) {
		t.Errorf("made are %q, want %q", got, want)
	}
}

func TestADeltaIsMadeEarlyWhereOneWasAskedFor(t *testing.T) {
	site := Site{Now: clock(noon)}
	put := func(newest int) (tag string) {
		site.Put(map[string]Resource{"/feed": testFormats["atom"].write(stories(1, newest)...)})
		site.Wait()
		return site.tabled("/feed").tags[identity][0]
	}
	holds := func(claim string, deltas int) {
		t.Helper()
		if got := len(site.tabled("/feed").deltas.all()); got != deltas {
			t.Errorf("%s: %d deltas are made, want %d", claim, got, deltas)
		}
	}
	put(9)
	ask(&site, "Accept-Encoding: gzip")
	tag := put(10)
	holds("nobody takes deltas", 0)
	ask(&site, delta, "Accept-Encoding: gzip", "If-None-Match: "+tag)
	put(11)
	holds("one asked who takes them", 1)
	if got, want := codingsOf(&site), []string{"identity"}; !slices.Equal(got, want) {
		t.Errorf("nobody takes the whole: made are %q, want %q", got, want)
	}
	if status, encoding := ask(&site, delta, "Accept-Encoding: gzip", "If-None-Match: "+tag); status != 226 || encoding != "gzip" {
		t.Errorf("who had the version before gets a %d in %q, want a 226 in gzip", status, encoding)
	}
	put(12)
	put(13)
	holds("nobody asked for the version before", 0)
}
