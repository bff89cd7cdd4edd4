// The floor of PostgreSQL's drivers: libpq's own functions, each statement prepared once, values and results binary.
//
// usage: libpq-floor c URL key|hundred|insert|batch|stream CONCURRENCY COUNT ROUNDS -
//
// At a concurrency above 1 single statements go down two connections in pipeline mode, so many of them in flight at
// once, with a synchronization point behind each; batches and streams are done by ten threads with a connection each.

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>

#include "rounds.h"

enum { PIPELINES = 2, THREADS = 10, ROWS_OF_FETCH = 1000 };

struct channel {
  PGconn *connection;
  int in_flight;
};

static struct channel *channels;
static int channel_count;

static uint64_t network_order(uint64_t value) {
  return ((uint64_t)htonl(value & 0xffffffff) << 32) | htonl(value >> 32);
}

static void check(PGconn *connection, PGresult *result, ExecStatusType wanted) {
  if (PQresultStatus(result) != wanted) fail(asked.work, PQerrorMessage(connection));
}

static void run(PGconn *connection, const char *text) {
  PGresult *result = PQexec(connection, text);
  check(connection, result, PGRES_COMMAND_OK);
  PQclear(result);
}

static void prepare(PGconn *connection, const char *name, const char *text) {
  PGresult *result = PQprepare(connection, name, text, 0, NULL);
  check(connection, result, PGRES_COMMAND_OK);
  PQclear(result);
}

static void open_channel(struct channel *channel) {
  channel->connection = PQconnectdb(asked.place);
  PGconn *connection = channel->connection;
  if (PQstatus(connection) != CONNECTION_OK) fail(asked.place, PQerrorMessage(connection));
  prepare(connection, "key", "select number, name from items where id = $1");
  prepare(connection, "hundred", "select number, name from items where id between $1 and $2");
  prepare(connection, "insert", "insert into inserted (number, name) values ($1, $2)");
}

// What a query binds; texts and integers in the order of the statement's placeholders.
struct bound {
  const char *name;
  int count;
  const char *values[2];
  int lengths[2], formats[2];
  uint64_t integers[2];
};

static void bind_integer(struct bound *bound, uint64_t value) {
  bound->integers[bound->count] = network_order(value);
  bound->values[bound->count] = (const char *)&bound->integers[bound->count];
  bound->lengths[bound->count] = 8;
  bound->formats[bound->count++] = 1;
}

static void bind_range(struct bound *bound, long first, long last) {
  bind_integer(bound, first);
  bind_integer(bound, last);
}

static void bind_row(struct bound *bound, long index) {
  const char *name = names[index % SAMPLES];
  bound->name = "insert";
  bind_integer(bound, index % 1000);
  bound->values[1] = name;
  bound->lengths[1] = strlen(name);
  bound->formats[bound->count++] = 1;
}

static void bind_query(struct bound *bound, long query) {
  bound->count = 0;
  bound->name = asked.work;
  if (is_work("key")) bind_integer(bound, sample_key(query));
  else if (is_work("hundred")) bind_range(bound, first_of_hundred(query), first_of_hundred(query) + 99);
  else bind_row(bound, query);
}

// Adds up the rows of a result, or how many it changed.
static long sum_of(PGresult *result) {
  if (PQresultStatus(result) == PGRES_COMMAND_OK) return atol(PQcmdTuples(result));
  long sum = 0;
  int rows = PQntuples(result);
  for (int row = 0; row < rows; row++) {
    uint64_t number;
    memcpy(&number, PQgetvalue(result, row, 0), sizeof number);
    sum += network_order(number) + PQgetlength(result, row, 1);
  }
  return sum;
}

// One after the other

static long do_alone(void) {
  PGconn *connection = channels[0].connection;
  long sum = 0;
  ExecStatusType wanted = is_work("insert") ? PGRES_COMMAND_OK : PGRES_TUPLES_OK;
  for (long query = 0; query < asked.count; query++) {
    struct bound bound;
    bind_query(&bound, query);
    PGresult *result = PQexecPrepared(
        connection, bound.name, bound.count, bound.values, bound.lengths, bound.formats, 1);
    check(connection, result, wanted);
    sum += sum_of(result);
    PQclear(result);
  }
  return sum;
}

// In pipeline mode

static void send_bound(PGconn *connection, struct bound *bound) {
  if (!PQsendQueryPrepared(
          connection, bound->name, bound->count, bound->values, bound->lengths, bound->formats, 1))
    fail(asked.work, PQerrorMessage(connection));
}

static void send_query(struct channel *channel, long query) {
  struct bound bound;
  bind_query(&bound, query);
  send_bound(channel->connection, &bound);
  if (!PQpipelineSync(channel->connection)) fail(asked.work, PQerrorMessage(channel->connection));
  channel->in_flight++;
}

