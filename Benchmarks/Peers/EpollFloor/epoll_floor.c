// The floor: the least a single-threaded server can do to answer HTTP/1.1 on Linux.
//
// It waits with epoll, reads once, counts the request heads that arrived (so pipelining works) and writes the same
// fixed bytes for each. It knows nothing else of HTTP: no routes, no bodies, no limits.
//
//     cc -O2 -o epoll-floor epoll_floor.c && ./epoll-floor 8080

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define REPLY \
    "HTTP/1.1 200 OK\r\n" \
    "Server: epoll\r\n" \
    "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n" \
    "Content-Type: text/plain; charset=utf-8\r\n" \
    "Content-Length: 13\r\n\r\n" \
    "Hello, World!"

enum {
    reply_length = sizeof REPLY - 1,
    replies_per_write = 256,
    max_connections = 32768,
    events_per_wait = 512,
};

// Found by its file descriptor, so nothing is allocated while serving.
struct connection {
    unsigned char matched;  // how many bytes of "\r\n\r\n" the last read ended with
    bool waits_to_write;
    size_t owed;  // bytes of replies not yet written
};

static struct connection connections[max_connections];
static char replies[replies_per_write * reply_length];
static int epoll;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int listen_on(int port) {
    int on = 1;
    struct sockaddr_in address = {
            .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listener < 0) fail("socket");
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
    if (listen(listener, 1024) < 0) fail("listen");
    return listener;
}

static void watch(int operation, int socket, unsigned events) {
    struct epoll_event event = {.events = events, .data.fd = socket};
    if (epoll_ctl(epoll, operation, socket, &event) < 0) fail("epoll_ctl");
}

static void accept_all(int listener) {
    int on = 1;
    for (;;) {
        int socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (socket < 0) return;
        if (socket >= max_connections) {
            close(socket);
            continue;
        }
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connections[socket] = (struct connection){0};
        watch(EPOLL_CTL_ADD, socket, EPOLLIN);
    }
}

// Counts the empty lines that end a head. A read may stop inside one, so the match goes on where the last one stopped.
static size_t count_heads(struct connection *connection, const char *bytes, size_t length) {
    const char *position = bytes, *end = bytes + length;
    size_t heads = 0;
    while (connection->matched > 0 && position < end) {
        char expected = connection->matched % 2 == 0 ? '\r' : '\n';
        if (*position != expected) {
            connection->matched = 0;
            break;
        }
        position++;
        if (++connection->matched == 4) {
            heads++;
            connection->matched = 0;
        }
    }
    for (const char *found; (found = memmem(position, end - position, "\r\n\r\n", 4)); heads++) position = found + 4;

    for (size_t tail = end - position < 3 ? end - position : 3; tail > 0 && position < end; tail--) {
        if (memcmp(end - tail, "\r\n\r", tail) == 0) {
            connection->matched = tail;
            break;
        }
    }
    return heads;
}

// Every reply is the same, so what is owed is a count of bytes, and where it starts follows from the count.
static bool write_owed(int socket, struct connection *connection) {
    while (connection->owed > 0) {
        size_t start = (reply_length - connection->owed % reply_length) % reply_length;
        size_t room = sizeof replies - start;
        ssize_t written = write(socket, replies + start, connection->owed < room ? connection->owed : room);
        if (written < 0 && errno != EAGAIN) return false;
        if (written < 0) break;
        connection->owed -= written;
    }
    bool waits = connection->owed > 0;
    if (waits != connection->waits_to_write) {
        connection->waits_to_write = waits;
        watch(EPOLL_CTL_MOD, socket, waits ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
    return true;
}

static bool read_and_answer(int socket, struct connection *connection) {
    static char bytes[65536];
    ssize_t length = read(socket, bytes, sizeof bytes);
    if (length < 0 && errno == EAGAIN) return true;
    if (length <= 0) return false;
    connection->owed += count_heads(connection, bytes, length) * reply_length;
    return write_owed(socket, connection);
}

static void serve(int socket, unsigned events) {
    struct connection *connection = &connections[socket];
    bool open = true;
    if (events & EPOLLOUT) open = write_owed(socket, connection);
    if (open && events & (EPOLLIN | EPOLLHUP | EPOLLERR)) open = read_and_answer(socket, connection);
    if (!open) close(socket);
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: epoll-floor PORT\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < replies_per_write; i++) memcpy(replies + i * reply_length, REPLY, reply_length);

    int listener = listen_on(atoi(arguments[1]));
    epoll = epoll_create1(0);
    if (epoll < 0) fail("epoll_create1");
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);

    static struct epoll_event events[events_per_wait];
    for (;;) {
        int ready = epoll_wait(epoll, events, events_per_wait, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener) {
                accept_all(listener);
            } else {
                serve(events[i].data.fd, events[i].events);
            }
        }
    }
}
