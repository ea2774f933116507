package feedgen

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// paragraphs returns an article's content of about 5 KB.
func paragraphs() string {
	return strings.Repeat(`<p>The clerk's office has <a href="https://courier.example/records">not answered</a> our request for the records &amp; will be asked again on Monday.</p>`+"\n", 34)
}

// BenchmarkRender renders an entry in all formats, and in each alone.
func BenchmarkRender(b *testing.B) {
	e := article()
	e.Content = paragraphs()
	run := func(name string, formats ...Format) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Render(e, formats...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("all")
	for _, format := range Formats {
		run(format.String(), format)
	}
}

func BenchmarkBytes(b *testing.B) {
	var entries []*Rendered
	for i := range 50 {
		e := article()
		e.ID += fmt.Sprint(i)
		e.Content = paragraphs()
		e.Published = e.Published.Add(-time.Duration(i) * time.Hour)
		entries = append(entries, mustRender(b, e))
	}
	for _, format := range Formats {
		f := courier(format, entries...)
		b.Run(format.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(int64(len(mustBytes(b, f, format))))
			}
		})
	}
}

// BenchmarkHead assembles feeds that are nothing but head and foot.
func BenchmarkHead(b *testing.B) {
	for _, format := range Formats {
		f := courier(format)
		b.Run(format.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mustBytes(b, f, format)
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	e := article()
	e.Content = paragraphs()
	r := mustRender(b, e)
	for _, format := range Formats {
		doc := mustBytes(b, courier(format, r), format)
		b.Run(format.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Verify(doc, format); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
