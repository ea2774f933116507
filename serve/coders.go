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

// Coders make the coded variants of what is served: a few goroutines that live
// only while there is work, and, where nobody could foresee it, who asks first.
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
	if c.start() {
		go c.run(s)
	}
}

// start reports whether one more may run, and counts it. c.mu is held.
func (c *coders) start() bool {
	if c.running >= max(1, runtime.GOMAXPROCS(0)/2) {
		return false
	}
	c.running++
	return true
}

// quick is how many bytes are coded in about the time in which they are sent.
const quick = 1 << 20

// now makes what is wanted of e while its reader waits, so that the first who
// asks gets what all others get. It reports whether it did: what is large, or
// known to be asked for, is not waited for, and nothing is while others run.
func (c *coders) now(s *Site, e *entry) bool {
	if len(e.res.Body) > quick || e.early != [codings]bool{} {
		return false
	}
	c.mu.Lock()
	ok := c.start()
	c.mu.Unlock()
	if !ok {
		return false
	}
	enc := c.encoders()
	e.code(enc, func() bool { return true })
	c.free.Put(enc)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.queue) == 0 {
		c.end()
	} else {
		go c.run(s)
	}
	return true
}

func (c *coders) encoders() *encoders {
	if enc, ok := c.free.Get().(*encoders); ok {
		return enc
	}
	return new(encoders)
}

func (c *coders) run(s *Site) {
	enc := c.encoders()
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
		c.end()
		return "", false
	}
	path, c.queue = c.queue[0], c.queue[1:]
	delete(c.queued, path)
	return path, true
}

// end counts one less that runs. c.mu is held.
func (c *coders) end() {
	c.running--
	if c.running == 0 && c.idle != nil {
		c.idle.Broadcast()
	}
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
