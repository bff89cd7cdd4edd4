"""The table of allowed imports, as ARCHITECTURE.md writes it between two marker comments."""

import re
from dataclasses import dataclass

from violation import Violation

FILE = "ARCHITECTURE.md"
OPENING = "<!-- allowed-imports -->"
CLOSING = "<!-- /allowed-imports -->"

# What a row may say instead of names.
EMPTY = {"", "-", "–", "—", "nothing"}


@dataclass(frozen=True)
class Row:
    target: str
    floor: float
    allowed: frozenset
    line: int


def read(root):
    """Returns the rows by their target's name, and what is wrong with the table itself."""
    path = root / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    stripped = [line.strip() for line in lines]
    if stripped.count(OPENING) != 1 or stripped.count(CLOSING) != 1:
        what = f"the table of allowed imports is not between one {OPENING} and one {CLOSING}"
        return {}, [Violation(FILE, 1, what, "put both marker comments around the table, each on a line of its own")]
    rows, violations = {}, []
    start, end = stripped.index(OPENING), stripped.index(CLOSING)
    for index in range(start + 1, end):
        parsed = parse_row(stripped[index], index + 1)
        if isinstance(parsed, Violation):
            violations.append(parsed)
        elif parsed is not None and parsed.target in rows:
            what = f"{parsed.target} has a second row; the first is in line {rows[parsed.target].line}"
            violations.append(Violation(FILE, parsed.line, what, "merge the two rows"))
        elif parsed is not None:
            rows[parsed.target] = parsed
    return rows, violations


def parse_row(text, line):
    """Returns a `Row`, a `Violation`, or `None` for the head, the rule below it and empty lines."""
    if not text or re.fullmatch(r"[|\s:-]+", text):
        return None
    cells = [cell.strip() for cell in text.strip("|").split("|")]
    if [cell.lower() for cell in cells] == ["target", "floor", "may import"]:
        return None
    if len(cells) != 3:
        return Violation(FILE, line, f"a row has {len(cells)} cells, not 3", "write | `Target` | floor | may import |")
    target = cells[0].strip("`")
    floor = parse_floor(cells[1])
    if floor is None:
        fix = "write a number such as 1, 1.5 or 1½"
        return Violation(FILE, line, f"the floor of {target} is not a number: '{cells[1]}'", fix)
    names = re.findall(r"`([^`]+)`", cells[2])
    rest = re.sub(r"`[^`]+`", "", cells[2]).replace(",", "").strip()
    if rest not in EMPTY or (names and rest):
        fix = "put every name in backticks, separated by commas, or write: nothing"
        return Violation(FILE, line, f"the imports of {target} hold text that is no name: '{rest}'", fix)
    return Row(target, floor, frozenset(names), line)


def parse_floor(text):
    match = re.fullmatch(r"(\d+(?:\.\d+)?)?(½)?", text)
    if not match or not text:
        return None
    return float(match[1] or 0) + (0.5 if match[2] else 0)
