#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

// Macros in zlib.h, which Swift does not see: they hand on the version and the size of the structure.
static inline int aloft_deflateInit2(z_stream *stream, int level, int windowBits, int memLevel) {
  return deflateInit2(stream, level, Z_DEFLATED, windowBits, memLevel, Z_DEFAULT_STRATEGY);
}

static inline int aloft_inflateInit2(z_stream *stream, int windowBits) { return inflateInit2(stream, windowBits); }

#endif
