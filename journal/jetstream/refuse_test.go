package jetstream_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"writethru/internal/natscluster"
	"writethru/journal"
	"writethru/journal/jetstream"
	"writethru/journal/journaltest"
)

// raw is the cluster as a stranger sees it.
func raw(t *testing.T, url string) js.JetStream {
	t.Helper()
	nc, err := nats.Connect(url[:strings.LastIndexByte(url, '/')])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	j, err := js.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestAJournalThatLostSomethingIsRefused(t *testing.T) {
	alone := natscluster.Start(t, 1)
	url := alone.URL("gaps")
	j := raw(t, url)
	stream, err := j.CreateStream(t.Context(), js.StreamConfig{Name: "gaps-journal", Subjects: []string{"gaps.journal.*"}})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := j.Publish(t.Context(), "gaps.journal.flood", []byte("?")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := jetstream.Open(t.Context(), url, jetstream.Options{}); err == nil || !strings.Contains(err.Error(), "other settings") {
		t.Errorf("Open of a stream that anybody may delete from gave error %v, want one about its settings", err)
	}
	if err := stream.DeleteMsg(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if _, err := jetstream.Open(t.Context(), url, jetstream.Options{}); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("Open of a stream with a gap gave error %v, want %v", err, journal.ErrDamaged)
	}
}

func TestNothingCanBeRemoved(t *testing.T) {
	alone := natscluster.Start(t, 1)
	url := alone.URL("kept")
	s := open(t, url)
	if _, err := s.Append(t.Context(), []journal.Revision{journaltest.Revision("flood", 1)}); err != nil {
		t.Fatal(err)
	}
	stream, err := raw(t, url).Stream(t.Context(), "kept-journal")
	if err != nil {
		t.Fatal(err)
	}
	if stream.DeleteMsg(t.Context(), 1) == nil || stream.Purge(t.Context()) == nil {
		t.Error("a revision can be removed")
	}
}

func TestAJournalThatIsNotThereIsNotMadeForReaders(t *testing.T) {
	alone := natscluster.Start(t, 1)
	if _, err := jetstream.Open(t.Context(), alone.URL("none"), jetstream.Options{Existing: true}); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("Open gave error %v, want %v", err, journal.ErrNotFound)
	}
}

// Who writes past the journal is found out, and disturbs no other story.
func TestDamagedRecords(t *testing.T) {
	alone := natscluster.Start(t, 1)
	url := alone.URL("damage")
	s := open(t, url)
	flood, fire := journaltest.Revision("flood", 1), journaltest.Revision("fire", 1)
	if _, err := s.Append(t.Context(), []journal.Revision{flood}); err != nil {
		t.Fatal(err)
	}
	if _, err := raw(t, url).Publish(t.Context(), "damage.journal.storm", []byte(`{"story":"storm","rev":1}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), []journal.Revision{fire}); err != nil {
		t.Fatal(err)
	}
	var read []string
	for r, err := range s.Since(t.Context(), 0) {
		read = append(read, fmt.Sprintf("%d %s %v", r.Seq, r.Story, errors.Is(err, journal.ErrDamaged)))
	}
	if got, want := strings.Join(read, ", "), "1 flood false, 2  true, 3 fire false"; got != want {
		t.Errorf("Since gave %s, want %s", got, want)
	}
	if _, err := s.Head(t.Context(), "storm"); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("Head(storm) gave error %v, want %v", err, journal.ErrDamaged)
	}
	damaged, good := 0, 0
	for _, err := range s.Heads(t.Context()) {
		if errors.Is(err, journal.ErrDamaged) {
			damaged++
		} else if err == nil {
			good++
		}
	}
	if damaged != 1 || good != 2 {
		t.Errorf("Heads gave %d damaged and %d good stories, want 1 and 2", damaged, good)
	}
}

// Articles may be larger than the cluster's messages.
func TestLargeArticles(t *testing.T) {
	alone := natscluster.Start(t, 1)
	s := open(t, alone.URL("large"))
	r := journaltest.Revision("flood", 1)
	r.Source = make([]byte, 3<<20)
	rand.NewChaCha8([32]byte{1}).Read(r.Source)
	r.Head.FollowUps[0].Text = strings.Repeat("The river rose again. ", 200_000)
	source := bytes.Clone(r.Source)
	if _, err := s.Append(t.Context(), []journal.Revision{r}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Source(t.Context(), "flood", r.Hash); err != nil || !bytes.Equal(got, source) {
		t.Errorf("Source gave %d bytes, %v, want %d", len(got), err, len(source))
	}
	if head, err := s.Head(t.Context(), "flood"); err != nil || head.Head.FollowUps[0].Text != r.Head.FollowUps[0].Text {
		t.Errorf("the head does not read back: %v", err)
	}
	noise := make([]byte, 3<<20)
	rand.NewChaCha8([32]byte{2}).Read(noise)
	r = journaltest.Revision("fire", 1)
	r.Head.FollowUps[0].Text = fmt.Sprintf("%x", noise)
	if _, err := s.Append(t.Context(), []journal.Revision{r}); err == nil || !strings.Contains(err.Error(), "max_payload") {
		t.Errorf("Append of a head of %d bytes gave error %v, want one that names max_payload", len(r.Head.FollowUps[0].Text), err)
	}
}

// Stories may be called anything.
func TestAnyStoryHasASubject(t *testing.T) {
	alone := natscluster.Start(t, 1)
	s := open(t, alone.URL("names"))
	names := []string{
		"a", "a.b", "a%2Eb", "a.*", "a.>", ">", "*", "council/clerk records", "Überschwemmung", "洪水", "tab\tand\nline", "!", "", "$JS.API",
		strings.Repeat("long/", 200), strings.Repeat("long/", 201),
	}
	var revs []journal.Revision
	for i, name := range names {
		r := journaltest.Revision("x"+name, 1)
		r.Op = fmt.Sprint("op ", i)
		revs = append(revs, r)
	}
	if _, err := s.Append(t.Context(), revs); err != nil {
		t.Fatal(err)
	}
	for i, r := range revs {
		if head, err := s.Head(t.Context(), r.Story); err != nil || head.Story != r.Story || head.Op != revs[i].Op {
			t.Errorf("Head(%q) = %q, %v", r.Story, head.Story, err)
		}
		if _, err := s.Source(t.Context(), r.Story, r.Hash); err != nil {
			t.Errorf("Source(%q): %v", r.Story, err)
		}
	}
}
