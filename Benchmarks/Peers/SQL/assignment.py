"""What the process is to measure, the samples it does it with, and the measuring of rounds."""

import sys
import time
from dataclasses import dataclass

BATCH = 10_000
NAMES = [f"item with number {index}" for index in range(10_000)]
ROWS_OF_FETCH = 1000
POOL = 10


@dataclass(frozen=True)
class Assignment:
    place: str
    """A file of SQLite, or a URL of PostgreSQL."""
    work: str
    concurrency: int
    count: int
    """How many queries a round makes; how many rows, where these are many to a query."""
    rounds: int
    synchronous: str

    def queries(self, worker: int) -> range:
        return range(worker, self.count, self.concurrency)

    def rows(self, worker: int) -> tuple[int, int]:
        """The first and the last row of a worker's part, counted from 1."""
        share = self.count // self.concurrency
        return worker * share + 1, (worker + 1) * share

    def batch(self, worker: int) -> list[tuple[int, str]]:
        first, last = self.rows(worker)
        return [sample(index) for index in range(first - 1, last)]


def key(query: int) -> int:
    return query * 7919 % 10_000 + 1


def hundred_keys(query: int) -> tuple[int, int]:
    first = query * 7919 % 9900 + 1
    return first, first + 99


def sample(index: int) -> tuple[int, str]:
    return index % 1000, NAMES[index % 10_000]


def sum_of(rows) -> int:
    return sum(number + len(name) for number, name in rows)


def read() -> tuple[str, Assignment]:
    """The library's name and what is asked of it, from the command line."""
    library, place, work, concurrency, count, rounds, synchronous = sys.argv[1:]
    return library, Assignment(place, work, int(concurrency), int(count), int(rounds), synchronous)


class Round:
    """Measures what is done within, and prints it as `count nanoseconds processor-nanoseconds sum`."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.sum = 0

    def __enter__(self) -> "Round":
        self.start, self.start_of_process = time.monotonic_ns(), time.process_time_ns()
        return self

    def __exit__(self, kind, *_) -> None:
        end, end_of_process = time.monotonic_ns(), time.process_time_ns()
        if kind is None:
            print(self.assignment.count, end - self.start, end_of_process - self.start_of_process, self.sum)


def finish() -> None:
    """Waits until the input ends: meanwhile whoever started the process reads what memory it has used."""
    print("done", flush=True)
    sys.stdin.read()
