"""Where things lie."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
BENCHMARKS = PACKAGE / "Benchmarks"
PEERS = BENCHMARKS / "Peers"
LOADS = BENCHMARKS / "Loads"
WRK_SCRIPTS = BENCHMARKS / "wrk"
RAW = BENCHMARKS / "raw"
RESULTS = BENCHMARKS / "RESULTS.md"
VIRTUAL_ENVIRONMENTS = BENCHMARKS / ".build-venv"
SCRATCH = BENCHMARKS / ".build"
FILES = SCRATCH / "files"
"""The files that servers of files send; `BENCH_FILES` of a server's environment."""
