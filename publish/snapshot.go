package publish

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"

	"github.com/cespare/xxhash/v2"
	"github.com/google/renameio/v2"

	"writethru/internal/stamp"
)

// A snapshot is what is held in memory of all stories, as of a place in the
// journal, in a file beside it. A start reads it and the revisions that came
// after it, in place of the whole journal. It also has the stamps of the files
// that are recorded, which spare a start the reading of unchanged ones. It can
// be deleted at any time; one that does not belong to the journal, or is
// damaged, is passed over.
type snapshot struct {
	seq   uint64 // of the newest revision in it
	op    string // of that revision: it tells one journal from another
	index *index
}

// Save writes a snapshot, if there is a file for it and something new. What
// fails costs the next start time, and nothing else.
func (p *Publisher) Save() {
	if p.Snapshot == "" || p.unsaved == 0 {
		return
	}
	if err := writeSnapshot(p.Snapshot, snapshot{p.seq.Load(), p.op, p.index}); err != nil {
		p.figures.snapshots.Add(1)
		p.Log.Warn("snapshot not written: the next start reads the whole journal", "file", p.Snapshot, "error", err, "advice", "make room, and let the program's user write there")
		return
	}
	p.unsaved = 0
}

// saveSometimes writes a snapshot when so much is new that the next start would
// feel it, were there a crash.
func (p *Publisher) saveSometimes() {
	if p.unsaved > 1000+len(p.index.stories)/10 {
		p.Save()
	}
}

func writeSnapshot(name string, s snapshot) error {
	f, err := renameio.NewPendingFile(name, renameio.WithPermissions(0o600))
	if err != nil {
		return err
	}
	defer func() { _ = f.Cleanup() }() // once it is in its place it does nothing
	to := bufio.NewWriterSize(f, 1<<16)
	w := snapshotWriter{to: to, sum: xxhash.New()}
	w.snapshot(s)
	if w.err == nil {
		_, w.err = to.Write(binary.BigEndian.AppendUint64(nil, w.sum.Sum64()))
	}
	if err := errors.Join(w.err, to.Flush()); err != nil {
		return err
	}
	return f.CloseAtomicallyReplace()
}

// recall loads the snapshot and what the journal recorded after it. It reports
// false, with nothing loaded, where there is no snapshot of this journal.
func (p *Publisher) recall(ctx context.Context) bool {
	file, err := os.ReadFile(p.Snapshot)
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	s, ok := readSnapshot(file)
	if err != nil || !ok {
		p.Log.Warn("snapshot passed over: the whole journal is read", "file", p.Snapshot, "error", err, "advice", "nothing: another one is written")
		return false
	}
	first := true
	unsaved := 0
	seq, op := s.seq, s.op
	for r, err := range p.Store.Since(ctx, s.seq-1) {
		switch {
		case err != nil, first && (r.Seq != s.seq || r.Op != s.op):
			return false
		case first:
			first = false
			continue
		case r.Story != ownStory:
			story := s.index.story(r)
			s.index.put(story)
			story.stamp = stamp.Stamp{} // its files are others by now: they are read again
		}
		seq, op = r.Seq, r.Op
		unsaved++
	}
	if first {
		return false
	}
	s.index.settle()
	p.index, p.op, p.unsaved = s.index, op, unsaved
	p.seq.Store(seq)
	return true
}
