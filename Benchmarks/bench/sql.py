"""What queries cost on SQLite and PostgreSQL, each library in a process of its own on one core."""

import ctypes
import ctypes.util
import platform
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from . import pinning, shell
from .places import PACKAGE, PEERS, SCRATCH
from .python_peers import PythonPeer
from .record import Record
from .sql_cases import CASES, CONCURRENCIES, FEWER_ROWS, Amount, Case, expected_sum, expected_total
from .sql_databases import PostgresServer, SQLiteFiles, need_postgres, postgres_binaries

PYTHON = PythonPeer("sql", "Database drivers of Python", frozenset(), folder="SQL",
                    shown=("asyncpg", "psycopg", "psycopg-pool", "uvloop"))
PRODUCT = "aloft-sql-cost"
SQLITE_FLOOR = SCRATCH / "sqlite-floor"
LIBPQ_FLOOR = SCRATCH / "libpq-floor"


@dataclass(frozen=True)
class Library:
    name: str
    title: str
    database: str
    command: tuple[str, ...]
    works: tuple[str, ...] = ("key", "hundred", "insert", "batch", "stream")
    concurrencies: tuple[int, ...] = CONCURRENCIES

    def does(self, case: Case, concurrency: int) -> bool:
        return case.database == self.database and case.work in self.works and concurrency in self.concurrencies


def libraries() -> list[Library]:
    program = str(PACKAGE / ".build" / "release" / PRODUCT)
    python = (PYTHON._python, str(PEERS / "SQL" / "measure.py"))
    return [
        Library("c", "sqlite3 in C", "SQLite", (str(SQLITE_FLOOR), "c")),
        Library(
            "c-copying", "sqlite3 in C, texts copied", "SQLite", (str(SQLITE_FLOOR), "c-copying"),
            works=("key", "hundred", "stream")),
        Library(
            "aloft-calling", "Aloft, on the calling thread", "SQLite", (program, "calling"),
            works=("key", "hundred", "insert", "batch"), concurrencies=(1,)),
        Library("aloft", "Aloft, awaited", "SQLite", (program, "awaited")),
        Library("sqlite3", "Python's sqlite3", "SQLite", (*python, "sqlite3")),
        Library("c", "libpq in C", "PostgreSQL", (str(LIBPQ_FLOOR), "c")),
        Library("aloft", "Aloft", "PostgreSQL", (program, "awaited")),
        Library("asyncpg", "asyncpg", "PostgreSQL", (*python, "asyncpg")),
        Library("psycopg", "psycopg 3", "PostgreSQL", (*python, "psycopg")),
    ]


def prepare() -> None:
    shell.say(f"building {PRODUCT} …")
    _build_floors()
    with pinning.on_all_cores():
        shell.run(
            ["swift", "build", "-c", "release", "--product", PRODUCT, "--static-swift-stdlib"], folder=PACKAGE)
    PYTHON.prepare()
    try:
        need_postgres()
    except shell.Failed as problem:
        shell.say(f"skipping PostgreSQL: {problem}")


def versions() -> dict[str, str]:
    sqlite = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
    sqlite.sqlite3_libversion.restype = ctypes.c_char_p
    found = {"SQLite": sqlite.sqlite3_libversion().decode(), "libpq": _number(["pg_config", "--version"])}
    asking = "import sqlite3; print(sqlite3.sqlite_version)"
    found["SQLite (Python's)"] = shell.first_line([PYTHON._python, "-c", asking])
    if binaries := postgres_binaries():
        found["PostgreSQL"] = _number([str(binaries / "postgres"), "--version"])
    return found | PYTHON.versions()


def measure(rounds: int, record: Record) -> None:
    with ExitStack() as stack:
        shell.say("  filling the databases")
        databases = {"SQLite": stack.enter_context(SQLiteFiles())}
        if binaries := postgres_binaries():
            databases["PostgreSQL"] = stack.enter_context(PostgresServer(binaries))
        for number in range(1, rounds + 1):
            for case in CASES:
                if case.database in databases:
                    shell.say(f"  {case.title}, run {number}")
                    _measure_case(case, databases[case.database], number, record)


