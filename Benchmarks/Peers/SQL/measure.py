"""What a library's queries cost in this process: a line a round, as `assignment.Round` prints them.

usage: measure.py sqlite3|asyncpg|psycopg PLACE WORK CONCURRENCY COUNT ROUNDS SYNCHRONOUS

The statements and the data are those of `Benchmarks/SQLCost`.
"""

import importlib

import assignment


def main() -> None:
    library, asked = assignment.read()
    importlib.import_module(f"on_{library}").measure(asked)
    assignment.finish()


main()
