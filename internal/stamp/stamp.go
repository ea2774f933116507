// Package stamp tells whether a file is still the one that was read, without
// reading it.
package stamp

import (
	"io/fs"
	"time"
)

// A Stamp is what the file system says of a file. Two equal stamps mean the
// same content, except for files changed within the clock's grain of being
// read: whoever keeps stamps keeps none of those, see [Stamp.Hides].
type Stamp struct {
	Size  int64
	Mtime int64  // nanoseconds since 1970: of the content
	Ctime int64  // nanoseconds since 1970: of the content or the inode; 0 where unknown
	Inode uint64 // 0 where unknown
}

// Of returns the stamp of the file that info describes.
func Of(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Mtime: info.ModTime().UnixNano()}
	s.Ctime, s.Inode = inode(info)
	return s
}

// Hides reports whether a file with this stamp can have changed at the given
// time without getting another one, as that was within the grain of its times.
func (s Stamp) Hides(at time.Time) bool {
	grain := 20 * time.Millisecond
	if s.Mtime%int64(time.Second) == 0 && s.Ctime%int64(time.Second) == 0 {
		grain = 2 * time.Second // as on FAT
	}
	return at.Sub(time.Unix(0, max(s.Ctime, s.Mtime))).Abs() < grain
}
