"""What slow clients by the thousand do to the others: their latency at a fixed rate, without and with the slow ones."""

import json
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from . import pinning, shell
from .peer import Peer
from .places import LOADS, SCRATCH
from .record import Record
from .routes import LARGE, PLAINTEXT, UPLOAD, WrongAnswer, check
from .running_server import RunningServer

SLOW_OF_EACH_KIND = 1000
STEP_MILLISECONDS = 300
# Longer than the deadlines of any server here by default, so that leaving means it bore the client.
PATIENCE_SECONDS = 20
CLIENTS = 16
# Far below what the slowest server can do, so that a latency is the server's and not a queue's.
RATE = 2000
# A round sees each deadline pass at least once, and with it a thousand connections that end in the same moment.
LEAST_SECONDS = 12
SETTLE_SECONDS = 2
# The arrival of all at once is over by then; it is reported apart, as the processor time it takes.
ARRIVAL_SECONDS = 4
START_LIMIT = 30
KINDS = ("headers", "bodies", "readers")


def settings(rounds: int, seconds: float) -> str:
    return (
        f"{SLOW_OF_EACH_KIND:,} slow clients of each kind, a byte every {STEP_MILLISECONDS} ms; {CLIENTS} others, "
        f"{RATE:,} requests/s together; median of {rounds} rounds of {round_seconds(seconds)} s")


def round_seconds(seconds: float) -> float:
    return max(seconds, LEAST_SECONDS)


def measure(peers: list[Peer], rounds: int, seconds: float, record: Record) -> None:
    _build()
    for peer in peers:
        if not {PLAINTEXT, UPLOAD, LARGE} <= peer.routes:
            continue
        shell.say(f"  {peer.title}")
        try:
            _measure_peer(peer, rounds, round_seconds(seconds), record)
        except (WrongAnswer, OSError, shell.Failed) as problem:
            record.add_problem(peer.name, peer.title, str(problem)[:400])


def _measure_peer(peer: Peer, rounds: int, seconds: float, record: Record) -> None:
    with RunningServer(peer) as server:
        for route in (PLAINTEXT, UPLOAD, LARGE):
            check(server.port, route)
        _paced(server, SETTLE_SECONDS)
        for number in range(1, rounds + 1):
            record.add(server=peer.name, title=peer.title, slow=False, round=number, **_measure_once(server, seconds))
            before = server.processor_seconds()
            with _slow_clients(server.port) as slow:
                time.sleep(ARRIVAL_SECONDS)
                arrival = server.processor_seconds() - before
                resident = server.resident_bytes()
                measured = _measure_once(server, seconds)
            time.sleep(SETTLE_SECONDS)
            record.add(
                server=peer.name, title=f"{peer.title}, with the slow ones", slow=True, round=number, **measured,
                arrival_cpu_seconds=round(arrival, 3), resident_at_arrival_mb=round(resident / 1e6, 2),
                resident_after_mb=round(server.resident_bytes() / 1e6, 2), slow_clients=slow)
        check(server.port, PLAINTEXT)


def _measure_once(server: RunningServer, seconds: float) -> dict:
    before, started = server.processor_seconds(), time.monotonic()
    load = _paced(server, seconds)
    used, elapsed = server.processor_seconds() - before, time.monotonic() - started
    return {
        "p50_ms": round(load["p50"] / 1000, 4),
        "p99_ms": round(load["p99"] / 1000, 4),
        "p999_ms": round(load["p999"] / 1000, 4),
        "worst_ms": round(load["worst"] / 1000, 4),
        "lateness_p99_ms": round(load["lateness_p99"] / 1000, 4),
        "requests_per_second": round(load["requests"] / load["seconds"]),
        "cpu_share": round(used / elapsed, 3),
        "resident_mb": round(server.resident_bytes() / 1e6, 2),
        "connections": server.open_descriptors(),
        "requests": load["requests"],
        "errors": load["errors"],
    }


def _paced(server: RunningServer, seconds: float) -> dict:
    command = [str(_program("paced_clients")), str(server.port), PLAINTEXT.path, str(CLIENTS), str(RATE), str(seconds)]
    return json.loads(shell.run(command).splitlines()[-1])


@contextmanager
def _slow_clients(port: int):
    """Runs them while inside; what became of each kind stands in the yielded dictionary afterwards."""
    outcomes: dict = {}
    command = [
        # They share their core with the clients that measure, which must not wait for them.
        "nice", "-n", "19", str(_program("slow_clients")), str(port), str(SLOW_OF_EACH_KIND), str(STEP_MILLISECONDS),
        str(PATIENCE_SECONDS),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        first = process.stdout.readline()
        if first.strip() != "ready":
            raise shell.Failed(f"the slow clients did not start: {first}{process.stdout.read()}")
        yield outcomes
        process.send_signal(signal.SIGTERM)
        printed, _ = process.communicate(timeout=START_LIMIT)
        if process.returncode != 0:
            raise shell.Failed(f"the slow clients ended with {process.returncode}:\n{printed}")
        outcomes.update(json.loads(printed.splitlines()[-1]))
    finally:
        process.kill()
        process.wait()


def treatment(record: Record) -> str:
    """What the servers did with the slow clients, all rounds together."""
    lines = []
    for server in dict.fromkeys(one["server"] for one in record.measurements if one.get("slow")):
        rounds = [one["slow_clients"] for one in record.measurements if one["server"] == server and one.get("slow")]
        arrival = record.median("arrival_cpu_seconds", server=server)
        resident = record.median("resident_at_arrival_mb", server=server)
        after = record.median("resident_after_mb", server=server)
        lines.append(
            f"- {server}: the first {ARRIVAL_SECONDS} s took {arrival:.2f} s of CPU; resident then {resident:,.0f} MB, "
            f"{SETTLE_SECONDS} s after the slow ones had left {after:,.0f} MB.")
        for kind in KINDS:
            lines.append(f"- {server}, slow {kind}: {_outcomes([one[kind] for one in rounds])}")
    return "\n".join(lines) + "\n" if lines else ""


def _outcomes(rounds: list[dict]) -> str:
    total = {name: sum(one[name] for one in rounds) for name in rounds[0]}
    words = {
        "answered_408": "answered with 408", "closed": "closed", "reset": "reset",
        "left": f"borne for {PATIENCE_SECONDS} s", "not_connected": "not accepted",
    }
    parts = [f"{total[name]:,} {text}" for name, text in words.items() if total[name]]
    ended = [one for one in rounds if one["longest_seconds"] > 0]
    text = f"{total['opened']:,} connections, {', '.join(parts) or 'none ended by the server'}"
    if ended:
        shortest, longest = min(one["shortest_seconds"] for one in ended), max(one["longest_seconds"] for one in ended)
        text += f"; the server ended them after {shortest:.0f} – {longest:.0f} s"
    return text + "."


def _program(name: str) -> Path:
    return SCRATCH / name.replace("_", "-")


def _build() -> None:
    SCRATCH.mkdir(exist_ok=True)
    with pinning.on_all_cores():
        for name in ("paced_clients", "slow_clients"):
            source = LOADS / f"{name}.c"
            shell.run([shell.need("cc", "gcc"), "-O2", "-Wall", "-Werror", "-o", str(_program(name)), str(source)])
