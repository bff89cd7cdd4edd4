// Clients that are slow on purpose, three kinds at once: one sends its header a byte at a time, one its body, and one
// reads a large answer so.
//
// Each takes one step a period; the steps are spread evenly over it. A client that was turned away comes back at its
// next step, as an attacker's would, and one that was borne for the patience leaves and comes back too. Prints `ready`
// once all have connected, and on SIGTERM what became of them as one line of JSON.
//
//     cc -O2 -o slow-clients slow_clients.c && ./slow-clients PORT CLIENTS_OF_EACH_KIND PERIOD_MS PATIENCE_SECONDS

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum kind { headers, bodies, readers, kinds };

static const char *const names[kinds] = {"headers", "bodies", "readers"};
static const char *const beginnings[kinds] = {
        "GET /plaintext HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
        "Content-Length: 1048576\r\n\r\n",
        "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n",
};

struct client {
    int socket;  // -1: comes back at its next step
    int64_t since;
};

// What became of the connections of one kind.
struct tally {
    long opened, answered_408, closed, reset, left, not_connected;
    int64_t shortest, longest;  // of those that the server ended
};

static struct tally tallies[kinds];
static volatile sig_atomic_t is_over;
static struct sockaddr_in address;
static int64_t patience;

static void stop(int number) {
    (void)number;
    is_over = 1;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void sleep_until(int64_t moment) {
    int64_t left = moment - now();
    if (left <= 0) return;
    struct timespec time = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
    nanosleep(&time, NULL);
}

static void come(struct client *client, enum kind kind) {
    int on = 1, little = 4096, segment = 1460;
    client->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (client->socket < 0) {
        perror("socket");
        exit(1);
    }
    // A small window, and the segments of a network: with the 64 KB ones of the loopback interface the system's
    // buffers at the server would grow to hold the whole answer, and nothing would wait.
    if (kind == readers) {
        setsockopt(client->socket, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
        setsockopt(client->socket, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    }
    setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ssize_t length = strlen(beginnings[kind]);
    if (connect(client->socket, (struct sockaddr *)&address, sizeof address) < 0
            || send(client->socket, beginnings[kind], length, MSG_NOSIGNAL) != length) {
        tallies[kind].not_connected++;
        close(client->socket);
        client->socket = -1;
        return;
    }
    tallies[kind].opened++;
    client->since = now();
}

static void go(struct client *client) {
    close(client->socket);
    client->socket = -1;
}

static void ended(struct client *client, enum kind kind, long *outcome) {
    struct tally *tally = &tallies[kind];
    int64_t lived = now() - client->since;
    if (tally->shortest == 0 || lived < tally->shortest) tally->shortest = lived;
    if (lived > tally->longest) tally->longest = lived;
    (*outcome)++;
    go(client);
}

// Sends or reads a byte, unless the server has spoken or gone.
static void step(struct client *client, enum kind kind) {
    struct tally *tally = &tallies[kind];
    char bytes[16];
    size_t wanted = kind == readers ? 1 : sizeof bytes;
    ssize_t count = recv(client->socket, bytes, wanted, MSG_DONTWAIT);
    if (count == 0) return ended(client, kind, &tally->closed);
    if (count < 0 && errno != EAGAIN) return ended(client, kind, &tally->reset);
    if (kind != readers && count > 0) {
        bool is_408 = count >= 12 && memcmp(bytes, "HTTP/1.1 408", 12) == 0;
        return ended(client, kind, is_408 ? &tally->answered_408 : &tally->closed);
    }
    if (now() - client->since > patience) {
        tally->left++;
        return go(client);
    }
    if (kind != readers && send(client->socket, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno != EAGAIN)
        ended(client, kind, &tally->reset);
}

static void report(void) {
    printf("{");
    for (int kind = 0; kind < kinds; kind++) {
        struct tally *tally = &tallies[kind];
        printf("%s\"%s\": {\"opened\": %ld, \"answered_408\": %ld, \"closed\": %ld, \"reset\": %ld, \"left\": %ld, "
               "\"not_connected\": %ld, \"shortest_seconds\": %.1f, \"longest_seconds\": %.1f}",
               kind ? ", " : "", names[kind], tally->opened, tally->answered_408, tally->closed, tally->reset,
               tally->left, tally->not_connected, tally->shortest / 1e9, tally->longest / 1e9);
    }
    printf("}\n");
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: slow-clients PORT CLIENTS_OF_EACH_KIND PERIOD_MS PATIENCE_SECONDS\n");
        return 2;
    }
    address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    size_t total = kinds * strtoul(arguments[2], NULL, 10);
    int64_t period = atoll(arguments[3]) * 1000000;
    patience = atoll(arguments[4]) * 1000000000;

    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (total == 0 || limit.rlim_cur < total + 16) {
        fprintf(stderr, "%zu clients want more open files than %llu\n", total, (unsigned long long)limit.rlim_cur);
        return 1;
    }
    signal(SIGTERM, stop);
    struct client *clients = malloc(total * sizeof *clients);
    if (!clients) return 1;
    for (size_t i = 0; i < total; i++) clients[i].socket = -1;

    int64_t next = now();
    for (size_t i = 0, steps = 0; !is_over; i = (i + 1) % total) {
        if (++steps == total + 1) {
            puts("ready");
            fflush(stdout);
        }
        next += period / (int64_t)total;
        sleep_until(next);
        enum kind kind = i % kinds;
        if (clients[i].socket < 0) {
            come(&clients[i], kind);
        } else {
            step(&clients[i], kind);
        }
    }
    report();
    return 0;
}