def _measure_case(case: Case, database: SQLiteFiles | PostgresServer, number: int, record: Record) -> None:
    for concurrency, amount in zip(CONCURRENCIES, case.amounts):
        for library in libraries():
            if not library.does(case, concurrency):
                continue
            try:
                figures = _figures(library, case, concurrency, amount, database)
            except shell.Failed as problem:
                record.add_problem(library.name, f"{library.title}, {case.name} at {concurrency}", problem)
                continue
            record.add(
                server=library.name, title=library.title, case=case.name, concurrency=concurrency, round=number,
                **figures)


def _figures(
    library: Library, case: Case, concurrency: int, amount: Amount, database: SQLiteFiles | PostgresServer
) -> dict[str, float]:
    figures = _run(library, case, concurrency, amount, database.place(case))
    if case.inserts and (found := database.total_of_inserted()) != (wanted := expected_total(amount)):
        raise shell.Failed(f"it inserted {found} (rows, sum of numbers, lengths of names) in place of {wanted}")
    if case.work == "stream" and concurrency == 1:
        fewer = _run(library, case, concurrency, Amount(FEWER_ROWS, 1), database.place(case))
        figures["growth_mb"] = round(figures["peak_mb"] - fewer["peak_mb"], 2)
    return figures


def _run(library: Library, case: Case, concurrency: int, amount: Amount, place: str) -> dict[str, float]:
    """Runs a process and returns the best of its rounds, after a look at what each of them read."""
    words = [place, case.work, concurrency, amount.count, amount.rounds, case.synchronous]
    lines, peak = _output_and_peak([*library.command, *map(str, words)])
    try:
        rounds = [tuple(map(int, line.split())) for line in lines]
        times = [(nanoseconds, processor) for count, nanoseconds, processor, total in rounds
                 if (count, total) == (amount.count, expected_sum(case, amount.count))]
    except ValueError:
        times = []
    if len(times) != amount.rounds or len(lines) != amount.rounds:
        raise shell.Failed(
            f"wanted {amount.rounds} rounds of {amount.count} with the sum {expected_sum(case, amount.count)}, got: "
            + "; ".join(lines)[-2000:])
    best = min(nanoseconds for nanoseconds, _ in times) / amount.count
    return {
        "us": round(best / 1000, 3),
        "cpu_us": round(min(processor for _, processor in times) / amount.count / 1000, 3),
        "per_second": round(1e9 / best),
        "peak_mb": round(peak / 1e6, 2),
    }


def _output_and_peak(command: list[str]) -> tuple[list[str], int]:
    """What a process prints before `done`, and the most memory it had until then."""
    with pinning.on_server_core():
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with process:
        try:
            lines = []
            for line in process.stdout:
                if line == "done\n":
                    return lines, _peak_bytes(process.pid)
                lines.append(line.strip())
            raise shell.Failed(f"`{' '.join(command)}` ended early:\n" + "\n".join(lines)[-4000:])
        except BaseException:
            process.kill()
            raise
        finally:
            process.stdin.close()


def _peak_bytes(process: int) -> int:
    if platform.system() != "Linux":
        # What it has now, in place of a peak that only the process itself could ask for.
        return int(shell.run(["ps", "-o", "rss=", "-p", str(process)])) * 1024
    status = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) * 1024


def _build_floors() -> None:
    SCRATCH.mkdir(exist_ok=True)
    if platform.system() == "Linux" and not Path("/usr/include/sqlite3.h").exists():
        shell.install("libsqlite3-dev")
    configuration = shell.need("pg_config", "libpq-dev" if platform.system() == "Linux" else "libpq")
    headers, library = (shell.run([configuration, f"--{name}"]).strip() for name in ("includedir", "libdir"))
    compile = [shell.need("cc", "gcc"), "-O2", "-Wall", "-Werror", "-pthread"]
    folder = PEERS / "SQLFloor"
    shell.run([*compile, "-o", str(SQLITE_FLOOR), str(folder / "sqlite_floor.c"), "-lsqlite3"])
    shell.run([
        *compile, f"-I{headers}", "-o", str(LIBPQ_FLOOR), str(folder / "libpq_floor.c"), f"-L{library}", "-lpq"])


def _number(command: list[str]) -> str:
    """The version in a line such as `postgres (PostgreSQL) 15.1 (Debian …)`."""
    return shell.first_line(command).removeprefix("postgres (PostgreSQL) ").removeprefix("PostgreSQL ").split(" ")[0]
