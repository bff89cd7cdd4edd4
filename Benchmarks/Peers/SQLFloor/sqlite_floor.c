// The floor of SQLite's drivers: sqlite3's own functions, each statement prepared once.
//
// usage: sqlite-floor c|c-copying FILE key|hundred|insert|batch|stream CONCURRENCY COUNT ROUNDS SYNCHRONOUS
//
// `c-copying` also copies each text into memory of its own, as every library must that hands it on. At a concurrency
// above 1 as many threads have a connection each; those that write take turns, since SQLite's own waiting sleeps.

#include <pthread.h>
#include <sqlite3.h>

#include "rounds.h"

struct worker {
  int number;
  sqlite3 *database;
  sqlite3_stmt *statement, *begin, *commit;
  long sum;
};

static struct worker *workers;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int copies;

static sqlite3_stmt *prepare(sqlite3 *database, const char *text) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v3(database, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    fail(text, sqlite3_errmsg(database));
  return statement;
}

static void run(sqlite3 *database, const char *text) {
  if (sqlite3_exec(database, text, NULL, NULL, NULL) != SQLITE_OK) fail(text, sqlite3_errmsg(database));
}

static const char *statement_text(void) {
  if (is_work("key")) return "select number, name from items where id = ?";
  if (is_work("hundred") || is_work("stream")) return "select number, name from items where id between ? and ?";
  return "insert into inserted (number, name) values (?, ?)";
}

static void open_worker(struct worker *worker) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(asked.place, &worker->database, flags, NULL) != SQLITE_OK) fail(asked.place, "can't be opened");
  char text[64];
  snprintf(text, sizeof text, "pragma synchronous = %s", asked.synchronous);
  sqlite3_busy_timeout(worker->database, 60000);
  run(worker->database, "pragma journal_mode = wal");
  run(worker->database, text);
  run(worker->database, "pragma foreign_keys = on");
  run(worker->database, "pragma cache_size = -8192");
  worker->statement = prepare(worker->database, statement_text());
  worker->begin = prepare(worker->database, "begin immediate");
  worker->commit = prepare(worker->database, "commit");
}

static void step(struct worker *worker, sqlite3_stmt *statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) fail(asked.work, sqlite3_errmsg(worker->database));
  sqlite3_reset(statement);
}

// Steps to the next row and adds it up; 0 if there is none.
static int next_row(struct worker *worker) {
  int code = sqlite3_step(worker->statement);
  if (code == SQLITE_DONE) return 0;
  if (code != SQLITE_ROW) fail(asked.work, sqlite3_errmsg(worker->database));
  long number = sqlite3_column_int64(worker->statement, 0);
  const unsigned char *text = sqlite3_column_text(worker->statement, 1);
  int length = sqlite3_column_bytes(worker->statement, 1);
  if (copies) {
    char *copy = malloc(length + 1);
    memcpy(copy, text, length + 1);
    // Without this the compiler would leave the copy out.
    __asm__ volatile("" : : "r"(copy) : "memory");
    free(copy);
  }
  worker->sum += number + length;
  return 1;
}

static void read_key(struct worker *worker, long key) {
  sqlite3_bind_int64(worker->statement, 1, key);
  next_row(worker);
  sqlite3_reset(worker->statement);
}

static void read_range(struct worker *worker, long first, long last) {
  sqlite3_bind_int64(worker->statement, 1, first);
  sqlite3_bind_int64(worker->statement, 2, last);
  while (next_row(worker)) {}
  sqlite3_reset(worker->statement);
}

static void insert(struct worker *worker, long index) {
  const char *name = names[index % SAMPLES];
  sqlite3_bind_int64(worker->statement, 1, index % 1000);
  sqlite3_bind_text(worker->statement, 2, name, strlen(name), SQLITE_STATIC);
  step(worker, worker->statement);
  worker->sum += sqlite3_changes(worker->database);
}

static void insert_alone(struct worker *worker, long index) {
  pthread_mutex_lock(&turn);
  insert(worker, index);
  pthread_mutex_unlock(&turn);
}

static void insert_batch(struct worker *worker, long first) {
  pthread_mutex_lock(&turn);
  step(worker, worker->begin);
  for (long index = first; index < first + BATCH; index++) insert(worker, index);
  step(worker, worker->commit);
  pthread_mutex_unlock(&turn);
}

static void *do_share(void *argument) {
  struct worker *worker = argument;
  long share = asked.count / asked.concurrency;
  worker->sum = 0;
  if (is_work("stream")) {
    read_range(worker, worker->number * share + 1, (worker->number + 1) * share);
  } else if (is_work("batch")) {
    insert_batch(worker, worker->number * share);
  } else {
    int reads_key = is_work("key"), reads_hundred = is_work("hundred");
    for (long query = worker->number; query < asked.count; query += asked.concurrency) {
      if (reads_key) read_key(worker, sample_key(query));
      else if (reads_hundred) read_range(worker, first_of_hundred(query), first_of_hundred(query) + 99);
      else insert_alone(worker, query);
    }
  }
  return NULL;
}

static long work(void) {
  if (asked.concurrency == 1) {
    do_share(&workers[0]);
    return workers[0].sum;
  }
  pthread_t threads[asked.concurrency];
  long sum = 0;
  for (int index = 0; index < asked.concurrency; index++)
    if (pthread_create(&threads[index], NULL, do_share, &workers[index]) != 0) fail("pthread_create", "failed");
  for (int index = 0; index < asked.concurrency; index++) {
    pthread_join(threads[index], NULL);
    sum += workers[index].sum;
  }
  return sum;
}

int main(int count, char **words) {
  read_arguments(count, words);
  copies = strcmp(asked.library, "c-copying") == 0;
  workers = calloc(asked.concurrency, sizeof *workers);
  for (int index = 0; index < asked.concurrency; index++) {
    workers[index].number = index;
    open_worker(&workers[index]);
  }
  measure(work);
  return 0;
}
