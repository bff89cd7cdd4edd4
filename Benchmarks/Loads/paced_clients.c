// A load below saturation: some keep-alive clients share out GET requests that come at a fixed rate.
//
// A request's latency counts from the moment it is due and noticed, so one that waits for a free client waits in the
// open. How late this program itself notices is reported apart, as `lateness`: that is its own doing, not the server's.
// Prints one line of JSON, times in microseconds.
//
//     cc -O2 -o paced-clients paced_clients.c && ./paced-clients PORT PATH CLIENTS RATE SECONDS

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { max_clients = 512, grace_ns = 2000000000 };

struct client {
    int socket;
    bool is_busy;
    int64_t due;
    size_t received;
    size_t expected;  // the length of the whole answer, once its head is here
    char bytes[65536];
};

static struct client clients[max_clients];
static char request[512];
static size_t request_length;
static int64_t *latencies, *latenesses;
static size_t answered, errors;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int connect_to(int port) {
    int on = 1;
    struct sockaddr_in address = {
            .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (client < 0) fail("socket");
    if (connect(client, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return client;
}

static void ask(struct client *client, int64_t due) {
    client->is_busy = true;
    client->due = due;
    client->received = client->expected = 0;
    if (write(client->socket, request, request_length) != (ssize_t)request_length) fail("write");
}

static size_t answer_length(struct client *client) {
    client->bytes[client->received] = 0;
    char *end = strstr(client->bytes, "\r\n\r\n");
    if (!end) return 0;
    char *length = strcasestr(client->bytes, "\r\ncontent-length:");
    if (!length || length > end) {
        fprintf(stderr, "an answer without a Content-Length\n");
        exit(1);
    }
    return end + 4 - client->bytes + strtoul(length + 17, NULL, 10);
}

// Whether the answer is complete.
static bool receive(struct client *client) {
    size_t room = sizeof client->bytes - 1 - client->received;
    ssize_t count = read(client->socket, client->bytes + client->received, room);
    if (count <= 0) {
        fprintf(stderr, "the server closed a connection\n");
        exit(1);
    }
    client->received += count;
    if (client->expected == 0) client->expected = answer_length(client);
    if (client->expected == 0 || client->received < client->expected) return false;
    if (client->received > client->expected || memcmp(client->bytes, "HTTP/1.1 200", 12) != 0) errors++;
    client->is_busy = false;
    return true;
}

static void wait_for_answers(int count, int64_t until) {
    fd_set readable;
    FD_ZERO(&readable);
    int highest = -1;
    for (int i = 0; i < count; i++) {
        if (!clients[i].is_busy) continue;
        FD_SET(clients[i].socket, &readable);
        if (clients[i].socket > highest) highest = clients[i].socket;
    }
    int64_t left = until - now();
    if (left < 0) left = 0;
    struct timespec timeout = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
    if (pselect(highest + 1, &readable, NULL, NULL, &timeout, NULL) <= 0) return;
    for (int i = 0; i < count; i++) {
        if (!clients[i].is_busy || !FD_ISSET(clients[i].socket, &readable)) continue;
        if (receive(&clients[i])) latencies[answered++] = now() - clients[i].due;
    }
}

static int compare(const void *one, const void *two) {
    int64_t first = *(const int64_t *)one, second = *(const int64_t *)two;
    return (first > second) - (first < second);
}

static double percentile(int64_t *sorted, size_t count, double share) {
    if (count == 0) return 0;
    size_t index = share * count;
    return sorted[index < count ? index : count - 1] / 1000.0;
}

int main(int count, char **arguments) {
    if (count != 6) {
        fprintf(stderr, "usage: paced-clients PORT PATH CLIENTS RATE SECONDS\n");
        return 2;
    }
    int port = atoi(arguments[1]), wanted = atoi(arguments[3]);
    if (wanted < 1 || wanted > max_clients) wanted = max_clients;
    double rate = atof(arguments[4]), seconds = atof(arguments[5]);
    size_t total = rate * seconds, noticed = 0, sent = 0;
    int64_t interval = 1e9 / rate;
    int64_t *dues = malloc(total * sizeof *dues);
    latencies = malloc(total * sizeof *latencies);
    latenesses = malloc(total * sizeof *latenesses);
    if (!dues || !latencies || !latenesses) fail("malloc");
    signal(SIGPIPE, SIG_IGN);
    request_length = snprintf(
            request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", arguments[2]);
    for (int i = 0; i < wanted; i++) clients[i].socket = connect_to(port);

    int64_t start = now(), end = start + interval * (int64_t)total;
    int turn = 0;
    while (answered < total && now() < end + grace_ns) {
        int64_t time = now();
        for (; noticed < total && start + interval * (int64_t)noticed <= time; noticed++) {
            latenesses[noticed] = time - (start + interval * (int64_t)noticed);
            dues[noticed] = time;
        }
        for (int tried = 0; sent < noticed && tried < wanted; tried++) {
            turn = (turn + 1) % wanted;
            if (!clients[turn].is_busy) ask(&clients[turn], dues[sent++]);
        }
        wait_for_answers(wanted, noticed < total ? start + interval * (int64_t)noticed : end + grace_ns);
    }
    double took = (now() - start) / 1e9;
    errors += total - answered;
    qsort(latencies, answered, sizeof *latencies, compare);
    qsort(latenesses, noticed, sizeof *latenesses, compare);
    printf("{\"requests\": %zu, \"seconds\": %.3f, \"p50\": %.1f, \"p99\": %.1f, \"p999\": %.1f, \"worst\": %.1f, "
           "\"lateness_p99\": %.1f, \"errors\": %zu}\n",
           answered, took, percentile(latencies, answered, 0.5), percentile(latencies, answered, 0.99),
           percentile(latencies, answered, 0.999), percentile(latencies, answered, 1),
           percentile(latenesses, noticed, 0.99), errors);
    return 0;
}
