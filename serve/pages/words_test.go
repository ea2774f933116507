package pages

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestEveryLanguageHasEveryWord(t *testing.T) {
	for tag, w := range table {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; v.Field(i).String() == "" && name != "Attr" {
				t.Errorf("%s has no word for %s", tag, name)
			}
		}
		if n := len(strings.Fields(w.months)); n != 12 {
			t.Errorf("%s has %d months", tag, n)
		}
	}
}

func TestDatesAreWrittenAsTheLanguageWritesThem(t *testing.T) {
	at := time.Date(2026, 3, 4, 16, 5, 0, 0, time.FixedZone("", 3600))
	for lang, want := range map[string]string{
		"en":    `<time datetime="2026-03-04T15:05:00Z">4 March 2026, 15:05 UTC</time>`,
		"de-AT": `<time datetime="2026-03-04T15:05:00Z">4. März 2026, 15:05 UTC</time>`,
		"fr":    `<time datetime="2026-03-04T15:05:00Z">4 mars 2026 à 15:05 UTC</time>`,
		"pt-BR": `<time datetime="2026-03-04T15:05:00Z">4 de março de 2026, 15:05 UTC</time>`,
		"pl":    `<time datetime="2026-03-04T15:05:00Z">4 marca 2026, 15:05 UTC</time>`,
		"ja":    `<time datetime="2026-03-04T15:05:00Z">2026年3月4日 15:05 UTC</time>`,
		"ko":    `<time datetime="2026-03-04T15:05:00Z">2026년 3월 4일 15:05 UTC</time>`,
		"ar":    `<time datetime="2026-03-04T15:05:00Z" lang="en" dir="ltr">4 March 2026, 15:05 UTC</time>`,
	} {
		if got := string(wordsIn(lang).Minute(at)); got != want {
			t.Errorf("Minute in %s = %s, want %s", lang, got, want)
		}
	}
}
