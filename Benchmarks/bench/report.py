"""The tables of RESULTS.md."""

from . import slow, sql_tables
from .budgets import BUDGETS
from .record import Record
from .scenario import SCENARIOS
from .tables import Column, table

INTRODUCTION = """# Results

Made by `scripts/bench`; don't edit. How it measures and how to read it: [README.md](README.md).
"""


HTTP_COLUMNS = (
    Column("cpu_us", "CPU µs/request", 2, spread=True),
    Column("requests_per_second", "requests/s", 0, spread=True),
    Column("p99_ms", "p99 ms", 2, spread=True),
    Column("cpu_share", "core busy", 2),
    Column("resident_mb", "resident MB", 1),
)
IDLE_COLUMNS = (
    Column("bytes_per_connection", "bytes/connection", 0),
    Column("resident_before_mb", "resident MB before", 1),
    Column("resident_after_mb", "resident MB after", 1),
)
SLOW_COLUMNS = (
    Column("p50_ms", "p50 ms", 3, spread=True),
    Column("p99_ms", "p99 ms", 3, spread=True),
    Column("worst_ms", "worst ms", 1, spread=True),
    Column("cpu_share", "core busy", 2),
    Column("resident_mb", "resident MB", 1, spread=True),
)
START_COLUMNS = (
    Column("start_ms", "ms to first response", 1, spread=True),
    Column("resident_mb", "resident MB", 1, spread=True),
)
TEMPLATE_COLUMNS = (
    Column("page_us", "page µs", 1, spread=True),
    Column("row_100_us", "µs/row of 100", 2),
    Column("row_1000_us", "µs/row of 1,000", 2),
    Column("row_10000_us", "µs/row of 10,000", 2),
    Column("inheritance_us", "inheritance µs", 1),
    Column("parse_500_us", "500 parsed µs", 0),
)
BUILD_COLUMNS = (
    Column("debug_seconds", "clean debug build s", 1),
    Column("release_seconds", "release build s", 1),
    Column("stripped_mb", "stripped release MB", 2),
    Column("fetch_seconds", "fetch s", 1),
)


def results(records: dict[str, Record]) -> str:
    """The whole page, from the newest record of each subject."""
    parts = [INTRODUCTION, "## Budgets\n\n" + budgets(records)]
    parts += [section(record) for record in records.values()]
    parts.append(_versions(records))
    return "\n".join(parts)


def section(record: Record) -> str:
    if record.subject == "sql":
        return sql_tables.section(record) + _problems(record)
    title, note, columns = _presentation(record)
    when = "{date}, commit {commit}, {settings}.".format(**record.run)
    text = f"## {title}\n\n{note} {when}\n\n" if note else f"## {title}\n\n{when}\n\n"
    rows = [[name] + [column.cell(record, title=name) for column in columns] for name in record.titles()]
    headings = ["server"] + [column.heading for column in columns]
    if record.median("cpu_us", server="floor") and columns is HTTP_COLUMNS:
        headings.insert(2, "× floor")
        floor = record.median("cpu_us", server="floor")
        for row in rows:
            row.insert(2, f"{record.median('cpu_us', title=row[0]) / floor:.2f}")
    if rows:
        text += table(headings, rows)
    if record.subject == "slow":
        text += "\n" + slow.treatment(record)
    if failed := sorted({f"{one['title']} ({one['errors']})" for one in record.measurements if one.get("errors")}):
        text += f"\n**Not to be trusted**, since requests failed in a round: {', '.join(failed)}.\n"
    if wrong := sorted({one["title"] for one in record.measurements if not one.get("right_length", True)}):
        text += f"\n**Not to be trusted**, since answers had another length than the checked one: {', '.join(wrong)}.\n"
    return text + _problems(record)


def _problems(record: Record) -> str:
    return "".join(
        f"\n**{problem['title']}**: {' '.join(problem['problem'].split())[:400]}\n" for problem in record.problems)


def _presentation(record: Record) -> tuple[str, str, tuple[Column, ...]]:
    if scenario := SCENARIOS.get(record.subject):
        return scenario.title, scenario.note, HTTP_COLUMNS
    return {
        "idle": ("Idle connections", "Each was opened, answered once and left open.", IDLE_COLUMNS),
        "slow": (
            "Slow clients", "Slow headers, slow bodies and slow readers of a megabyte at once; what others then wait.",
            SLOW_COLUMNS),
        "start": ("Start", "From the start of the process to its first answer.", START_COLUMNS),
        "templates": (
            "Templates",
            "A page of twenty articles, escaped, from values of Swift's types or Python's dictionaries to bytes or text; "
            "tables of four columns; three levels of inheritance with two macros in each of twenty rows (Django: an "
            "included template for each); a page parsed five hundred times.", TEMPLATE_COLUMNS),
        "build": ("Building hello", "", BUILD_COLUMNS),
    }[record.subject]


def budgets(records: dict[str, Record]) -> str:
    return table(["what", "budget", "measured", "held"], [budget.row(records) for budget in BUDGETS])


def _versions(records: dict[str, Record]) -> str:
    found: dict[str, str] = {}
    for record in sorted(records.values(), key=lambda one: one.run["date"]):
        found |= record.run["versions"]
    return "## Machine and versions\n\n" + table(["what", "version"], [list(row) for row in found.items()])

