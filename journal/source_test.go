package journal

import (
	"archive/zip"
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"writethru/posts"
)

var flood = []posts.File{
	{Name: "2026/flood/index.md", Data: []byte("# Flood\n\nThe river rose.\n")},
	{Name: "2026/flood/update-1.md", Data: []byte("It fell again.\n")},
	{Name: "2026/flood/empty.md", Data: []byte{}},
	{Name: "caf\xe9.txt", Data: []byte{0xff, 0x00, 0xfe}},
}

func TestUnpackGivesWhatWasPacked(t *testing.T) {
	for _, files := range [][]posts.File{{}, flood[:1], flood} {
		source, err := Pack(files)
		if err != nil {
			t.Fatalf("Pack(%d files): %v", len(files), err)
		}
		got, err := Unpack(source)
		if err != nil {
			t.Fatalf("Unpack(Pack(%d files)): %v", len(files), err)
		}
		if diff := cmp.Diff(files, got); diff != "" {
			t.Errorf("Unpack(Pack(%d files)) (-want +got):\n%s", len(files), diff)
		}
	}
}

// Sources that were recorded as zip archives are read for ever.
func TestUnpackReadsZipArchives(t *testing.T) {
	source, err := os.ReadFile("testdata/sources/flood.zip")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Unpack(source)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(flood, got); diff != "" {
		t.Errorf("Unpack of a zip archive (-want +got):\n%s", diff)
	}
}

// What is packed now can be read for ever, so its form is kept.
func TestPackedForm(t *testing.T) {
	const want = "\x01\x02\x04a.md\x03\x04b.md\x02" + "\x05\x10abcde"
	source, err := Pack([]posts.File{{Name: "a.md", Data: []byte("abc")}, {Name: "b.md", Data: []byte("de")}})
	if err != nil || string(source) != want {
		t.Errorf("Pack = %q, %v, want %q", source, err, want)
	}
}

func TestPackIsDeterministic(t *testing.T) {
	a, err := Pack(flood)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Pack(flood)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two packs of the same files differ")
	}
}

func TestPackRefuses(t *testing.T) {
	tests := []struct {
		what  string
		files []posts.File
		want  string
	}{
		{"no name", []posts.File{{}}, `name ""`},
		{"a name outside", []posts.File{{Name: "../secret.md"}}, `name "../secret.md"`},
		{"an absolute name", []posts.File{{Name: "/etc/passwd"}}, `name "/etc/passwd"`},
		{"a folder", []posts.File{{Name: "flood/"}}, `name "flood/"`},
		{"an endless name", []posts.File{{Name: strings.Repeat("a", 1<<16)}}, "32 KiB"},
		{"too many bytes", []posts.File{{Name: "a.md", Data: make([]byte, maxBytes+1)}}, "64 MiB"},
		{"too many files", many(maxFiles + 1), "4096 files"},
	}
	for _, tt := range tests {
		if _, err := Pack(tt.files); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Pack gave error %v, want one with %q", tt.what, err, tt.want)
		}
	}
}

func many(n int) []posts.File {
	files := make([]posts.File, n)
	for i := range files {
		files[i].Name = "a.md"
	}
	return files
}

func TestUnzipReadsNoMoreThanAnArticleHolds(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"a.md", "b.md"} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(make([]byte, maxBytes/2+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Unpack(b.Bytes()); !errors.Is(err, errTooLarge) {
		t.Errorf("Unpack of a bomb of %d bytes gave error %v, want %v", b.Len(), err, errTooLarge)
	}
}

func TestUnpackRefusesWhatIsNoSource(t *testing.T) {
	source, err := Pack(flood)
	if err != nil {
		t.Fatal(err)
	}
	for what, b := range map[string][]byte{
		"nothing":                nil,
		"text":                   []byte("no source"),
		"an end in the contents": source[:len(source)-1],
		"an end in the names":    source[:9],
		"more than there is":     append(slices.Clip(source), 0),
		"other sizes":            []byte("\x01\x01\x04a.md\x02\x03\x08abc"),
		"too many files":         []byte("\x01\x81\x20"),
		"a file too large":       []byte("\x01\x01\x04a.md\x81\x80\x80\x20\x00"),
		"files too large":        []byte("\x01\x02\x04a.md\x80\x80\x80\x20\x04b.md\x01\x00"),
		"a number too large":     []byte("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
		"a name outside":         []byte("\x01\x01\x04/a.b\x00\x00"),
	} {
		if files, err := Unpack(b); err == nil {
			t.Errorf("Unpack of a source with %s = %v, want an error", what, files)
		}
	}
}

func TestHash(t *testing.T) {
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if got := Hash(nil); got != empty {
		t.Errorf("Hash(nil) = %q, want the SHA-256 of nothing, %q", got, empty)
	}
	seen := map[string]string{}
	for what, files := range map[string][]posts.File{
		"one file":           {{Name: "a", Data: []byte("bc")}},
		"a longer name":      {{Name: "ab", Data: []byte("c")}},
		"two files":          {{Name: "a", Data: []byte("b")}, {Name: "c"}},
		"two files, swapped": {{Name: "c"}, {Name: "a", Data: []byte("b")}},
	} {
		h := Hash(files)
		if other, ok := seen[h]; ok {
			t.Errorf("%s and %s have the same hash", what, other)
		}
		seen[h] = what
	}
}

// FuzzPack: what is packed reads back, and has the same hash.
func FuzzPack(f *testing.F) {
	f.Add("a.md", []byte("text"), "b/c.md", []byte{})
	f.Add("a.md", []byte{0}, "a.md", []byte{0xff})
	f.Fuzz(func(t *testing.T, name1 string, data1 []byte, name2 string, data2 []byte) {
		files := []posts.File{{Name: name1, Data: data1}, {Name: name2, Data: data2}}
		source, err := Pack(files)
		if err != nil {
			return
		}
		got, err := Unpack(source)
		if err != nil {
			t.Fatalf("Unpack(Pack(%q, %q)): %v", name1, name2, err)
		}
		if Hash(got) != Hash(files) {
			t.Errorf("Unpack(Pack(%q)) = %q", files, got)
		}
	})
}

// FuzzUnpack: whatever is taken for a source can be packed again.
func FuzzUnpack(f *testing.F) {
	source, err := Pack(flood)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(source)
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	for _, file := range flood {
		w, err := z.Create(file.Name)
		if err == nil {
			_, err = w.Write(file.Data)
		}
		if err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(zipped.Bytes())
	f.Add([]byte("\x01\x02\x04a.md\x03\x04b.md\x02\x05\x10abcde"))
	f.Fuzz(func(t *testing.T, source []byte) {
		files, err := Unpack(source)
		if err != nil {
			return
		}
		if _, err := Pack(files); err != nil {
			t.Errorf("Pack(Unpack(%q)): %v", source, err)
		}
	})
}

func BenchmarkPack(b *testing.B) {
	files := []posts.File{{Name: "flood.md", Data: prose(4096)}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Pack(files); err != nil {
			b.Fatal(err)
		}
	}
}

// prose is as hard to compress as what people write.
func prose(n int) []byte {
	words := strings.Fields("the river rose in night and council met to talk about old bridge which has been closed since may said mayor of city on friday water fell again")
	random := rand.New(rand.NewPCG(1, 2))
	var b []byte
	for len(b) < n {
		b = append(b, words[random.IntN(len(words))]...)
		b = append(b, 'a'+byte(random.IntN(26)), ' ')
	}
	return b[:n]
}
