package journal_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"writethru/journal"
	"writethru/posts"
)

// A story whose outline was recorded becomes what it would have been, had all
// of it been read at first sight: whoever completes it, and whenever.
func TestCompletedOutlinesAreBeginnings(t *testing.T) {
	for name, text := range map[string]string{
		"plain":      "---\ntitle: Plain\ndate: 2026-11-19T10:00:00Z\n---\nIt is plain.\n",
		"no date":    "---\ntitle: No date\n---\nIt has none.\n",
		"updated":    "---\ntitle: Updated\ndate: 2026-11-18\nlastmod: 2026-11-19\ntags: [a, b]\nauthor: Ana Ruiz\n---\nText.\n",
		"followed":   "---\ntitle: Followed\ndate: 2026-11-19T10:00:00Z\n---\nThe Courier has reached out to the clerk's office for comment.\n\n**Update:** The clerk's office said no.\n",
		"promises":   "---\ntitle: Promises\ndate: 2026-11-19T10:00:00Z\n---\nThe Courier has reached out to the clerk's office for comment and will update this story.\n",
		"correction": "---\ntitle: Correction\ndate: 2026-11-19T10:00:00Z\n---\nText.\n\n*Correction: it was Tuesday.*\n\nLast updated on Nov. 19.\n",
	} {
		t.Run(name, func(t *testing.T) {
			files := []posts.File{{Name: name + ".md", Data: []byte(text)}}
			outline, _, ok := posts.Parser{}.Outline(files)
			whole, bad := posts.Parser{}.Parse(files)
			if !ok || whole == nil {
				t.Fatalf("outline %v, faults %v", ok, bad)
			}
			mtime := time.Date(2026, 11, 17, 8, 0, 0, 0, time.UTC)
			v := journal.Version{Story: name, Post: whole, Now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), Undated: mtime, Imported: true}
			want := journal.Begin(v, "", "")
			v.Post = outline
			got := journal.Outline(v)
			if !got.Unread {
				t.Error("an outline does not say that the text is unread")
			}
			want.ID, want.Slug, want.Changed = "tag:x", "slug", v.Now
			got.ID, got.Slug, got.Changed = want.ID, want.Slug, want.Changed
			later := journal.Version{Story: name, Post: whole, Now: v.Now.Add(1000 * time.Hour)}
			if diff := cmp.Diff(want, journal.Complete(got, later)); diff != "" {
				t.Errorf("completed (-want +got):\n%s", diff)
			}
			legible := journal.Legible(got, later)
			if n := len(whole.Blocks); !cmp.Equal(want.Body(n), legible.Body(n)) || !cmp.Equal(want.Whole(n), legible.Whole(n)) {
				t.Errorf("legible: the article is %v, of all %v, want %v of %v", legible.Body(n), legible.Whole(n), want.Body(n), want.Whole(n))
			}
		})
	}
}
