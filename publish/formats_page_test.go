package publish_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"writethru/publish"
)

const formatsPage = "../docs/formats.md"

// TestFollowUpsOnThePageForAuthors: whatever docs/formats.md shows of follow-ups
// becomes the entries that it promises, when it is written into an article that
// was published without it.
func TestFollowUpsOnThePageForAuthors(t *testing.T) {
	for _, example := range examples(t) {
		first, _, _ := strings.Cut(example.text, "\n")
		want, ok := map[string][]string{
			"**Update, Nov. 21, 3:45 p.m. ET:** A spokesperson for the clerk's office said that no records are lost.": {
				"Update 2: The clerk", "Update: The clerk", "Correction: The clerk", "Update 3: The clerk"},
			"updates:":         {"Update: The clerk", "Correction: The clerk"},
			"> [!NOTE] Update": {"Update: The clerk", "Update 2: The clerk"},
			`<aside class="update" id="clerk"><p>The bridge is open again.</p></aside>`: {"Update: The clerk", "Correction: The clerk", "Update 2: The clerk"},
		}[first]
		if !ok {
			t.Errorf("%s: nothing is said of what this becomes:\n%s", formatsPage, example.text)
			continue
		}
		w := newWorld(t, publish.FollowUps{})
		name := "clerk.md"
		if example.in == "html" {
			name = "clerk.html"
		}
		const head, body = "title: The clerk\ndate: 2026-11-20T09:00:00Z\n", "<p>The records are out of reach.</p>\n"
		w.write(name, "---\n"+head+"---\n"+body)
		w.publish()
		w.advance(time.Hour)
		if example.in == "yaml" {
			w.write(name, "---\n"+head+example.text+"---\n"+body)
		} else {
			w.write(name, "---\n"+head+"---\n"+body+"\n"+example.text)
		}
		w.publish()
		w.advance(time.Minute)
		w.tick()
		got := titles(w.items("/updates.json"))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s shows\n%s\nwhich becomes %q, want %q", formatsPage, example.text, got, want)
		}
		w.close()
	}
}

// An example is a fenced block of the page, and the language that it names.
type example struct{ in, text string }

func examples(t *testing.T) (out []example) {
	t.Helper()
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllStringSubmatch(page(t), -1) {
		out = append(out, example{m[1], m[2]})
	}
	if len(out) == 0 {
		t.Fatalf("%s has no examples", formatsPage)
	}
	return out
}

func page(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(formatsPage)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestWordsOnThePageForAuthors: each word that the page lists announces a
// follow-up in an article in its language.
func TestWordsOnThePageForAuthors(t *testing.T) {
	_, list, ok := strings.Cut(page(t), "The same in other languages")
	list, _, _ = strings.Cut(list, "### ")
	if !ok {
		t.Fatal("the page lists no words")
	}
	codes := map[string]string{"French": "fr", "Spanish": "es", "German": "de", "Italian": "it", "Portuguese": "pt", "Dutch": "nl",
		"Japanese": "ja", "Chinese": "zh", "Korean": "ko", "Swedish": "sv", "Polish": "pl"}
	list = strings.Join(strings.Fields(list), " ")
	seen := 0
	for _, m := range regexp.MustCompile(`(French|Spanish|German|Italian|Portuguese|Dutch|Japanese|Chinese|Korean|Swedish|Polish) ([^;.]*)`).FindAllStringSubmatch(list, -1) {
		seen++
		for _, word := range regexp.MustCompile(`[^*, ][^*,]*`).FindAllString(strings.ReplaceAll(m[2], " ", map[bool]string{true: ",", false: " "}[!strings.Contains(m[2], "*")]), -1) {
			w := newWorld(t, publish.FollowUps{})
			head := "---\ntitle: T\nlanguage: " + codes[m[1]] + "\ndate: 2026-11-20T09:00:00Z\n---\n" + "The story.\n"
			w.write("a.md", head)
			w.publish()
			w.advance(time.Hour)
			w.write("a.md", head+"\n**"+word+":** abc def ghi.\n")
			w.publish()
			if got := len(w.items("/updates.json")); got != 1 {
				t.Errorf("%s says that %q announces a follow-up in %s: %d entries", formatsPage, word, m[1], got)
			}
			w.close()
		}
	}
	if seen != len(codes) {
		t.Errorf("the page lists words of %d languages, want %d", seen, len(codes))
	}
}

// TestPromisesOnThePageForAuthors: each sentence that the page calls a promise is
// one, and those that it says are none are not.
func TestPromisesOnThePageForAuthors(t *testing.T) {
	_, promises, _ := strings.Cut(page(t), "\n## Promises\n")
	if !strings.Contains(promises, "- \"") {
		t.Fatal("the page shows no promises")
	}
	for line := range strings.Lines(promises) {
		is := strings.HasPrefix(line, "- ")
		for _, m := range regexp.MustCompile(`"([A-Z][^"]*)"`).FindAllStringSubmatch(line, -1) {
			sentence := m[1]
			if !strings.HasSuffix(sentence, ".") {
				sentence += "."
			}
			w := newWorld(t, publish.FollowUps{})
			w.write("a.md", "---\ntitle: T\ndate: 2026-11-20T09:00:00Z\n---\nThe records are out of reach.\n\n"+sentence+"\n")
			w.publish()
			got, err := publish.Promises(t.Context(), w.store)
			if err != nil {
				t.Fatal(err)
			}
			if (len(got) == 1) != is {
				t.Errorf("%s says of %q that it is a promise: %v; found %d", formatsPage, sentence, is, len(got))
			}
			w.close()
		}
	}
}
