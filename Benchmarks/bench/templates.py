"""What rendering and parsing templates costs, each library in a process of its own on one core."""

from dataclasses import dataclass

from . import pinning, shell
from .places import PACKAGE, PEERS
from .python_peers import PythonPeer
from .record import Record

PYTHON = PythonPeer("templates", "Template libraries of Python", frozenset(), folder="Templates", wanted=(3, 12),
                    shown=("Jinja2", "Django", "minijinja"))
PRODUCT = "aloft-template-cost"
COLUMNS = {
    "page": "page_us", "table-100": "table_100_us", "table-1000": "table_1000_us", "table-10000": "table_10000_us",
    "inheritance": "inheritance_us", "parse-500": "parse_500_us"}


@dataclass(frozen=True)
class Library:
    name: str
    title: str
    command: list[str]


def prepare() -> None:
    shell.say(f"building {PRODUCT} …")
    with pinning.on_all_cores():
        shell.run(
            ["swift", "build", "-c", "release", "--product", PRODUCT, "--static-swift-stdlib"], folder=PACKAGE)
    PYTHON.prepare()


def versions() -> dict[str, str]:
    return PYTHON.versions()


def libraries() -> list[Library]:
    program = str(PACKAGE / ".build" / "release" / PRODUCT)
    python = [PYTHON._python, str(PEERS / "Templates" / "measure.py")]
    return [
        Library("aloft", "Aloft, types that describe their fields", [program, "described"]),
        Library("aloft-encodable", "Aloft, types that are `Encodable`", [program, "encodable"]),
        Library("minijinja", "minijinja, from Python", [*python, "minijinja"]),
        Library("jinja2", "Jinja2", [*python, "jinja2"]),
        Library("django", "Django's templates", [*python, "django"]),
    ]


def measure(rounds: int, record: Record) -> None:
    for number in range(1, rounds + 1):
        for library in libraries():
            shell.say(f"  {library.title}")
            try:
                with pinning.on_server_core():
                    printed = shell.run(library.command)
            except shell.Failed as problem:
                record.add_problem(library.name, library.title, problem)
                continue
            figures = {}
            for line in printed.splitlines():
                name, microseconds, _ = line.split()
                figures[COLUMNS[name]] = float(microseconds)
            for rows in (100, 1000, 10000):
                figures[f"row_{rows}_us"] = figures[f"table_{rows}_us"] / rows
            record.add(server=library.name, title=library.title, round=number, **figures)
