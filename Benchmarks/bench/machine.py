"""What the run was made on."""

import os
import platform
import re
import subprocess
from pathlib import Path

from . import pinning, shell
from .places import PACKAGE


def versions() -> dict[str, str]:
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Pinning": pinning.description(),
        "System": _system(),
        "Swift": _swift(),
        "wrk": shell.first_line([shell.need("wrk"), "-v"]).split(" [")[0].removeprefix("wrk "),
    }


def commit() -> str:
    """The commit that was measured, and whether the working copy differed from it."""
    try:
        commit = shell.run(["git", "rev-parse", "--short", "HEAD"], folder=PACKAGE).strip()
        changed = shell.run(["git", "status", "--porcelain", "--", "Sources", "Benchmarks/Server"], folder=PACKAGE)
    except (shell.Failed, OSError):
        return "unknown"
    return commit + (" with changes" if changed.strip() else "")


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        return shell.first_line(["sysctl", "-n", "machdep.cpu.brand_string"])
    return platform.machine()


def _system() -> str:
    release = re.match(r"[\d.]+", platform.release())
    kernel = f"{platform.system()} {release.group().rstrip('.') if release else platform.release()}"
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        name = platform.mac_ver()[0] and f"macOS {platform.mac_ver()[0]}"
    return f"{name}, {kernel}" if name else kernel


def _swift() -> str:
    printed = subprocess.run(["swift", "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found = re.search(r"Swift version (\S+)", printed.stdout)
    return found.group(1) if found else "unknown"
