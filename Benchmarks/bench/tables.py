"""Tables in Markdown, and their columns."""

from dataclasses import dataclass

from .record import Record


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    digits: int
    spread: bool = False
    """Whether the least and the greatest round stand beside the median."""

    def cell(self, record: Record, **conditions) -> str:
        values = record.values(self.key, **conditions)
        if not values:
            return "–"
        text = self._number(record.median(self.key, **conditions))
        if self.spread and len(values) > 1:
            text += f" ({self._number(min(values))} – {self._number(max(values))})"
        return text

    def _number(self, value: float) -> str:
        # What rounds to zero has no sign.
        return f"{round(value, self.digits) + 0.0:,.{self.digits}f}"


def table(headings: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[index]) for row in [headings] + rows) for index in range(len(headings))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |"
        for row in [headings, ["-" * width for width in widths]] + rows
    ]
    return "\n".join(lines) + "\n"
