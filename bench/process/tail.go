package process

import "sync"

// kept is how much of what a program says is kept.
const kept = 16 << 10

// A tail keeps the last bytes that were written to it.
type tail struct {
	mu  sync.Mutex // a program's output is written by a goroutine of os/exec
	buf []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, b...)
	if len(t.buf) > 2*kept {
		t.buf = append(t.buf[:0], t.buf[len(t.buf)-kept:]...)
	}
	return len(b), nil
}

// bytes is what there is now.
func (t *tail) bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]byte(nil), t.buf...)
}
