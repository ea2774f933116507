package publish

import (
	"testing"

	"writethru/posts/followups"
)

// What is done is counted, once.
func TestFiguresTellWhatWasDone(t *testing.T) {
	o := openOffice(t, t.TempDir())
	o.run()
	o.await("ready", func() bool { return o.p.Ready(t.Context()) == nil })
	st := o.p.Stats()
	if st.Stories != 1 || st.Articles != 1 || st.Saves.N != 0 || !st.Scanned || st.Rendered == 0 || st.Refused != 0 {
		t.Errorf("after the start: %+v", st)
	}
	o.write("a.md", "What A says.\n\nCorrection: it was B.")
	o.await("emitted", func() bool { return o.says("it was B.") })
	o.write("bad.md", "---")
	o.write("bad.md", "\x00\x01")
	o.await("faulty", func() bool { return o.p.Stats().Faulty == 1 })
	after := o.p.Stats()
	if after.Emitted[followups.Correction] != 1 || len(after.Emitted) != 1 {
		t.Errorf("emitted %v, want one correction", after.Emitted)
	}
	if after.Saves.N == 0 || after.Batches <= st.Batches || after.Seq <= st.Seq || after.Rendered <= st.Rendered || after.Refreshes.N <= st.Refreshes.N {
		t.Errorf("after two saves: %+v, before: %+v", after, st)
	}
	if after.HeldBack != 0 || after.Failures != 0 || !after.Waiting.IsZero() || !after.Behind.IsZero() {
		t.Errorf("nothing failed: %+v", after)
	}
}
