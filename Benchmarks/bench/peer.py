"""What the benchmarks know of a server."""

from dataclasses import dataclass
from pathlib import Path

from .routes import Route


@dataclass(frozen=True)
class Peer:
    name: str
    title: str
    routes: frozenset[Route]

    def unavailable(self) -> str | None:
        """Why this server can't be measured here, or None."""
        return None

    def prepare(self) -> None:
        """Installs and builds what `command` needs."""

    def command(self, port: int, folder: Path) -> list[str]:
        """The command that serves on a port; `folder` is a temporary one of its own."""
        raise NotImplementedError

    def directory(self) -> Path | None:
        """Where the command is run."""
        return None

    def versions(self) -> dict[str, str]:
        """What was measured, by name; asked after `prepare`."""
        return {}
