package watch

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

// silent names the file systems that change without telling inotify: another
// computer, or the host of a virtual machine, writes to them as well.
var silent = map[uint32]string{
	unix.NFS_SUPER_MAGIC:  "NFS",
	unix.SMB_SUPER_MAGIC:  "SMB",
	unix.CIFS_SUPER_MAGIC: "SMB",
	unix.SMB2_SUPER_MAGIC: "SMB",
	unix.V9FS_MAGIC:       "9p",
	unix.FUSE_SUPER_MAGIC: "FUSE", // also virtiofs and Docker Desktop
	unix.CEPH_SUPER_MAGIC: "Ceph",
	unix.AFS_SUPER_MAGIC:  "AFS",
	unix.CODA_SUPER_MAGIC: "Coda",
	unix.NCP_SUPER_MAGIC:  "NCP",
	0x786f4256:            "VirtualBox",
	0x7c7c6673:            "Parallels",
	0xbacbacbc:            "VMware",
}

// mute says why no events are to be expected from dir: it names the file
// system. It is empty if events work. Overlays do tell of what is written
// through them, so they are not among these.
func mute(dir string) string {
	var fs unix.Statfs_t
	for {
		err := unix.Statfs(dir, &fs)
		if err == nil {
			return silent[uint32(fs.Type)]
		}
		if !errors.Is(err, syscall.EINTR) {
			return ""
		}
	}
}

// mounted reports whether a volume is mounted on dir.
func mounted(dir string) bool {
	var info unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, dir, unix.AT_NO_AUTOMOUNT, 0, &info)
	return err == nil && info.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0
}
