package publish

import (
	"encoding/binary"
	"io"
	"maps"
	"slices"
	"strings"
	"unsafe"

	"github.com/cespare/xxhash/v2"

	"writethru/internal/stamp"
	"writethru/journal"
)

// A snapshot's file is a line that names the format, fields (numbers as varints,
// strings after their length), and an xxHash64 over all of that.
const snapshotFormat = "writethru snapshot 2\n"

// A snapshotWriter writes fields and sums them up.
type snapshotWriter struct {
	to  io.Writer
	sum *xxhash.Digest
	buf []byte
	err error
}

func (w *snapshotWriter) snapshot(s snapshot) {
	w.buf = append(w.buf, snapshotFormat...)
	w.number(int64(s.seq))
	w.text(s.op)
	w.number(int64(len(s.index.groups)))
	numbers := make(map[*group]int64, len(s.index.groups))
	for _, g := range slices.SortedFunc(maps.Values(s.index.groups), func(a, b *group) int { return strings.Compare(a.path(), b.path()) }) {
		numbers[g] = int64(len(numbers))
		w.text(string(g.kind))
		w.text(g.slug)
		w.text(g.name)
	}
	// In the order of the feed, so that a start adds to the ends of its orders.
	w.number(int64(len(s.index.stories)))
	for p := range s.index.feed.oldestFirst() {
		if p.n == 0 {
			w.story(p.story, numbers)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.index.gone)) {
		w.story(s.index.gone[id], numbers)
	}
	w.number(int64(len(s.index.parts)))
	for _, name := range slices.Sorted(maps.Keys(s.index.parts)) {
		w.text(name)
		w.stamp(s.index.parts[name])
	}
	w.flush()
}

func (w *snapshotWriter) story(s *story, groups map[*group]int64) {
	for _, t := range []string{s.id, string(s.hash[:]), s.name, s.slug, s.entry} {
		w.text(t)
	}
	for _, list := range [][]string{s.oldSlugs, s.stones} {
		w.number(int64(len(list)))
		for _, t := range list {
			w.text(t)
		}
	}
	for _, list := range [][]*group{s.groups, s.left} {
		w.number(int64(len(list)))
		for _, g := range list {
			w.number(groups[g])
		}
	}
	w.number(int64(len(s.emitted)))
	for _, e := range s.emitted {
		w.number(int64(e.n))
		w.number(int64(e.nth))
		w.number(e.at)
		w.flag(e.gone)
	}
	w.number(int64(len(s.debts)))
	for _, d := range s.debts {
		w.debt(d)
	}
	w.number(int64(s.waits.pending))
	w.number(int64(s.waits.held))
	for _, n := range []int64{
		int64(s.rev), int64(s.title), int64(s.nth), s.published, s.modified, s.changed, s.quiet, int64(s.open),
	} {
		w.number(n)
	}
	for _, is := range []bool{s.withdrawn, s.unread, s.elsewhere, s.pending} {
		w.flag(is)
	}
	w.stamp(s.stamp)
	if len(w.buf) > 1<<15 {
		w.flush()
	}
}

func (w *snapshotWriter) debt(d debt) {
	w.text(d.party)
	w.text(string(d.by))
	for _, n := range []int64{int64(d.n), int64(d.answer), d.since, d.seen, d.told, d.overdue, d.closed, d.took} {
		w.number(n)
	}
	for _, is := range []bool{d.open, d.warned, d.old} {
		w.flag(is)
	}
}

func (w *snapshotWriter) stamp(s stamp.Stamp) {
	for _, n := range []int64{s.Size, s.Mtime, s.Ctime, int64(s.Inode)} {
		w.number(n)
	}
}

func (w *snapshotWriter) number(n int64) { w.buf = binary.AppendVarint(w.buf, n) }

func (w *snapshotWriter) text(s string) {
	w.number(int64(len(s)))
	w.buf = append(w.buf, s...)
}

func (w *snapshotWriter) flag(is bool) {
	if is {
		w.number(1)
		return
	}
	w.number(0)
}

func (w *snapshotWriter) flush() {
	_, _ = w.sum.Write(w.buf) // a Digest never fails
	if w.err == nil {
		_, w.err = w.to.Write(w.buf)
	}
	w.buf = w.buf[:0]
}

// A snapshotReader reads fields. Once one is wrong, all that follow are zero.
type snapshotReader struct {
	left  string
	wrong bool
}

