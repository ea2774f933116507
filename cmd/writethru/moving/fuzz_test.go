package moving

import (
	"testing"

	"writethru/posts"
)

// Whatever a stranger's feed holds, it is refused, or each of its entries becomes
// an article that the publisher reads, with the same id and date, or with a word
// about what is lost.
func FuzzFeed(f *testing.F) {
	for _, s := range []string{
		`<rss version="2.0"><channel><title>A</title><item><guid>1</guid><title>x &amp;lt;b&gt;</title><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><description><![CDATA[<p>x</p>]]></description></item></channel></rss>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><entry><id>a</id><title type="html">&lt;i&gt;</title><updated>2026-11-20T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">---</div></content></entry></feed>`,
		`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"a\n---\nb","content_text":"t","attachments":[{"url":"u"}],"_writethru":{"of":"b"}},{"id":"b","url":"https://a.example/stories/b/","title":"b"}]}`,
		`<rss><channel><item/><item><link>:</link></item></channel></rss>`, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item rdf:about="x"/></rdf:RDF>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := read(b)
		if err != nil {
			return
		}
		feed := &Feed{Entries: d.entries()}
		feed.describe(d)
		feed.date()
		var articles []*posts.Post
		for i := range feed.Entries {
			e := &feed.Entries[i]
			text, err := e.Article()
			if err != nil {
				continue // told
			}
			post, _ := posts.Parser{}.Parse([]posts.File{{Name: e.Name(), Data: text}})
			fault := e.Verify(e.Name(), text)
			if post == nil && fault == nil {
				t.Errorf("entry %q becomes no article, and nothing is told:\n%s", e.ID, text)
			}
			if post != nil {
				if fault == nil && (post.ID != e.ID || post.URL != e.URL) {
					t.Errorf("entry %q at %q becomes %q at %q", e.ID, e.URL, post.ID, post.URL)
				}
				articles = append(articles, post)
			}
		}
		all, strangers := Recall("a.example", "https://a.example", articles, []*Feed{feed})
		if len(all) > len(articles) || len(all)+len(strangers) > len(feed.Entries) {
			t.Errorf("%d articles and %d entries: %d recalled, %d strangers", len(articles), len(feed.Entries), len(all), len(strangers))
		}
	})
}
