"""What is measured of databases: the schema, the data, the queries, and what they must answer."""

from dataclasses import dataclass
from functools import cache

ROWS = 1_000_000
CONCURRENCIES = (1, 64)
FEWER_ROWS = 300_000
"""What is streamed to know what memory a process needs anyway: more than SQLite keeps of its file."""

SCHEMA_OF_SQLITE = """
create table items (id integer primary key, number integer not null, name text not null);
create table inserted (id integer primary key, number integer not null, name text not null);
"""
SCHEMA_OF_POSTGRES = """
create table items (id bigint primary key, number bigint not null, name text not null);
create table inserted (
  id bigint generated always as identity primary key, number bigint not null, name text not null);
"""
TOTAL_OF_INSERTED = "select count(*), coalesce(sum(number), 0), coalesce(sum(length(name)), 0) from inserted"


@dataclass(frozen=True)
class Amount:
    count: int
    """How many queries a round makes; how many rows, where these are many to a query."""
    rounds: int


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    database: str
    work: str
    amounts: tuple[Amount, Amount]
    """Of each concurrency."""
    synchronous: str = "full"
    uses_network: bool = False
    note: str = ""

    @property
    def inserts(self) -> bool:
        return self.work in ("insert", "batch")

    @property
    def unit(self) -> str:
        return "row" if self.work in ("batch", "stream") else "query"


CASES = (
    Case("sqlite-key", "SQLite: a row by its key", "SQLite", "key", (Amount(100_000, 5), Amount(100_000, 5))),
    Case("sqlite-hundred", "SQLite: 100 rows", "SQLite", "hundred", (Amount(5000, 5), Amount(5000, 5))),
    Case(
        "sqlite-insert-full", "SQLite: a row inserted, `synchronous = full`", "SQLite", "insert",
        (Amount(300, 3), Amount(1280, 3))),
    Case(
        "sqlite-insert-normal", "SQLite: a row inserted, `synchronous = normal`", "SQLite", "insert",
        (Amount(10_000, 3), Amount(10_000, 3)), synchronous="normal"),
    Case(
        "sqlite-batch", "SQLite: 10,000 rows inserted in one batch", "SQLite", "batch",
        (Amount(10_000, 5), Amount(640_000, 1)), note="At 64, each of them inserts a batch."),
    Case(
        "sqlite-stream", "SQLite: a million rows streamed", "SQLite", "stream", (Amount(ROWS, 2), Amount(ROWS, 2)),
        note="At 64, each of them streams its part."),
    Case(
        "postgres-key", "PostgreSQL: a row by its key, Unix socket", "PostgreSQL", "key",
        (Amount(4000, 5), Amount(12_800, 5))),
    Case(
        "postgres-key-tcp", "PostgreSQL: a row by its key, TCP", "PostgreSQL", "key",
        (Amount(4000, 5), Amount(12_800, 5)), uses_network=True),
    Case(
        "postgres-hundred", "PostgreSQL: 100 rows", "PostgreSQL", "hundred", (Amount(1500, 5), Amount(5120, 5))),
    Case("postgres-insert", "PostgreSQL: a row inserted", "PostgreSQL", "insert", (Amount(300, 3), Amount(3200, 3))),
    Case(
        "postgres-batch", "PostgreSQL: 10,000 rows inserted in one batch", "PostgreSQL", "batch",
        (Amount(10_000, 5), Amount(640_000, 1)), note="At 64, each of them inserts a batch."),
    Case(
        "postgres-stream", "PostgreSQL: a million rows streamed", "PostgreSQL", "stream",
        (Amount(ROWS, 2), Amount(ROWS, 2)), note="At 64, each of them streams its part."),
)


def item(key: int) -> tuple[int, int, str]:
    return key, key * 7 % 1000, f"item with number {key}"


@cache
def expected_sum(case: Case, count: int) -> int:
    """What a round's rows add up to: numbers and lengths of names; of insertions, how many there are."""
    if case.work == "key":
        return sum(_sum_of_item(query * 7919 % 10_000 + 1) for query in range(count))
    if case.work == "hundred":
        return sum(_sums_of_hundreds()[query * 7919 % 9900] for query in range(count))
    if case.work == "stream":
        return sum(map(_sum_of_item, range(1, count + 1)))
    return count


def expected_total(amount: Amount) -> tuple[int, int, int]:
    """What `TOTAL_OF_INSERTED` must answer after all rounds."""
    numbers = sum(index % 1000 for index in range(amount.count))
    lengths = sum(len(f"item with number {index % 10_000}") for index in range(amount.count))
    return amount.count * amount.rounds, numbers * amount.rounds, lengths * amount.rounds


def _sum_of_item(key: int) -> int:
    _, number, name = item(key)
    return number + len(name)


@cache
def _sums_of_hundreds() -> list[int]:
    sums = [_sum_of_item(key) for key in range(1, 10_001)]
    return [sum(sums[first:first + 100]) for first in range(9900)]
