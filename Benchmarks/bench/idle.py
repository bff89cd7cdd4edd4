"""What an idle connection costs: many are opened, each gets one answer, and then they lie still."""

import time

from . import shell
from .peer import Peer
from .record import Record
from .routes import PLAINTEXT, Client, WrongAnswer
from .running_server import RunningServer

CONNECTIONS = 10_000
SETTLE_SECONDS = 1.0


def measure(peers: list[Peer], record: Record) -> None:
    for peer in peers:
        shell.say(f"  {peer.title}")
        try:
            record.add(server=peer.name, title=peer.title, round=1, **_measure_once(peer))
        except (WrongAnswer, OSError, shell.Failed) as problem:
            record.add_problem(peer.name, peer.title, problem)


def _measure_once(peer: Peer) -> dict:
    with RunningServer(peer) as server:
        before = server.resident_bytes()
        clients: list[Client] = []
        try:
            for _ in range(CONNECTIONS):
                client = Client(server.port)
                clients.append(client)
                client.ask(PLAINTEXT)
            time.sleep(SETTLE_SECONDS)
            after = server.resident_bytes()
            closed = sum(not client.is_open() for client in clients)
        finally:
            for client in clients:
                client.socket.close()
    if closed:
        raise WrongAnswer(f"{closed} of {CONNECTIONS} idle connections were closed")
    return {
        "resident_before_mb": round(before / 1e6, 2),
        "resident_after_mb": round(after / 1e6, 2),
        "bytes_per_connection": round((after - before) / CONNECTIONS),
    }
