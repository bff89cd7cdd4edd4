"""The program a newcomer builds: how long its clean debug build takes, and how large its release is."""

import shutil
import time
from pathlib import Path

from . import pinning, shell
from .places import PACKAGE, PEERS, SCRATCH
from .record import Record


def measure(record: Record) -> None:
    with pinning.on_all_cores():
        for name, title, package, product in (
            ("nio", "bare NIO", PEERS / "BareNIO", "bare-nio"),
            ("aloft", "Hello", PACKAGE, "Hello"),
        ):
            shell.say(f"  {title}")
            try:
                record.add(server=name, title=title, round=1, **_measure_once(package, product))
            except shell.Failed as problem:
                record.add_problem(name, title, problem)


def _measure_once(package: Path, product: str) -> dict:
    scratch = SCRATCH / f"clean-{product}"
    shutil.rmtree(scratch, ignore_errors=True)
    place = ["--scratch-path", str(scratch)]
    try:
        # The fetch depends on the network and on SwiftPM's cache, so it is timed apart.
        fetch = _seconds(["swift", "package", *place, "resolve"], package)
        debug = _seconds(["swift", "build", *place, "--product", product], package)
        release = _seconds(
            ["swift", "build", *place, "-c", "release", "--product", product, "--static-swift-stdlib"], package)
        stripped = scratch / "stripped"
        shutil.copy(scratch / "release" / product, stripped)
        shell.run([shell.need("strip", "binutils"), str(stripped)])
        size = stripped.stat().st_size
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return {
        "fetch_seconds": round(fetch, 1),
        "debug_seconds": round(debug, 1),
        "release_seconds": round(release, 1),
        "stripped_mb": round(size / 1e6, 2),
    }


def _seconds(command: list[str], folder: Path) -> float:
    before = time.monotonic()
    shell.run(command, folder=folder)
    return time.monotonic() - before
