package publish

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/cespare/xxhash/v2"
	"pgregory.net/rapid"

	"writethru/internal/stamp"
	"writethru/journal"
)

// randomIndex makes an index of stories in random states.
func randomIndex(t *rapid.T) *index {
	x := newIndex(0)
	text := rapid.StringN(1, 12, 40)
	for range rapid.IntRange(0, 20).Draw(t, "stories") {
		s := &story{
			id: text.Draw(t, "id"), rev: rapid.IntRange(1, 9).Draw(t, "rev"), hash: digest(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "hash")), name: text.Draw(t, "name"),
			slug: text.Draw(t, "slug"), entry: text.Draw(t, "entry"), title: rapid.Uint64().Draw(t, "title"), nth: rapid.IntRange(0, 99).Draw(t, "nth"),
			published: rapid.Int64().Draw(t, "published"), modified: rapid.Int64().Draw(t, "modified"), changed: rapid.Int64().Draw(t, "changed"),
			quiet: rapid.Int64().Draw(t, "quiet"), open: rapid.IntRange(0, 3).Draw(t, "open"),
			withdrawn: rapid.Bool().Draw(t, "withdrawn"), unread: rapid.Bool().Draw(t, "unread"),
			elsewhere: rapid.Bool().Draw(t, "elsewhere"), pending: rapid.Bool().Draw(t, "pending"),
			stamp: stamp.Stamp{Size: rapid.Int64().Draw(t, "size"), Mtime: rapid.Int64().Draw(t, "mtime"), Inode: rapid.Uint64().Draw(t, "inode")},
		}
		var then past
		then.oldSlugs, then.stones = rapid.SliceOfN(text, 0, 2).Draw(t, "old slugs"), rapid.SliceOfN(text, 0, 2).Draw(t, "stones")
		then.waits = waits{pending: rapid.IntRange(0, 9).Draw(t, "waits"), held: rapid.IntRange(0, 9).Draw(t, "held")}
		for n := range rapid.IntRange(0, 2).Draw(t, "debts") {
			then.debts = append(then.debts, debt{
				n: n + 1, party: text.Draw(t, "party"), since: rapid.Int64().Draw(t, "since"), seen: 1, told: 2, overdue: 3, closed: rapid.Int64().Draw(t, "closed"),
				by: rapid.SampledFrom([]closing{"", answered, deleted}).Draw(t, "by"), answer: 4, took: rapid.Int64().Draw(t, "took"), open: true, warned: rapid.Bool().Draw(t, "warned"), old: true,
			})
		}
		for range rapid.IntRange(0, 3).Draw(t, "labels") {
			s.groups = append(s.groups, x.groupsOf([]journal.Label{{Kind: journal.TagLabel, Name: rapid.SampledFrom([]string{"a", "b", "B", "c"}).Draw(t, "tag")}})...)
		}
		slices.SortFunc(s.groups, func(a, b *group) int { return bytes.Compare([]byte(a.slug), []byte(b.slug)) })
		s.groups = slices.Compact(s.groups)
		for n := range rapid.IntRange(0, 3).Draw(t, "follow-ups") {
			then.emitted = append(then.emitted, emission{n: n + 1, nth: rapid.IntRange(0, 99).Draw(t, "nth"), at: rapid.Int64().Draw(t, "at"), gone: rapid.Bool().Draw(t, "gone")})
		}
		s.past = then.orNone()
		if x.stories[s.id] == nil && x.names[s.name] == nil && x.slugs[s.slug] == nil && x.entries[s.entry] == nil {
			x.put(s)
		}
	}
	x.parts["part.md"] = stamp.Stamp{Size: 1}
	x.settle()
	return x
}

// plain is a story without what it points to.
func plain(s *story) story {
	out := *s
	then := *s.past
	out.groups, then.left = nil, nil
	if len(then.emitted) == 0 {
		then.emitted = nil
	}
	if len(then.oldSlugs) == 0 {
		then.oldSlugs = nil
	}
	if len(then.stones) == 0 {
		then.stones = nil
	}
	out.past, out.number = &then, 0 // stories are numbered as they come
	return out
}

// What a snapshot holds reads back, and one that was changed on the way does not.
func TestSnapshotReadsBack(t *testing.T) {
	name := filepath.Join(t.TempDir(), "snapshot")
	rapid.Check(t, func(t *rapid.T) {
		want := snapshot{rapid.Uint64Range(0, 1<<62).Draw(t, "seq"), rapid.String().Draw(t, "op"), randomIndex(t)}
		if err := writeSnapshot(name, want); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := readSnapshot(bytes.Clone(file))
		if !ok || got.seq != want.seq || got.op != want.op {
			t.Fatalf("read back %d %q, %v, want %d %q", got.seq, got.op, ok, want.seq, want.op)
		}
		for id, s := range want.index.stories {
			if g := got.index.stories[id]; g == nil || !reflect.DeepEqual(plain(g), plain(s)) {
				t.Errorf("read back %+v, want %+v", g, s)
			}
		}
		if err := writeSnapshot(name, got); err != nil {
			t.Fatal(err)
		}
		if again, err := os.ReadFile(name); err != nil || !bytes.Equal(again, file) {
			t.Errorf("what was read is written as other bytes (error %v)", err)
		}
		file[rapid.IntRange(0, len(file)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, ok := readSnapshot(file); ok {
			t.Error("a snapshot with a flipped bit was read")
		}
	})
}

// Whatever a snapshot's fields hold, reading ends, and what is taken is written so
// that it reads back as the same.
func FuzzSnapshot(f *testing.F) {
	written := func(s snapshot) []byte {
		var b bytes.Buffer
		w := snapshotWriter{to: &b, sum: xxhash.New()}
		w.snapshot(s)
		return b.Bytes()[len(snapshotFormat):]
	}
	for seed := range 8 {
		f.Add(written(snapshot{7, "op", rapid.Custom(randomIndex).Example(seed)}))
	}
	f.Fuzz(func(t *testing.T, fields []byte) {
		r := snapshotReader{left: string(fields)}
		s := r.snapshot()
		if r.wrong || r.left != "" {
			return
		}
		once := written(s)
		again := snapshotReader{left: string(once)}
		s = again.snapshot()
		if again.wrong || again.left != "" {
			t.Fatalf("what was taken does not read back:\n%q", once)
		}
		if twice := written(s); !bytes.Equal(twice, once) {
			t.Errorf("what was read is written as other bytes:\n%q\n%q", once, twice)
		}
	})
}
