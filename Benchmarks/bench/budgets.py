"""What Aloft promised itself, held against what was measured."""

from dataclasses import dataclass
from typing import Callable

from .record import Record

Records = dict[str, Record]


@dataclass(frozen=True)
class Budget:
    what: str
    limit: float
    unit: str
    measured: Callable[[Records], float | None]
    at_least: bool = False

    def row(self, records: Records) -> list[str]:
        limit = f"{'≥' if self.at_least else '≤'} {self.limit:g}{self.unit}"
        value = self.measured(records)
        if value is None:
            return [self.what, limit, "not measured", "–"]
        held = value >= self.limit if self.at_least else value <= self.limit
        return [self.what, limit, f"{_short(value)}{self.unit}", "yes" if held else "**no**"]


def value(subject: str, column: str, server: str, **conditions) -> Callable[[Records], float | None]:
    def find(records: Records) -> float | None:
        record = records.get(subject)
        return record.median(column, server=server, **conditions) if record and record.is_sound(server) else None

    return find


def ratio(subject: str, column: str, server: str, other: str) -> Callable[[Records], float | None]:
    return _combined(value(subject, column, server), value(subject, column, other), lambda one, two: one / two)


def difference(one, two) -> Callable[[Records], float | None]:
    return _combined(one, two, lambda first, second: first - second)


def _of_case(case: str, concurrency: int, server: str, other: str) -> Callable[[Records], float | None]:
    """The ratio of two libraries' CPU per query of a database."""
    conditions = {"case": case, "concurrency": concurrency}
    return _combined(
        value("sql", "cpu_us", server, **conditions), value("sql", "cpu_us", other, **conditions),
        lambda one, two: one / two)


def _combined(one, two, combine) -> Callable[[Records], float | None]:
    def find(records: Records) -> float | None:
        first, second = one(records), two(records)
        return None if first is None or second is None else combine(first, second)

    return find


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


BUDGETS = (
    Budget("plaintext, synchronous: CPU, of the floor's", 1.35, " ×", ratio("plaintext", "cpu_us", "aloft", "floor")),
    Budget("plaintext, asynchronous: CPU, of the floor's", 1.5, " ×", ratio("async", "cpu_us", "aloft", "floor")),
    Budget(
        "plaintext: CPU, of Hummingbird's", 0.4, " ×", ratio("plaintext", "cpu_us", "aloft", "hummingbird")),
    Budget("plaintext: CPU, of Flask's", 0.05, " ×", ratio("plaintext", "cpu_us", "aloft", "flask")),
    Budget(
        "pipelined: requests a second, of Hummingbird's", 10, " ×",
        ratio("pipelined", "requests_per_second", "aloft", "hummingbird"), at_least=True),
    Budget(
        "path parameter: CPU above plaintext", 0.5, " µs",
        difference(
            value("parameter", "cpu_us", "aloft", route="parameter"),
            value("parameter", "cpu_us", "aloft", route="plaintext"))),
    Budget(
        "ten middleware that look before and after: CPU above plaintext", 0.5, " µs",
        difference(
            value("middleware", "cpu_us", "aloft", route="ten looking"),
            value("middleware", "cpu_us", "aloft", route="plaintext"))),
    Budget(
        "ten middleware that wrap: CPU above an asynchronous handler", 1, " µs",
        difference(
            value("middleware", "cpu_us", "aloft", route="ten wrapping"),
            value("middleware", "cpu_us", "aloft", route="async"))),
    Budget(
        "small JSON: CPU, of plaintext's", 1.2, " ×",
        _combined(
            value("json-small", "cpu_us", "aloft", route="json-small"),
            value("json-small", "cpu_us", "aloft", route="plaintext"), lambda one, two: one / two)),
    Budget(
        "3,000 slow clients: p99 of the others, of that without them", 2, " ×",
        _combined(
            value("slow", "p99_ms", "aloft", slow=True), value("slow", "p99_ms", "aloft", slow=False),
            lambda one, two: one / two)),
    Budget("resident memory at start", 15, " MB", value("start", "resident_mb", "aloft")),
    Budget(
        "idle connection: memory above bare NIO's", 1500, " bytes",
        difference(value("idle", "bytes_per_connection", "aloft"), value("idle", "bytes_per_connection", "nio"))),
    Budget("template page of twenty articles", 15, " µs", value("templates", "page_us", "aloft")),
    Budget(
        "template page: Jinja2's, of ours", 8, " ×", ratio("templates", "page_us", "jinja2", "aloft"), at_least=True),
    Budget("template page, of minijinja's", 1, " ×", ratio("templates", "page_us", "aloft", "minijinja")),
    Budget(
        "template table: a row of 10,000, of one of 100", 1.2, " ×",
        _combined(
            value("templates", "row_10000_us", "aloft"), value("templates", "row_100_us", "aloft"),
            lambda one, two: one / two)),
    Budget(
        "SQLite on the calling thread, a row by its key: CPU, of bare C's", 1.3, " ×",
        _of_case("sqlite-key", 1, "aloft-calling", "c")),
    Budget(
        "SQLite on the calling thread, 100 rows: CPU, of bare C's", 1.3, " ×",
        _of_case("sqlite-hundred", 1, "aloft-calling", "c")),
    Budget(
        "PostgreSQL, 64 tasks, a row by its key: client's CPU, of asyncpg's", 1, " ×",
        _of_case("postgres-key", 64, "aloft", "asyncpg")),
    Budget(
        "PostgreSQL, 64 tasks, 100 rows: client's CPU, of asyncpg's", 1, " ×",
        _of_case("postgres-hundred", 64, "aloft", "asyncpg")),
    Budget(
        "SQLite, a million rows streamed: memory above that for 300,000", 2, " MB",
        value("sql", "growth_mb", "aloft", case="sqlite-stream", concurrency=1)),
    Budget(
        "PostgreSQL, a million rows streamed: memory above that for 300,000", 2, " MB",
        value("sql", "growth_mb", "aloft", case="postgres-stream", concurrency=1)),
    Budget("start to first response", 20, " ms", value("start", "start_ms", "aloft")),
    Budget("Hello, release, static, stripped", 13, " MB", value("build", "stripped_mb", "aloft")),
    Budget("Hello, clean debug build", 60, " s", value("build", "debug_seconds", "aloft")),
)
