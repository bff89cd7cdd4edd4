"""The HTTP scenarios: a load over 64 keep-alive connections, in rounds that visit every server."""

import json
import os
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass

from . import documents, shell
from .peer import Peer
from .places import FILES, WRK_SCRIPTS
from .record import Record
from .routes import (
    ASYNC, GZIP, JSON_IN, JSON_LARGE, JSON_SMALL, MULTIPART, PARAMETER, PLAINTEXT, STATIC_LARGE, STATIC_SMALL,
    TEN_LOOKING, TEN_WRAPPING, TODOS, UPLOAD, PIPELINE_DEPTH, Route, WrongAnswer, check)
from .running_server import RunningServer

WARM_UP_SECONDS = 1


@dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    note: str
    route: Route
    repetitions: int = 1
    """The requests in each write."""
    also: tuple[Route, ...] = ()
    """Further routes that are measured in the same rounds, of the servers that have them."""
    connections: int = 64
    references: tuple[str, ...] = ()
    """Servers that have no such route and are measured with plaintext, to compare with."""
    twice: tuple[str, ...] = ()
    """Servers that are measured with plaintext as well, in the same rounds."""


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario(
            "plaintext", "Plaintext, synchronous handler",
            "`GET /plaintext`. FastAPI's handler is asynchronous, as its documentation advises.", PLAINTEXT),
        Scenario(
            "async", "Plaintext, asynchronous handler",
            "`GET /async`; the floor, bare NIO and nginx answer as before. "
            "Flask and Django run an asynchronous handler under WSGI on a helper thread.",
            ASYNC, references=("floor", "nio", "nginx")),
        Scenario(
            "parameter", "Path parameter", "`GET /users/12345`, answered with the id.",
            PARAMETER, references=("floor",), twice=("aloft", "hummingbird")),
        Scenario(
            "pipelined", "Pipelined", "`GET /plaintext`, sixteen requests in each write.", PLAINTEXT, PIPELINE_DEPTH),
        Scenario(
            "upload", "Upload of 1 MiB", "`POST /upload`, read as a stream and answered with its length.", UPLOAD),
        Scenario(
            "middleware", "Ten middleware that do nothing",
            "`GET /ten/wrapping`; Aloft's other kind, which looks at the request before and at the response after, is "
            "`/ten/looking`. Flask's are ten functions before and ten after, Django's are decorators of a view.",
            TEN_WRAPPING, references=("floor",), twice=("aloft", "hummingbird", "fastapi", "flask", "django"),
            also=(TEN_LOOKING, ASYNC)),
        Scenario(
            "json-small", "Small JSON", "`GET /json`, an object with one member, from a value of a type.", JSON_SMALL,
            references=("floor",), twice=("aloft",)),
        Scenario(
            "json-large", "10 KB of JSON out", "`GET /json/large`, fifty objects of nine members from values of a type.",
            JSON_LARGE),
        Scenario(
            "json-in", "10 KB of JSON in", "`POST /json/large`, the same document read into values of a type.", JSON_IN),
        Scenario(
            "static-small", "A file of 4 KB", "`GET /static/small.txt`, as each serves folders of files.", STATIC_SMALL),
        Scenario(
            "static-large", "A file of 1 MB", "`GET /static/large.bin`, as each serves folders of files.", STATIC_LARGE,
            connections=16),
        Scenario(
            "gzip", "10 KB of JSON, compressed for each request",
            "`GET /gzip`, the document of `/json/large`; nginx compresses a file. Each at its default level.", GZIP),
        Scenario(
            "multipart", "A form with a file of 10 MB",
            "`POST /multipart`, answered with the file's size; each reads forms as its users do.", MULTIPART,
            connections=8),
        Scenario("todos", "A list of twenty todos", "`GET /todos`, from values in memory, as JSON.", TODOS),
    )
}


@dataclass(frozen=True)
class Contestant:
    peer: Peer
    route: Route
    title: str

    @property
    def key(self) -> str:
        return f"{self.peer.name}:{self.route.name}"


