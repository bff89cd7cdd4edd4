"""The routes every server is asked for, and the proof that it answers them rightly."""

import gzip
import json
import socket
from dataclasses import dataclass, field

from . import documents

PIPELINE_DEPTH = 16


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    answer: bytes = b""
    body: bytes | None = None
    body_type: str = "application/octet-stream"
    fields: tuple[str, ...] = ()
    """Fields of the request beside `Host`."""
    type: bytes = b"text/plain"
    """What the answer's media type begins with; empty for any."""
    value: object = field(default=None, hash=False, compare=False)
    """What the answer means as JSON, for servers that write it each in their way."""
    encoding: bytes = b""
    """How the answer is encoded; its length is the server's own then."""

    def request(self) -> bytes:
        method = "GET" if self.body is None else "POST"
        lines = [f"{method} {self.path} HTTP/1.1", "Host: localhost", *self.fields]
        if self.body is not None:
            lines += [f"Content-Type: {self.body_type}", f"Content-Length: {len(self.body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + (self.body or b"")

    def check(self, fields: dict[bytes, bytes], body: bytes) -> None:
        """Raises unless this is the right answer."""
        if not fields.get(b"content-type", b"").startswith(self.type):
            raise WrongAnswer(f"{self.path}: Content-Type is {fields.get(b'content-type')!r}")
        if b"date" not in fields:
            raise WrongAnswer(f"{self.path}: there is no Date")
        if fields.get(b"content-encoding", b"") != self.encoding:
            raise WrongAnswer(f"{self.path}: Content-Encoding is {fields.get(b'content-encoding')!r}")
        if self.encoding:
            body = gzip.decompress(body)
        if self.value is None:
            if body != self.answer:
                raise WrongAnswer(f"{self.path}: the body is {body[:200]!r}")
        elif json.loads(body) != self.value:
            raise WrongAnswer(f"{self.path}: the body is {body[:200]!r}")


def multipart(content: bytes) -> tuple[bytes, str]:
    """A form with one file, and its media type."""
    boundary = "----aloft-bench-8c1f2d"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n'
    head += "Content-Type: application/octet-stream\r\n\r\n"
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


_FORM, _FORM_TYPE = multipart(documents.LARGE_FILE * 10)

PLAINTEXT = Route("plaintext", "/plaintext", b"Hello, World!")
ASYNC = Route("async", "/async", b"Hello, World!")
PARAMETER = Route("parameter", "/users/12345", b"12345")
UPLOAD = Route("upload", "/upload", b"1048576", body=b"x" * 1048576)
LARGE = Route("large", "/large", b"x" * 1048576)
TEN_LOOKING = Route("ten looking", "/ten/looking", b"Hello, World!")
TEN_WRAPPING = Route("ten wrapping", "/ten/wrapping", b"Hello, World!")
JSON_SMALL = Route("json-small", "/json", type=b"application/json", value=documents.MESSAGE)
JSON_LARGE = Route("json-large", "/json/large", type=b"application/json", value=documents.catalog())
JSON_IN = Route("json-in", "/json/large", b"50", body=documents.CATALOG_BYTES, body_type="application/json")
STATIC_SMALL = Route("static-small", "/static/small.txt", documents.SMALL_FILE)
STATIC_LARGE = Route("static-large", "/static/large.bin", documents.LARGE_FILE, type=b"")
GZIP = Route(
    "gzip", "/gzip", fields=("Accept-Encoding: gzip",), type=b"application/json", value=documents.catalog(),
    encoding=b"gzip")
MULTIPART = Route("multipart", "/multipart", b"10485760", body=_FORM, body_type=_FORM_TYPE)
TODOS = Route("todos", "/todos", type=b"application/json", value=documents.todos())


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
        if fields.get(b"transfer-encoding") == b"chunked":
            body, length = self._chunked(len(head) + 4)
        else:
            length = int(fields.get(b"content-length", b"-1"))
            if length < 0:
                raise WrongAnswer(f"{route.path}: Content-Length is {fields.get(b'content-length')!r}")
            while len(rest) < length:
                self._receive()
                rest = self.received[len(head) + 4:]
            body, self.received = rest[:length], rest[length:]
        route.check(fields, body)
        return len(head) + 4 + length

    def _chunked(self, start: int) -> tuple[bytes, int]:
        """Reads a body in chunks; returns it, and its length on the wire."""
        body, position = b"", start
        while True:
            while (end := self.received.find(b"\r\n", position)) < 0:
                self._receive()
            size = int(self.received[position:end].split(b";")[0], 16)
            position = end + 2
            while len(self.received) < position + size + 2:
                self._receive()
            body += self.received[position:position + size]
            position += size + 2
            if size == 0:
                self.received = self.received[position:]
                return body, position - start

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
            raise WrongAnswer(f"the connection was closed after {self.received[:200]!r}")
        self.received += part


def check(port: int, route: Route) -> int:
    """Checks an answer, the next on the same connection, one to a head in two parts, and a pipeline of sixteen.

    Returns the length of an answer in bytes, which the load's own count is then held against.
    """
    with Client(port) as client:
        length = client.ask(route)
        client.ask(route)
        if route.body is None and length < 65536:
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
