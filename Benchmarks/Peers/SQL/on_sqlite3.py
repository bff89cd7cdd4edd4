"""Python's own sqlite3.

At a concurrency above 1 as many threads have a connection each; those that write take turns.
"""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

from assignment import Assignment, Round, hundred_keys, key, sample, sum_of

KEY = "select number, name from items where id = ?"
RANGE = "select number, name from items where id between ? and ?"
INSERT = "insert into inserted (number, name) values (?, ?)"

turn = threading.Lock()


def measure(asked: Assignment) -> None:
    connections = [connect(asked) for _ in range(asked.concurrency)]
    share = WORKS[asked.work]
    with ThreadPoolExecutor(asked.concurrency) as threads:
        for _ in range(asked.rounds):
            with Round(asked) as measured:
                if asked.concurrency == 1:
                    measured.sum = share(connections[0], asked, 0)
                else:
                    workers = range(asked.concurrency)
                    measured.sum = sum(threads.map(lambda worker: share(connections[worker], asked, worker), workers))


def connect(asked: Assignment) -> sqlite3.Connection:
    connection = sqlite3.connect(asked.place, timeout=60, isolation_level=None, check_same_thread=False)
    for setting in ("journal_mode = wal", f"synchronous = {asked.synchronous}", "foreign_keys = on",
                    "cache_size = -8192"):
        connection.execute(f"pragma {setting}")
    return connection


def read_keys(connection: sqlite3.Connection, asked: Assignment, worker: int) -> int:
    total = 0
    for query in asked.queries(worker):
        number, name = connection.execute(KEY, (key(query),)).fetchone()
        total += number + len(name)
    return total


def read_hundreds(connection: sqlite3.Connection, asked: Assignment, worker: int) -> int:
    return sum(sum_of(connection.execute(RANGE, hundred_keys(query)).fetchall()) for query in asked.queries(worker))


def insert(connection: sqlite3.Connection, asked: Assignment, worker: int) -> int:
    total = 0
    for query in asked.queries(worker):
        with turn:
            total += connection.execute(INSERT, sample(query)).rowcount
    return total


def insert_batch(connection: sqlite3.Connection, asked: Assignment, worker: int) -> int:
    rows = asked.batch(worker)
    with turn:
        connection.execute("begin immediate")
        count = connection.executemany(INSERT, rows).rowcount
        connection.execute("commit")
    return count


def stream(connection: sqlite3.Connection, asked: Assignment, worker: int) -> int:
    return sum_of(connection.execute(RANGE, asked.rows(worker)))


WORKS = {"key": read_keys, "hundred": read_hundreds, "insert": insert, "batch": insert_batch, "stream": stream}
