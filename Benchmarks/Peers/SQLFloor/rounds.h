// What the floors of both databases share: what is asked of them, the samples, and the measuring of rounds.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLES = 10000, BATCH = 10000 };

// The command line; Benchmarks/bench/sql.py says it.
static struct {
  const char *library, *place, *work;
  int concurrency;
  long count;
  int rounds;
  const char *synchronous;
} asked;

static char names[SAMPLES][32];

static int is_work(const char *name) { return strcmp(asked.work, name) == 0; }

static void fail(const char *what, const char *why) {
  printf("%s: %s\n", what, why);
  exit(1);
}

static void read_arguments(int count, char **words) {
  if (count != 8) fail(words[0], "LIBRARY PLACE WORK CONCURRENCY COUNT ROUNDS SYNCHRONOUS");
  asked.library = words[1];
  asked.place = words[2];
  asked.work = words[3];
  asked.concurrency = atoi(words[4]);
  asked.count = atol(words[5]);
  asked.rounds = atoi(words[6]);
  asked.synchronous = words[7];
  for (int index = 0; index < SAMPLES; index++)
    snprintf(names[index], sizeof names[index], "item with number %d", index);
}

static long sample_key(long query) { return query * 7919 % SAMPLES + 1; }

static long first_of_hundred(long query) { return query * 7919 % 9900 + 1; }

static long nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

// Prints `count nanoseconds processor-nanoseconds sum` for each round and `done` behind the last, and waits until the
// input ends: meanwhile whoever started the process reads what memory it has used.
static void measure(long (*work)(void)) {
  for (int round = 0; round < asked.rounds; round++) {
    long start = nanoseconds(CLOCK_MONOTONIC), start_of_process = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    long sum = work();
    long end = nanoseconds(CLOCK_MONOTONIC), end_of_process = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    printf("%ld %ld %ld %ld\n", asked.count, end - start, end_of_process - start_of_process, sum);
  }
  printf("done\n");
  fflush(stdout);
  while (getchar() != EOF) {}
}
