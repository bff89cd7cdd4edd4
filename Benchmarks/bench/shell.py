"""Running other programs, and installing those that are missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


class Failed(Exception):
    """Something the run can't go on without; its text is for the person at the keyboard."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(command: list[str], folder: Path | None = None) -> str:
    """Runs a program to its end and returns what it printed; its whole output is in the error if it fails."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise Failed(f"`{' '.join(command)}` ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


def first_line(command: list[str]) -> str:
    """The first line a program prints, on either stream, whatever status it ends with."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.splitlines()[0].strip() if done.stdout else "unknown"


def need(program: str, package: str | None = None) -> str:
    """The path of a program, which is installed first if it is missing."""
    search = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    if path := shutil.which(program, path=search):
        return path
    install(package or program)
    if path := shutil.which(program, path=search):
        return path
    raise Failed(f"{package or program} was installed, but {program} is still not in PATH")


def install(package: str) -> None:
    say(f"installing {package} …")
    if shutil.which("apt-get"):
        as_root = [] if os.geteuid() == 0 else ["sudo"]
        run(as_root + ["apt-get", "update", "-q"])
        run(as_root + ["apt-get", "install", "-q", "-y", "--no-install-recommends", package])
    elif shutil.which("brew"):
        run(["brew", "install", package])
    else:
        raise Failed(f"{package} is missing, and neither apt-get nor brew is here to install it")
