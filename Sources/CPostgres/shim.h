#ifndef CPOSTGRES_SHIM_H
#define CPOSTGRES_SHIM_H

// Debian has a folder of its own for it, of which the compiler is told only where pkg-config is installed.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

#include <errno.h>
#include <sys/socket.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0  // Where it is missing libpq has told the socket itself.
#endif

// Queues a synchronization point. Before libpq 17 that writes at once, a system call for each.
static inline int aloft_queueSync(PGconn *connection) {
#ifdef LIBPQ_HAS_SEND_PIPELINE_SYNC
  return PQsendPipelineSync(connection);
#else
  return PQpipelineSync(connection);
#endif
}

// Notices are not errors; libpq would write them to the standard error. One that comes while nothing is asked may say that
// the server ends the connection (class 57P), which is noted.
static inline void aloft_takeNotice(void *hasEnded, const PGresult *notice) {
  const char *state = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
  if (state && state[0] == '5' && state[1] == '7' && state[2] == 'P') *(int *)hasEnded = 1;
}

static inline void aloft_watchNotices(PGconn *connection, int *hasEnded) {
  PQsetNoticeReceiver(connection, aloft_takeNotice, hasEnded);
}

// Tells the server that the connection is over, without closing it as PQfinish does; 0 where that can't be done.
static inline int aloft_sayGoodbye(PGconn *connection) {
  static const char terminate[5] = {'X', 0, 0, 0, 4};
  if (PQstatus(connection) != CONNECTION_OK || PQsslInUse(connection) || PQgssEncInUse(connection)) return 0;
  return send(PQsocket(connection), terminate, 5, MSG_NOSIGNAL | MSG_DONTWAIT) == 5;
}

// Whether the server has closed its side, after what it may still have said.
static inline int aloft_isOver(PGconn *connection) {
  char bytes[256];
  ssize_t count;
  do count = recv(PQsocket(connection), bytes, sizeof bytes, MSG_DONTWAIT);
  while (count > 0 || (count < 0 && errno == EINTR));
  return count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

#endif
