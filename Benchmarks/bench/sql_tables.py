"""The section of RESULTS.md about databases: a table for each case."""

from .record import Record
from .sql_cases import CASES, Case
from .tables import Column, table

NOTE = (
    "The same schema, rows and statements for all, each library in a process of its own; what is read must add up to "
    "the same. `64` are the columns of 64 tasks at once. CPU is the client's own.")


def section(record: Record) -> str:
    when = "{date}, commit {commit}, {settings}.".format(**record.run)
    parts = [f"## Databases\n\n{NOTE} {when}\n"]
    parts += [_case(record, case) for case in CASES if record.values("us", case=case.name)]
    return "\n".join(parts)


def _case(record: Record, case: Case) -> str:
    titles = list(dict.fromkeys(one["title"] for one in record.measurements if one["case"] == case.name))
    rows = [[title, *_cells(record, case, title)] for title in titles]
    note = f"{case.note}\n\n" if case.note else ""
    return f"### {case.title}\n\n{note}" + table(["library", *_headings(case)], rows)


def _headings(case: Case) -> list[str]:
    every = "rows/s" if case.unit == "row" else "queries/s"
    headings = [
        f"CPU µs/{case.unit}", "× C", f"µs/{case.unit}", f"64: CPU µs/{case.unit}", "64: × C", f"64: {every}"]
    return headings + (["peak MB", "more than for 300,000 rows", "64: peak MB"] if case.work == "stream" else [])


def _cells(record: Record, case: Case, title: str) -> list[str]:
    def cell(key: str, concurrency: int, digits: int, spread: bool = False) -> str:
        return Column(key, "", digits, spread).cell(record, title=title, case=case.name, concurrency=concurrency)

    cells = [cell("cpu_us", 1, 2, spread=True), _to_floor(record, case, title, 1), cell("us", 1, 2)]
    cells += [cell("cpu_us", 64, 2, spread=True), _to_floor(record, case, title, 64)]
    cells += [cell("per_second", 64, 0, spread=True)]
    if case.work == "stream":
        cells += [cell("peak_mb", 1, 1), cell("growth_mb", 1, 1), cell("peak_mb", 64, 1)]
    return cells


def _to_floor(record: Record, case: Case, title: str, concurrency: int) -> str:
    conditions = {"case": case.name, "concurrency": concurrency}
    mine = record.median("cpu_us", title=title, **conditions)
    floor = record.median("cpu_us", server="c", **conditions)
    return f"{mine / floor:.2f}" if mine and floor else "–"