// readSnapshot reads a snapshot, of which the strings of its stories are parts.
// It is not ok if the file is none, or not as it was written.
func readSnapshot(file []byte) (s snapshot, ok bool) {
	const size = 8 // of the sum
	end := len(file) - size
	if end < 0 || xxhash.Sum64(file[:end]) != binary.BigEndian.Uint64(file[end:]) {
		return s, false
	}
	text, ok := strings.CutPrefix(unsafe.String(unsafe.SliceData(file), end), snapshotFormat) // nobody changes file
	if !ok {
		return s, false
	}
	r := snapshotReader{left: text}
	s = r.snapshot()
	return s, !r.wrong && r.left == ""
}

func (r *snapshotReader) snapshot() (s snapshot) {
	s.seq, s.op = uint64(r.number()), r.text()
	named := make([]group, r.count())
	for i := range named {
		named[i] = group{label: label{journal.LabelKind(r.text()), r.text()}, name: r.text()}
	}
	n := r.count()
	s.index = newIndex(n)
	groups := make([]*group, len(named))
	for i, g := range named {
		groups[i] = s.index.add(g)
	}
	for i := 0; i < n && !r.wrong; i++ {
		s.index.put(r.story(groups))
	}
	for n := r.count(); n > 0 && !r.wrong; n-- {
		s.index.parts[r.text()] = r.stamp()
	}
	s.index.settle()
	return s
}

func (r *snapshotReader) story(groups []*group) *story {
	s := &story{id: r.text()}
	copy(s.hash[:], r.text())
	s.name, s.slug, s.entry = r.text(), r.text(), r.text()
	var then past
	then.oldSlugs, then.stones = r.texts(), r.texts()
	s.groups, then.left = r.groups(groups), r.groups(groups)
	if n := r.count(); n > 0 {
		then.emitted = make([]emission, n)
	}
	for i := range then.emitted {
		then.emitted[i] = emission{n: int(r.number()), nth: int(r.number()), at: r.number(), gone: r.flag()}
	}
	if n := r.count(); n > 0 {
		then.debts = make([]debt, n)
	}
	for i := range then.debts {
		then.debts[i] = r.debt()
	}
	then.waits = waits{pending: int(r.number()), held: int(r.number())}
	s.rev, s.title, s.nth = int(r.number()), uint64(r.number()), int(r.number())
	s.published, s.modified = r.number(), r.number()
	s.changed, s.quiet = r.number(), r.number()
	s.open = int(r.number())
	s.withdrawn, s.unread, s.elsewhere, s.pending = r.flag(), r.flag(), r.flag(), r.flag()
	s.stamp = r.stamp()
	s.past = then.orNone()
	return s
}

func (r *snapshotReader) debt() (d debt) {
	d.party, d.by = r.text(), closing(r.text())
	d.n, d.answer = int(r.number()), int(r.number())
	d.since, d.seen, d.told = r.number(), r.number(), r.number()
	d.overdue, d.closed, d.took = r.number(), r.number(), r.number()
	d.open, d.warned, d.old = r.flag(), r.flag(), r.flag()
	return d
}

func (r *snapshotReader) groups(all []*group) []*group {
	n := r.count()
	if n == 0 {
		return nil
	}
	out := make([]*group, n)
	for i := range out {
		k := r.number()
		if k < 0 || k >= int64(len(all)) {
			r.wrong = true
			return nil
		}
		out[i] = all[k]
	}
	return out
}

func (r *snapshotReader) stamp() stamp.Stamp {
	return stamp.Stamp{Size: r.number(), Mtime: r.number(), Ctime: r.number(), Inode: uint64(r.number())}
}

func (r *snapshotReader) flag() bool { return r.number() != 0 }

// count reads how many of something follow, each at least a byte long.
func (r *snapshotReader) count() int {
	n := r.number()
	if n < 0 || n > int64(len(r.left)) {
		r.wrong = true
		return 0
	}
	return int(n)
}

func (r *snapshotReader) texts() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = r.text()
	}
	return out
}

func (r *snapshotReader) text() string {
	n := r.count()
	s := r.left[:n]
	r.left = r.left[n:]
	return s
}

func (r *snapshotReader) number() int64 {
	var n uint64
	for i := 0; i < len(r.left) && i < binary.MaxVarintLen64; i++ {
		b := r.left[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.left = r.left[i+1:]
			return int64(n>>1) ^ -int64(n&1) // zigzag, as binary.AppendVarint writes
		}
	}
	r.left, r.wrong = "", true
	return 0
}
