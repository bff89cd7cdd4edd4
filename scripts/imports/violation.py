"""One thing the import check objects to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    file: str  # relative to the package's root
    line: int  # counted from 1
    message: str  # what is wrong
    fix: str  # what to do about it

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}\n    fix: {self.fix}"