def contestants(scenario: Scenario, peers: list[Peer]) -> list[Contestant]:
    chosen = []
    for peer in peers:
        if peer.name in scenario.references or peer.name in scenario.twice:
            chosen.append(Contestant(peer, PLAINTEXT, f"{peer.title} (plaintext)"))
        if scenario.route in peer.routes:
            chosen.append(Contestant(peer, scenario.route, peer.title))
        for route in scenario.also:
            if route in peer.routes and peer.name == "aloft":
                chosen.append(Contestant(peer, route, f"{peer.title} ({route.name})"))
    return chosen


def measure(scenario: Scenario, peers: list[Peer], rounds: int, seconds: float, record: Record) -> None:
    """Starts every server, checks its answers, warms it up, and then measures A B C … A B C …"""
    _write_files()
    with ExitStack() as stack:
        servers, lengths = {}, {}
        running = []
        for contestant in contestants(scenario, peers):
            try:
                if contestant.peer.name not in servers:
                    servers[contestant.peer.name] = stack.enter_context(RunningServer(contestant.peer))
                server = servers[contestant.peer.name]
                lengths[contestant.key] = check(server.port, contestant.route)
            except (WrongAnswer, OSError, shell.Failed) as problem:
                record.add_problem(contestant.peer.name, contestant.title, problem)
                continue
            _load(scenario, contestant.route, server.port, WARM_UP_SECONDS)
            running.append(contestant)

        for number in range(1, rounds + 1):
            for contestant in list(running):
                server = servers[contestant.peer.name]
                try:
                    measured = _measure_once(scenario, contestant.route, server, seconds, lengths[contestant.key])
                except (OSError, shell.Failed) as problem:
                    record.add_problem(contestant.peer.name, contestant.title, f"in round {number}: {problem}")
                    running.remove(contestant)
                    continue
                record.add(server=contestant.peer.name, route=contestant.route.name, title=contestant.title,
                           round=number, **measured)

        for contestant in running:
            try:
                check(servers[contestant.peer.name].port, contestant.route)
            except (WrongAnswer, OSError) as problem:
                record.add_problem(contestant.peer.name, contestant.title, f"after the load: {problem}")


def _measure_once(scenario: Scenario, route: Route, server: RunningServer, seconds: float, length: int) -> dict:
    before = server.processor_seconds()
    load = _load(scenario, route, server.port, seconds)
    used = server.processor_seconds() - before
    requests, elapsed = max(load["requests"], 1), load["duration"] / 1e6
    # The end of the run may cut off one answer a connection.
    right_length = abs(load["bytes"] - requests * length) <= scenario.connections * length * scenario.repetitions
    return {
        "cpu_us": round(used / requests * 1e6, 3),
        "requests_per_second": round(requests / elapsed),
        "p50_ms": load["p50"] / 1000,
        "p99_ms": load["p99"] / 1000,
        "resident_mb": round(server.resident_bytes() / 1e6, 2),
        "cpu_share": round(used / elapsed, 3),
        "requests": load["requests"],
        "errors": load["errors"],
        "right_length": right_length,
    }


def _load(scenario: Scenario, route: Route, port: int, seconds: float) -> dict:
    command = [shell.need("wrk"), "-t1", f"-c{scenario.connections}", f"-d{max(1, round(seconds))}s"]
    with tempfile.NamedTemporaryFile(prefix="aloft-bench-", suffix=".http") as request:
        request.write(route.request())
        request.flush()
        command += ["--timeout", "10s", "-s", str(WRK_SCRIPTS / "load.lua"), f"http://127.0.0.1:{port}{route.path}"]
        command += ["--", request.name, str(scenario.repetitions)]
        return json.loads(shell.run(command).splitlines()[-1])


def _write_files() -> None:
    """Writes the files that servers send."""
    FILES.mkdir(parents=True, exist_ok=True)
    # An hour old: what has changed just now gets no tag yet, and so other answers than a moment later.
    hour_ago = time.time() - 3600
    for name, contents in {
        "small.txt": documents.SMALL_FILE, "large.bin": documents.LARGE_FILE, "catalog.json": documents.CATALOG_BYTES,
    }.items():
        (FILES / name).write_bytes(contents)
        os.utime(FILES / name, (hour_ago, hour_ago))
