"""The routes every server is asked for, and the proof that it answers them rightly."""

import socket
from dataclasses import dataclass

PIPELINE_DEPTH = 16


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    answer: bytes
    body: bytes | None = None

    def request(self) -> bytes:
        method = "GET" if self.body is None else "POST"
        head = f"{method} {self.path} HTTP/1.1\r\nHost: localhost\r\n"
        if self.body is not None:
            head += f"Content-Type: application/octet-stream\r\nContent-Length: {len(self.body)}\r\n"
        return head.encode() + b"\r\n" + (self.body or b"")


PLAINTEXT = Route("plaintext", "/plaintext", b"Hello, World!")
ASYNC = Route("async", "/async", b"Hello, World!")
PARAMETER = Route("parameter", "/users/12345", b"12345")
UPLOAD = Route("upload", "/upload", b"1048576", body=b"x" * 1048576)
LARGE = Route("large", "/large", b"x" * 1048576)


class WrongAnswer(Exception):
    pass


class Client:
    """One keep-alive connection that believes nothing."""

    def __init__(self, port: int, timeout: float = 10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def ask(self, route: Route) -> int:
        """Sends one request and returns the length of its checked answer."""
        self.socket.sendall(route.request())
        return self.expect(route)

    def expect(self, route: Route) -> int:
        while b"\r\n\r\n" not in self.received:
            self._receive()
        head, _, rest = self.received.partition(b"\r\n\r\n")
        status, *lines = head.split(b"\r\n")
        fields = {}
        for line in lines:
            name, _, value = line.partition(b":")
            fields[name.strip().lower()] = value.strip()

        if not status.startswith(b"HTTP/1.1 200"):
            raise WrongAnswer(f"{route.path}: the status line is {status!r}")
        if fields.get(b"content-length") != str(len(route.answer)).encode():
            raise WrongAnswer(f"{route.path}: Content-Length is {fields.get(b'content-length')!r}")
        if not fields.get(b"content-type", b"").startswith(b"text/plain"):
            raise WrongAnswer(f"{route.path}: Content-Type is {fields.get(b'content-type')!r}")
        if b"date" not in fields:
            raise WrongAnswer(f"{route.path}: there is no Date")

        while len(rest) < len(route.answer):
            self._receive()
            rest = self.received[len(head) + 4:]
        body, self.received = rest[:len(route.answer)], rest[len(route.answer):]
        if body != route.answer:
            raise WrongAnswer(f"{route.path}: the body is {body!r}")
        return len(head) + 4 + len(body)

    def is_open(self) -> bool:
        self.socket.setblocking(False)
        try:
            return self.socket.recv(1) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def _receive(self) -> None:
        part = self.socket.recv(65536)
        if not part:
            raise WrongAnswer(f"the connection was closed after {self.received!r}")
        self.received += part


def check(port: int, route: Route) -> int:
    """Checks an answer, the next on the same connection, one to a head in two parts, and a pipeline of sixteen.

    Returns the length of an answer in bytes, which the load's own count is then held against.
    """
    with Client(port) as client:
        length = client.ask(route)
        client.ask(route)
        if route.body is None:
            request = route.request()
            client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.socket.sendall(request[:-2])
            client.socket.sendall(request[-2:])
            client.expect(route)
            client.socket.sendall(request * PIPELINE_DEPTH)
            for _ in range(PIPELINE_DEPTH):
                client.expect(route)
        if client.received:
            raise WrongAnswer(f"{route.path}: {len(client.received)} bytes too many")
    return length
