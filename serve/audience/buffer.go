package audience

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"writethru/serve"
)

// A buffer takes answers on their way and gives them to who counts them. It
// allocates nothing, waits for nobody, and has a bounded size: what finds no room
// is dropped, and counted.
type buffer struct {
	shards  [shards]shard
	dropped atomic.Uint64
}

// Sizes of a buffer.
const (
	shards      = 8 // a power of two
	shardBytes  = 64 << 10
	longestPath = 255 // of what is counted by its name
	longestUA   = 512
)

// A shard holds records one after the other: a head, the path, the User-Agent.
type shard struct {
	mu      sync.Mutex // guards all below
	records []byte
	emitted [][]time.Time // of the records, in order
}

// heads are as long as this.
const headLen = 8 + 16 + 4 + 2 + 1 + 1 + 2

// The bits of a record.
const (
	asksDelta = 1 << iota
	isRSS
	isAtom
	isJSON
)

func newBuffer() *buffer {
	b := new(buffer)
	for i := range b.shards {
		b.shards[i].records = make([]byte, 0, shardBytes)
		b.shards[i].emitted = make([][]time.Time, 0, shardBytes/headLen)
	}
	return b
}

// put takes an answer. Where another is being put into a shard, it takes the next.
func (b *buffer) put(a *serve.Answer) {
	begin := rand.Uint32()
	for i := range uint32(shards) {
		s := &b.shards[(begin+i)%shards]
		if !s.mu.TryLock() {
			continue
		}
		ok := s.put(a)
		s.mu.Unlock()
		if ok {
			return
		}
	}
	b.dropped.Add(1)
}

func (s *shard) put(a *serve.Answer) bool {
	path, agent := a.Path[:min(len(a.Path), longestPath)], a.Agent[:min(len(a.Agent), longestUA)]
	r := s.records
	if len(r)+headLen+len(path)+len(agent) > cap(r) {
		return false
	}
	bits := formatBit(a.Type)
	if a.Delta {
		bits |= asksDelta
	}
	addr := a.From.As16() // of the zero Addr: zeros
	r = binary.LittleEndian.AppendUint64(r, uint64(a.At.UnixMilli()))
	r = append(r, addr[:]...)
	r = binary.LittleEndian.AppendUint32(r, uint32(a.Bytes))
	r = binary.LittleEndian.AppendUint16(r, uint16(a.Status))
	r = append(r, bits, byte(len(path)))
	r = binary.LittleEndian.AppendUint16(r, uint16(len(agent)))
	r = append(r, path...)
	s.records = append(r, agent...)
	s.emitted = append(s.emitted, a.Emitted)
	return true
}

func formatBit(mediaType string) byte {
	switch {
	case len(mediaType) < 13:
		return 0
	case mediaType[12] == 'r': // application/rss+xml
		return isRSS
	case mediaType[12] == 'a':
		return isAtom
	}
	return isJSON
}

// A record is an answer as it is counted.
type record struct {
	at      time.Time
	from    netip.Addr
	bytes   int
	status  int
	bits    byte
	path    []byte
	agent   []byte
	emitted []time.Time
}

// take empties the buffer into room, which has two slices to be used again, and
// calls count with each record.
func (b *buffer) take(room *shard, count func(*record)) {
	for i := range b.shards {
		s := &b.shards[i]
		if room.records == nil {
			room.records, room.emitted = make([]byte, 0, shardBytes), make([][]time.Time, 0, shardBytes/headLen)
		}
		s.mu.Lock()
		s.records, room.records = room.records[:0], s.records
		s.emitted, room.emitted = room.emitted[:0], s.emitted
		s.mu.Unlock()
		rest := room.records
		for _, emitted := range room.emitted {
			r, n := readRecord(rest)
			r.emitted = emitted
			rest = rest[n:]
			count(&r)
		}
		clear(room.emitted) // feeds that are not served any more are not held
		clear(room.records) // nor are addresses
	}
}

func readRecord(b []byte) (r record, n int) {
	r.at = time.UnixMilli(int64(binary.LittleEndian.Uint64(b))).UTC()
	if addr := netip.AddrFrom16([16]byte(b[8:24])); !addr.IsUnspecified() {
		r.from = addr.Unmap()
	}
	r.bytes = int(binary.LittleEndian.Uint32(b[24:]))
	r.status = int(binary.LittleEndian.Uint16(b[28:]))
	r.bits = b[30]
	path := headLen + int(b[31])
	n = path + int(binary.LittleEndian.Uint16(b[32:]))
	r.path, r.agent = b[headLen:path], b[path:n]
	return r, n
}
