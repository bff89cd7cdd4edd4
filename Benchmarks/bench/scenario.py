"""The HTTP scenarios: a load over 64 keep-alive connections, in rounds that visit every server."""

import json
from contextlib import ExitStack
from dataclasses import dataclass

from . import shell
from .peer import Peer
from .places import WRK_SCRIPTS
from .record import Record
from .routes import ASYNC, PARAMETER, PLAINTEXT, UPLOAD, Route, WrongAnswer, check
from .running_server import RunningServer

CONNECTIONS = 64
WARM_UP_SECONDS = 1


@dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    note: str
    route: Route
    load: str = "single"
    """The word for `load.lua`."""
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
            "pipelined", "Pipelined", "`GET /plaintext`, sixteen requests in each write.", PLAINTEXT, "pipelined"),
        Scenario(
            "upload", "Upload of 1 MiB", "`POST /upload`, read as a stream and answered with its length.",
            UPLOAD, "upload"),
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
    return chosen


def measure(scenario: Scenario, peers: list[Peer], rounds: int, seconds: float, record: Record) -> None:
    """Starts every server, checks its answers, warms it up, and then measures A B C … A B C …"""
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
    right_length = abs(load["bytes"] - requests * length) <= CONNECTIONS * length
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
    command = [shell.need("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]
    command += ["-s", str(WRK_SCRIPTS / "load.lua"), f"http://127.0.0.1:{port}{route.path}", "--", scenario.load]
    return json.loads(shell.run(command).splitlines()[-1])
