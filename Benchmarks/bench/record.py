"""What a run measured: kept as text, one line of JSON a measurement, so that the tables can be made again."""

import json
from dataclasses import dataclass, field
from statistics import median

from .places import PACKAGE, RAW


@dataclass
class Record:
    subject: str
    run: dict
    """When, at which commit, how long and on what."""
    measurements: list[dict] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)

    def add(self, **measurement) -> None:
        self.measurements.append(measurement)

    def add_problem(self, server: str, title: str, problem: object) -> None:
        # Records are committed, and where the package lies on this machine is nobody's business.
        text = str(problem).replace(str(PACKAGE), ".")
        self.problems.append({"server": server, "title": title, "problem": text})

    def titles(self) -> list[str]:
        return list(dict.fromkeys(one["title"] for one in self.measurements))

    def values(self, column: str, **conditions) -> list[float]:
        """A column's values, a round each, of the measurements that meet the conditions."""
        return [
            one[column]
            for one in self.measurements
            if column in one and all(one.get(name) == value for name, value in conditions.items())
        ]

    def is_sound(self, server: str) -> bool:
        """Whether every request of every round was answered, and as the checked one was."""
        if any(one["server"] == server for one in self.problems):
            return False
        mine = [one for one in self.measurements if one["server"] == server]
        return all(one.get("errors", 0) == 0 and one.get("right_length", True) for one in mine)

    def median(self, column: str, **conditions) -> float | None:
        values = self.values(column, **conditions)
        return median(values) if values else None

    def save(self) -> None:
        RAW.mkdir(exist_ok=True)
        lines = [{"run": self.run}]
        lines += [{"problem": one} for one in self.problems]
        lines += [{"measurement": one} for one in self.measurements]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (RAW / f"{self.subject}.jsonl").write_text(text)


def load(subject: str) -> Record | None:
    file = RAW / f"{subject}.jsonl"
    if not file.exists():
        return None
    record = Record(subject, run={})
    for line in map(json.loads, file.read_text().splitlines()):
        if "run" in line:
            record.run = line["run"]
        elif "problem" in line:
            record.problems.append(line["problem"])
        else:
            record.measurements.append(line["measurement"])
    return record
