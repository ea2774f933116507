package audience

import (
	"crypto/sha256"
	"encoding/binary"
	"net/netip"

	"github.com/cespare/xxhash/v2"
)

// client gives an id of who asked. It is another every day, and the address can't
// be told from it without the day's key. Behind one address a program is counted
// for at most eight of its versions, and all that are not known for one: who makes
// names and versions up is not many.
func (r *Recorder) client(rec *record, a Agent) uint64 {
	if !a.Known {
		return r.hash(rec.from, 1)
	}
	return r.hash(rec.from, xxhash.Sum64String(a.Name)&^7|xxhash.Sum64(rec.agent)&7)
}

// hash is keyed. Of an IPv6 address 64 bits count: what a household or a machine
// has.
func (r *Recorder) hash(a netip.Addr, with uint64) uint64 {
	if a.Is6() {
		p, _ := a.WithZone("").Prefix(64) // an IPv6 address has as many bits
		a = p.Addr()
	}
	var b [40]byte
	copy(b[:16], r.key)
	addr := a.As16()
	copy(b[16:], addr[:])
	binary.LittleEndian.PutUint64(b[32:], with)
	sum := sha256.Sum256(b[:])
	return binary.LittleEndian.Uint64(sum[:])
}

func serviceID(name, path string) uint64 { return xxhash.Sum64String(name) ^ pathMark(path) }

func pathMark(path string) uint64 { return xxhash.Sum64String(path) * 0x9E3779B97F4A7C15 }
