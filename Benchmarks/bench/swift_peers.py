"""The servers written in Swift: Aloft, bare NIO and Hummingbird."""

import json
from dataclasses import dataclass
from pathlib import Path

from . import pinning, shell
from .peer import Peer
from .places import PACKAGE


@dataclass(frozen=True)
class SwiftPeer(Peer):
    package: Path = PACKAGE
    product: str = ""
    shown: tuple[str, ...] = ()
    """The dependencies whose versions belong in the results."""

    def unavailable(self) -> str | None:
        if f'"{self.product}"' in (self.package / "Package.swift").read_text():
            return None
        return f"Package.swift has no product {self.product} yet"

    def prepare(self) -> None:
        shell.say(f"building {self.product} …")
        with pinning.on_all_cores():
            shell.run(self._build(), folder=self.package)

    def command(self, port: int, folder: Path) -> list[str]:
        return [str(self.program), str(port)]

    @property
    def program(self) -> Path:
        return self.package / ".build" / "release" / self.product

    def versions(self) -> dict[str, str]:
        resolved = self.package / "Package.resolved"
        pins = json.loads(resolved.read_text())["pins"] if resolved.exists() else []
        found = {pin["identity"]: pin["state"].get("version", "unreleased") for pin in pins}
        return {f"{name} ({self.name})": found[name] for name in self.shown if name in found}

    def _build(self) -> list[str]:
        return ["swift", "build", "-c", "release", "--product", self.product, "--static-swift-stdlib"]
