"""One core for the server, one for the load."""

import os
from contextlib import contextmanager

SERVER_CORE = 0
LOAD_CORE = 1

_AVAILABLE = hasattr(os, "sched_setaffinity") and {SERVER_CORE, LOAD_CORE} <= os.sched_getaffinity(0)


def description() -> str:
    if _AVAILABLE:
        return f"server on core {SERVER_CORE}, load on core {LOAD_CORE}"
    return "NOT PINNED: this system offers no pinning or has one core only, so expect noise"


@contextmanager
def on_server_core():
    """What is started inside runs on the server's core; a process hands its affinity on to its children."""
    _pin(SERVER_CORE)
    try:
        yield
    finally:
        _pin(LOAD_CORE)


def move_to_load_core() -> None:
    _pin(LOAD_CORE)


@contextmanager
def on_all_cores():
    """For builds."""
    if not _AVAILABLE:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _pin(core: int) -> None:
    if _AVAILABLE:
        os.sched_setaffinity(0, {core})