// Takes what has arrived, and counts down the synchronization points that are in flight.
static long receive(struct channel *channel) {
  PGconn *connection = channel->connection;
  long sum = 0;
  if (!PQconsumeInput(connection)) fail(asked.work, PQerrorMessage(connection));
  while (channel->in_flight > 0 && !PQisBusy(connection)) {
    PGresult *result = PQgetResult(connection);
    // Each statement's results end with none.
    if (!result) continue;
    switch (PQresultStatus(result)) {
    case PGRES_PIPELINE_SYNC: channel->in_flight--; break;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK: sum += sum_of(result); break;
    default: fail(asked.work, PQerrorMessage(connection));
    }
    PQclear(result);
  }
  return sum;
}

static void wait_for_input(struct channel *some, int count) {
  struct pollfd descriptors[PIPELINES];
  for (int index = 0; index < count; index++) {
    short events = PQflush(some[index].connection) == 1 ? POLLIN | POLLOUT : POLLIN;
    descriptors[index] = (struct pollfd){PQsocket(some[index].connection), events, 0};
  }
  poll(descriptors, count, -1);
}

static void enter_pipeline(PGconn *connection) {
  PQsetnonblocking(connection, 1);
  PQenterPipelineMode(connection);
}

static long do_pipelined(void) {
  long next = 0, sum = 0;
  int in_flight = 0;
  do {
    for (int index = 0; index < channel_count; index++)
      while (next < asked.count && channels[index].in_flight < asked.concurrency / channel_count)
        send_query(&channels[index], next++);
    wait_for_input(channels, channel_count);
    in_flight = 0;
    for (int index = 0; index < channel_count; index++) {
      sum += receive(&channels[index]);
      in_flight += channels[index].in_flight;
    }
  } while (in_flight > 0 || next < asked.count);
  return sum;
}

// Batches and streams

static long insert_batch(struct channel *channel, long first) {
  PGconn *connection = channel->connection;
  enter_pipeline(connection);
  for (long index = first; index < first + BATCH; index++) {
    struct bound bound = {.count = 0};
    bind_row(&bound, index);
    send_bound(connection, &bound);
  }
  PQpipelineSync(connection);
  channel->in_flight = 1;
  long sum = 0;
  while (channel->in_flight > 0) {
    wait_for_input(channel, 1);
    sum += receive(channel);
  }
  PQexitPipelineMode(connection);
  PQsetnonblocking(connection, 0);
  return sum;
}

static long stream(PGconn *connection, long first, long last) {
  char fetching[64];
  struct bound bound = {.count = 0};
  bind_range(&bound, first, last);
  run(connection, "begin read only");
  PGresult *result = PQexecParams(
      connection, "declare part no scroll cursor for select number, name from items where id between $1 and $2", 2,
      (Oid[]){20, 20}, bound.values, bound.lengths, bound.formats, 1);
  check(connection, result, PGRES_COMMAND_OK);
  PQclear(result);
  snprintf(fetching, sizeof fetching, "fetch forward %d from part", ROWS_OF_FETCH);
  long sum = 0;
  int rows;
  do {
    result = PQexecParams(connection, fetching, 0, NULL, NULL, NULL, NULL, 1);
    check(connection, result, PGRES_TUPLES_OK);
    rows = PQntuples(result);
    sum += sum_of(result);
    PQclear(result);
  } while (rows == ROWS_OF_FETCH);
  run(connection, "commit");
  return sum;
}

static void *do_shares(void *argument) {
  struct channel *channel = argument;
  long share = asked.count / asked.concurrency, sum = 0;
  for (int worker = channel - channels; worker < asked.concurrency; worker += channel_count)
    sum += is_work("batch") ? insert_batch(channel, worker * share)
                            : stream(channel->connection, worker * share + 1, (worker + 1) * share);
  return (void *)sum;
}

static long do_by_threads(void) {
  if (channel_count == 1) return (long)do_shares(&channels[0]);
  pthread_t threads[THREADS];
  long total = 0;
  for (int index = 0; index < channel_count; index++)
    if (pthread_create(&threads[index], NULL, do_shares, &channels[index]) != 0) fail("pthread_create", "failed");
  for (int index = 0; index < channel_count; index++) {
    void *sum;
    pthread_join(threads[index], &sum);
    total += (long)sum;
  }
  return total;
}

int main(int count, char **words) {
  read_arguments(count, words);
  int many_rows = is_work("batch") || is_work("stream");
  channel_count = asked.concurrency == 1 ? 1 : many_rows ? THREADS : PIPELINES;
  channels = calloc(channel_count, sizeof *channels);
  for (int index = 0; index < channel_count; index++) {
    open_channel(&channels[index]);
    if (!many_rows && asked.concurrency > 1) enter_pipeline(channels[index].connection);
  }
  measure(many_rows ? do_by_threads : asked.concurrency == 1 ? do_alone : do_pipelined);
  return 0;
}
