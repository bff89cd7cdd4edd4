"""How long a server takes from its start to its first answer, and how much memory it then has."""

from . import shell
from .peer import Peer
from .record import Record
from .running_server import RunningServer


def measure(peers: list[Peer], runs: int, record: Record) -> None:
    for number in range(1, runs + 1):
        for peer in peers:
            try:
                with RunningServer(peer) as server:
                    milliseconds = server.seconds_to_first_answer * 1000
                    resident = server.resident_bytes()
            except (OSError, shell.Failed) as problem:
                record.add_problem(peer.name, peer.title, problem)
                continue
            record.add(server=peer.name, title=peer.title, round=number,
                       start_ms=round(milliseconds, 2), resident_mb=round(resident / 1e6, 2))
