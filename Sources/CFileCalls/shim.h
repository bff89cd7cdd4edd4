#ifndef CFILECALLS_SHIM_H
#define CFILECALLS_SHIM_H

// Calls of Linux that C libraries do not offer, or only newer ones. Where there are none they fail with ENOSYS.

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#if defined(__linux__)
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#endif

// What openat2 may be told about the way to a file (linux/openat2.h, which old systems lack).
enum {
  ALOFT_RESOLVE_NO_MAGICLINKS = 0x02,
  ALOFT_RESOLVE_BENEATH = 0x08,
  ALOFT_RESOLVE_CACHED = 0x20,
};

// Opens a place without reading from it (asm-generic/fcntl.h, as x86 and ARM have it; C libraries hide the name).
enum { ALOFT_O_PATH = 010000000 };

// Opens a file below a folder; no name and no link leads out of it.
static inline int aloft_openat2(int folder, const char *path, int flags, uint64_t resolve) {
#if defined(__linux__)
  // Every architecture has this number, which old headers lack.
  struct { uint64_t flags, mode, resolve; } how = {(uint64_t)flags, 0, resolve};
  return (int)syscall(437, folder, path, &how, sizeof how);
#else
  errno = ENOSYS;
  return -1;
#endif
}

// Reads what lies in the system's memory, and fails with EAGAIN rather than wait for a disk.
static inline ssize_t aloft_read_cached(int file, void *bytes, size_t count, off_t offset) {
#if defined(__linux__) && defined(SYS_preadv2) && __SIZEOF_POINTER__ == 8
  struct iovec vector = {bytes, count};
  const int nowait = 0x08;
  return syscall(SYS_preadv2, file, &vector, 1, offset, 0, nowait);
#else
  errno = ENOSYS;
  return -1;
#endif
}

// Whether a file lies in a file system of memory, or of a container: tmpfs, ramfs, overlayfs (linux/magic.h).
static inline int aloft_is_near(int file) {
#if defined(__linux__)
  struct statfs about;
  if (fstatfs(file, &about) != 0) return 0;
  const uint32_t kind = (uint32_t)about.f_type;
  return kind == 0x01021994u || kind == 0x858458f6u || kind == 0x794c7630u;
#else
  return 1;
#endif
}

#endif
