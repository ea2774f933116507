package serve

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

func TestCodingIsWhatTheRequestPrefers(t *testing.T) {
	e := coded(text)
	smallest := encodingOf(brotlied)
	for c := range codings {
		if len(e.variants[c].Load().body) < len(e.variants[brotlied].Load().body) {
			smallest = encodingOf(c)
		}
	}
	for _, test := range []struct {
		lines []string
		want  string
	}{
		{nil, "identity"},
		{[]string{""}, "identity"},
		{[]string{"gzip"}, "gzip"},
		{[]string{"GZip"}, "gzip"},
		{[]string{"x-gzip"}, "gzip"},
		{[]string{"deflate, gzip"}, "gzip"},
		{[]string{"deflate", "zstd"}, "zstd"},
		{[]string{"gzip;q=1.0, br;q=0.1"}, "gzip"},
		{[]string{"gzip;q=0.1, br;q=0.101"}, "br"},
		{[]string{"gzip, deflate, br, zstd"}, smallest},
		{[]string{"*"}, smallest},
		{[]string{"gzip;q=0, *;q=0.5, br;q=0"}, "zstd"},
		{[]string{"gzip;q=0"}, "identity"},
		{[]string{"gzip ; q=0.000 , identity"}, "identity"},
		{[]string{"identity, gzip;q=0.5"}, "identity"},
		{[]string{"identity;q=1, *;q=0"}, "identity"},
		{[]string{"identity;q=0, gzip"}, "gzip"},
		{[]string{"identity;q=0, foo"}, "identity"},
		{[]string{"*;q=0"}, "identity"},
		{[]string{"gzip;q=abc"}, "identity"},
		{[]string{"gzip;q=2"}, "identity"},
		{[]string{"gzip;q=0.1234"}, "identity"},
		{[]string{";;;,,"}, "identity"},
	} {
		if c, _ := e.choose(parseAccept(test.lines)); encodingOf(c) != test.want {
			t.Errorf("Accept-Encoding %q chooses %s, want %s", test.lines, encodingOf(c), test.want)
		}
	}
}

func TestVariantsDecodeToThePlainBytesAndAreSmaller(t *testing.T) {
	e := coded(text)
	for c, decode := range map[coding]func(io.Reader) (io.Reader, error){
		gzipped:  func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		brotlied: func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		zstded: func(r io.Reader) (io.Reader, error) {
			d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
			if err != nil {
				return nil, err
			}
			defer d.Close()
			b, err := io.ReadAll(r)
			if err != nil {
				return nil, err
			}
			b, err = d.DecodeAll(b, nil)
			return bytes.NewReader(b), err
		},
	} {
		body := e.variants[c].Load().body
		r, err := decode(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || string(got) != text || len(body) >= len(text) {
			t.Errorf("%s: %d bytes decode to %d (%v), want %d", encodingOf(c), len(body), len(got), err, len(text))
		}
	}
}

func TestTheSameBytesAreCodedTheSameAfterOthers(t *testing.T) {
	var used, fresh encoders
	for c := identity + 1; c < codings; c++ {
		used.encode(c, bytes.Repeat([]byte("something else "), 5000))
		if a, b := used.encode(c, []byte(text)), fresh.encode(c, []byte(text)); !bytes.Equal(a, b) {
			t.Errorf("%s: %d bytes after another text, %d at first", encodingOf(c), len(a), len(b))
		}
	}
}

// No coding that a request forbids is chosen over one that it takes, and no
// coding outweighs the chosen one: as told by a plain reading of the field.
func FuzzAcceptEncoding(f *testing.F) {
	for _, s := range []string{"gzip", "br;q=0.5, *;q=0.1", "identity;q=0,gzip;Q=0.000", "*", "q=1", "gzip;q=1.001;x"} {
		f.Add(s)
	}
	e := coded(text)
	f.Fuzz(func(t *testing.T, line string) {
		want := plainReading(line)
		chosen, v := e.choose(parseAccept([]string{line}))
		if v != e.variants[chosen].Load() {
			t.Fatalf("Accept-Encoding %q chooses %s with another's bytes", line, encodingOf(chosen))
		}
		best := slices.Max(want[:])
		if best == 0 && chosen != identity || best > 0 && want[chosen] != best {
			t.Errorf("Accept-Encoding %q chooses %s, weights are %v", line, encodingOf(chosen), want)
		}
	})
}

// plainReading gives each coding's weight: 0 is forbidden, a millionth is
// identity where it is not named.
func plainReading(line string) (weights [codings]float64) {
	named := make(map[string]float64)
	for item := range strings.SplitSeq(line, ",") {
		parts := strings.Split(item, ";")
		name := strings.ToLower(strings.Trim(parts[0], " \t"))
		q, ok := 1.0, true
		for _, p := range parts[1:] {
			p = strings.Trim(p, " \t")
			if value, is := strings.CutPrefix(strings.ToLower(p), "q="); is {
				q, ok = 0, qvalues.MatchString(value)
				if ok {
					q, _ = strconv.ParseFloat(value, 64)
				}
				break
			}
		}
		if name == "x-gzip" {
			name = "gzip"
		}
		if ok {
			named[name] = q
		}
	}
	for c := range codings {
		q, ok := named[encodingOf(c)]
		star, starred := named["*"]
		switch {
		case ok:
			weights[c] = q
		case starred && (c != identity || star == 0):
			weights[c] = star
		case c == identity:
			weights[c] = 1e-6
		}
	}
	return weights
}

// qvalues is the grammar of RFC 9110 §12.4.2.
var qvalues = regexp.MustCompile(`^(0(\.[0-9]{0,3})?|1(\.0{0,3})?)$`)

func coded(body string) *entry {
	var enc encoders
	e := newEntry(feed(body, noon), nil)
	e.early = [codings]bool{gzipped: true, brotlied: true, zstded: true}
	e.code(&enc, func() bool { return true })
	return e
}

// codeAll makes all codings of what a site has under paths.
func codeAll(s *Site, paths ...string) {
	for _, path := range paths {
		e := s.tabled(path)
		for _, e := range append(e.deltas.all(), e) {
			for c := range codings {
				e.asked.note(c)
			}
		}
		s.coders.add(s, path)
	}
	s.Wait()
}

func encodingOf(c coding) string {
	if c == identity {
		return "identity"
	}
	return encodings[c][0]
}
