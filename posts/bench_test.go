package posts

import (
	"strings"
	"testing"
)

// benchArticle is an article of 4 KB, of the kind that newsrooms write.
var benchArticle = File{Name: "stories/flood.md", Data: []byte("---\ntitle: The flood\ndate: 2026-11-20T09:00:00Z\ntags: [river, city]\nauthor: Courier Desk\n---\n" +
	strings.Repeat("The *river* rose by **two metres** on Friday, and [the city](https://city.example/) asked \"everyone\" on the lower bank to leave their houses before the night, a spokesperson said. Nobody was hurt.\n\n", 17) +
	"## What we know\n\n- The dam holds.\n- The bridge is closed.\n\n> We did all we could.[^1]\n\n**Update, 3 p.m.:** The water falls.\n\n[^1]: In a statement.\n")}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(benchArticle.Data)))
	files := []File{benchArticle}
	for b.Loop() {
		if p, faults := (Parser{}).Parse(files); p == nil {
			b.Fatal(faults)
		}
	}
}

func BenchmarkFragment(b *testing.B) {
	p, _ := Parser{}.Parse([]File{benchArticle})
	parts := allParts(p)
	b.ReportAllocs()
	for b.Loop() {
		p.Fragment(parts, testPage, "")
	}
}

// What an article says of itself costs less than a tenth of what parsing it does.
func BenchmarkOutline(b *testing.B) {
	head, body, _ := strings.Cut(string(benchArticle.Data), "\n---\n")
	files := []File{{"stories/flood.md", []byte(head +
		"\nlastmod: 2026-11-20T12:30:00Z\ndescription: The river rose by two metres.\nlanguage: en\nslug: the-flood\n---\n" + body)}}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, ok := (Parser{}).Outline(files); !ok {
			b.Fatal("no outline")
		}
	}
}
