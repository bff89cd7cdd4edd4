#ifndef CPOSTGRES_SHIM_H
#define CPOSTGRES_SHIM_H

// Debian has a folder of its own for it, of which the compiler is told only where pkg-config is installed.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

// Queues a synchronization point. Before libpq 17 that writes at once, a system call for each.
static inline int aloft_queueSync(PGconn *connection) {
#ifdef LIBPQ_HAS_SEND_PIPELINE_SYNC
  return PQsendPipelineSync(connection);
#else
  return PQpipelineSync(connection);
#endif
}

// Notices are not errors; libpq would write them to the standard error.
static inline void aloft_ignoreNotice(void *context, const PGresult *notice) {
  (void)context;
  (void)notice;
}

static inline void aloft_ignoreNotices(PGconn *connection) {
  PQsetNoticeReceiver(connection, aloft_ignoreNotice, 0);
}

#endif
