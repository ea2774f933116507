package followups_test

import (
	"testing"
	"time"

	"writethru/posts"
	"writethru/posts/followups"
)

func TestStamps(t *testing.T) {
	berlin := time.FixedZone("CET", 3600)
	for _, c := range []struct {
		lang, text, stamp, at string
		dayFirst              bool
		loc                   *time.Location
	}{
		{lang: "en", text: "Aug. 14, 1:22 p.m. ET", stamp: "Aug. 14, 1:22 p.m. ET", at: "2026-08-14T17:22:00Z"},
		{lang: "en", text: "Nov. 21, 3:45 p.m. ET", stamp: "Nov. 21, 3:45 p.m. ET", at: "2026-11-21T20:45:00Z"},
		{lang: "en", text: "Nov. 21, 3:45 p.m. (ET)", stamp: "Nov. 21, 3:45 p.m. (ET)", at: "2026-11-21T20:45:00Z"},
		{lang: "en", text: "Dec. 24, 3:45 p.m. PT", stamp: "Dec. 24, 3:45 p.m. PT", at: "2025-12-24T23:45:00Z"},
		{lang: "en", text: "08/26/26 4:45pm ET", stamp: "08/26/26 4:45pm ET", at: "2026-08-26T20:45:00Z"},
		{lang: "en", text: "03/12/2026 4:45pm", stamp: "03/12/2026 4:45pm", at: "2026-03-12T16:45:00Z"},
		{lang: "en", text: "03/12/2026 4:45pm", stamp: "03/12/2026 4:45pm", at: "2026-12-03T16:45:00Z", dayFirst: true},
		{lang: "en-GB", text: "03/12/2026 4:45pm", stamp: "03/12/2026 4:45pm", at: "2026-12-03T16:45:00Z"},
		{lang: "en", text: "20/09/2018 09:00", stamp: "20/09/2018 09:00", at: "2018-09-20T09:00:00Z"},
		{lang: "en", text: "February 21 2026, 11:58AM ET", stamp: "February 21 2026, 11:58AM ET", at: "2026-02-21T16:58:00Z"},
		{lang: "en", text: "(August 20th, 2015)", stamp: "August 20th, 2015"},
		{lang: "en", text: "2024-05-01", stamp: "2024-05-01"},
		{lang: "en", text: "2026-11-21T14:30:00+02:00", stamp: "2026-11-21T14:30:00+02:00", at: "2026-11-21T12:30:00Z"},
		{lang: "en", text: "2026-11-21 14:30", stamp: "2026-11-21 14:30", at: "2026-11-21T13:30:00Z", loc: berlin},
		{lang: "en", text: "2:05 a.m.", stamp: "2:05 a.m.", at: "2026-11-22T02:05:00Z"},
		{lang: "en", text: "2:05 pm", stamp: "2:05 pm"},
		{lang: "en", text: "Tuesday at 5 p.m.", stamp: "Tuesday at 5 p.m.", at: "2026-11-17T17:00:00Z"},
		{lang: "en", text: "today at 9 a.m.", stamp: "today at 9 a.m.", at: "2026-11-22T09:00:00Z"},
		{lang: "en", text: "yesterday at 9 p.m.", stamp: "yesterday at 9 p.m.", at: "2026-11-21T21:00:00Z"},
		{lang: "en", text: "14h30", stamp: "14h30"},
		{lang: "en", text: "two hours later", stamp: "two hours later"},
		{lang: "en", text: "noon, Nov. 20", stamp: "noon, Nov. 20", at: "2026-11-20T12:00:00Z"},
		{lang: "en", text: "Nov. 21, 3:45", stamp: "Nov. 21, 3:45"},
		{lang: "en", text: "Nov. 21, 3:45 p.m. IST", stamp: "Nov. 21, 3:45 p.m. IST"},
		{lang: "en", text: "Monday, Nov. 21, 3:45 p.m.", stamp: "Monday, Nov. 21, 3:45 p.m."},
		{lang: "en", text: "Saturday, Nov. 21, 3:45 p.m.", stamp: "Saturday, Nov. 21, 3:45 p.m.", at: "2026-11-21T15:45:00Z"},
		{lang: "en", text: "12:15 a.m. Nov. 21", stamp: "12:15 a.m. Nov. 21", at: "2026-11-21T00:15:00Z"},
		{lang: "en", text: "Feb. 30, 3 p.m.", stamp: "Feb. 30, 3 p.m."},
		{lang: "en", text: "1545 GMT, Nov. 20", stamp: "1545 GMT, Nov. 20", at: "2026-11-20T15:45:00Z"},
		{lang: "en", text: "Nov. 20, 3 p.m. UTC+2", stamp: "Nov. 20, 3 p.m. UTC+2", at: "2026-11-20T13:00:00Z"},
		{lang: "fr", text: "3/11/2026 à 14h30", stamp: "3/11/2026 à 14h30", at: "2026-11-03T14:30:00Z"},
		{lang: "de", text: "03.11.2026, 14.30 Uhr", stamp: "03.11.2026, 14.30 Uhr", at: "2026-11-03T14:30:00Z"},
		{lang: "de", text: "3. November 2026, 14:30 Uhr MEZ", stamp: "3. November 2026, 14:30 Uhr MEZ", at: "2026-11-03T13:30:00Z"},
		{lang: "es", text: "3 de noviembre de 2026, 14:30", stamp: "3 de noviembre de 2026, 14:30", at: "2026-11-03T14:30:00Z"},
		{lang: "sv", text: "3 november 2026 kl. 14.30", stamp: "3 november 2026 kl. 14.30", at: "2026-11-03T14:30:00Z"},
		{lang: "ja", text: "2026年11月3日 午後2時30分", stamp: "2026年11月3日 午後2時30分", at: "2026-11-03T14:30:00Z"},
		{lang: "ja", text: "11/3 14:30", stamp: "11/3 14:30", at: "2026-11-03T14:30:00Z"},
		{lang: "ko", text: "2026년 11월 3일 오후 2시 30분", stamp: "2026년 11월 3일 오후 2시 30분", at: "2026-11-03T14:30:00Z"},
	} {
		post := &posts.Post{Language: c.lang, Blocks: []posts.Block{{Text: "Update (" + c.text + "): The site is back."}}}
		if c.text[0] == '(' {
			post.Blocks[0].Text = "Update " + c.text + ": The site is back."
		}
		f := followups.Recognise(post, nil, followups.Options{Now: now, DayFirst: c.dayFirst, Location: c.loc})
		if len(f.FollowUps) != 1 {
			t.Errorf("stamp(%q): %d follow-ups, want 1", c.text, len(f.FollowUps))
			continue
		}
		u := f.FollowUps[0]
		at := ""
		if !u.At.IsZero() {
			at = u.At.Format(time.RFC3339)
		}
		if u.Stamp != c.stamp || at != c.at {
			t.Errorf("stamp(%s, %q) = %q at %q, want %q at %q", c.lang, c.text, u.Stamp, at, c.stamp, c.at)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "It's a well-known 3.5 percent.": 5, "橋は再び開通しました。": 5, "Update 橋 now": 3, "시청이 금요일에 답변했다": 6,
	} {
		if got := followups.Words(text); got != want {
			t.Errorf("Words(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct {
		kind       followups.Kind
		count      int
		lang, want string
	}{
		{followups.Update, 1, "en", "Update: The bridge"},
		{followups.Update, 2, "en-GB", "Update 2: The bridge"},
		{followups.Correction, 1, "", "Correction: The bridge"},
		{followups.Retraction, 1, "tlh", "Retraction: The bridge"},
		{followups.Update, 2, "fr", "Mise à jour 2\u00a0: The bridge"},
		{followups.Correction, 1, "de", "Korrektur: The bridge"},
		{followups.Update, 2, "ja", "追記2：The bridge"},
		{followups.Update, 2, "ko", "업데이트 2: The bridge"},
	} {
		if got := followups.Title(c.kind, c.count, "The bridge", c.lang); got != c.want {
			t.Errorf("Title(%s, %d, %q) = %q, want %q", c.kind, c.count, c.lang, got, c.want)
		}
	}
}
