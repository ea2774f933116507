package serve

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Coders make the coded variants of what is served, in the background: a few
// goroutines that live only while there is work.
type coders struct {
	mu      sync.Mutex // guards all below
	idle    *sync.Cond // running became 0
	queue   []string   // paths, not bytes: what was replaced meanwhile costs nothing
	queued  map[string]bool
	running int

	free sync.Pool // of *encoders
}

// add has made what is due of what s serves under a path by then.
func (c *coders) add(s *Site, path string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.queued[path] {
		return
	}
	if c.queued == nil {
		c.queued = make(map[string]bool)
	}
	c.queued[path] = true
	c.queue = append(c.queue, path)
	if most := max(1, runtime.GOMAXPROCS(0)/2); c.running < most {
		c.running++
		go c.run(s)
	}
}

func (c *coders) run(s *Site) {
	enc, _ := c.free.Get().(*encoders)
	if enc == nil {
		enc = new(encoders)
	}
	defer c.free.Put(enc)
	for {
		path, ok := c.next()
		if !ok {
			return
		}
		e := s.current(path)
		if e == nil {
			continue
		}
		current := func() bool { return s.current(path) == e }
		e.code(enc, current)
		if e.deltas.expected() && len(e.former) > 0 {
			e.delta(e.former[0]) // most readers who take deltas have the version before
		}
		for _, d := range e.deltas.all() {
			d.code(enc, current)
		}
	}
}

func (c *coders) next() (path string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.queue) == 0 {
		c.queue = nil
		c.running--
		if c.running == 0 && c.idle != nil {
			c.idle.Broadcast()
		}
		return "", false
	}
	path, c.queue = c.queue[0], c.queue[1:]
	delete(c.queued, path)
	return path, true
}

func (c *coders) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queue, c.queued = nil, nil
}

func (c *coders) wait() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.idle == nil {
		c.idle = sync.NewCond(&c.mu)
	}
	for c.running > 0 {
		c.idle.Wait()
	}
}

// code makes those of e's variants that are wanted, the one that most readers ask
// for first, and stops when e is not current any more. A variant that is not
// smaller than the plain bytes is not kept.
func (e *entry) code(enc *encoders, current func() bool) {
	for _, c := range []coding{gzipped, zstded, brotlied} {
		if !e.wants(c) {
			continue
		}
		if !current() {
			return
		}
		if b := enc.encode(c, e.res.Body); len(b) < len(e.res.Body) {
			e.variants[c].Store(newVariant(c, b))
		}
		e.tried[c].Store(true)
	}
}

// Encoders are made when first needed and used again: each holds about a
// megabyte.
type encoders struct {
	buf  bytes.Buffer
	gzip *gzip.Writer
	br   *brotli.Writer
	zstd *zstd.Encoder
}

// encode gives body in a coding other than identity. The same body gives the
// same bytes, whatever was encoded before.
func (enc *encoders) encode(c coding, body []byte) []byte {
	enc.buf.Reset()
	switch c {
	case gzipped:
		if enc.gzip == nil {
			enc.gzip, _ = gzip.NewWriterLevel(nil, 6) // the level is valid
		}
		enc.gzip.Reset(&enc.buf)
		write(enc.gzip, body)
	case brotlied:
		if enc.br == nil {
			enc.br = brotli.NewWriterLevel(nil, 5)
		}
		enc.br.Reset(&enc.buf)
		write(enc.br, body)
	case zstded:
		if enc.zstd == nil {
			enc.zstd, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true)) // the options are valid
		}
		return bytes.Clone(enc.zstd.EncodeAll(body, enc.buf.AvailableBuffer()))
	}
	return bytes.Clone(enc.buf.Bytes())
}

// write writes to a writer that writes to memory, which can't fail.
func write(w io.WriteCloser, body []byte) {
	_, _ = w.Write(body)
	_ = w.Close()
}
