"""Flask and Django on gunicorn, FastAPI on uvicorn: each in an environment of its own."""

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import shell
from .peer import Peer
from .places import PEERS, VIRTUAL_ENVIRONMENTS

DESCRIBE = """
import sys, sysconfig
profiled = sys.base_prefix == "/usr" or "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
print(*sys.version_info[:3], int(profiled))
"""


@dataclass(frozen=True)
class Interpreter:
    path: str
    version: tuple[int, int, int]
    profiled: bool
    """Built with profile-guided optimisation, as distributions do; without it Python is a third slower."""

    def __str__(self) -> str:
        version = ".".join(map(str, self.version))
        return version if self.profiled else f"{version}, built without profile-guided optimisation"


def interpreters() -> list[Interpreter]:
    """Every Python at hand, the best first: profiled before not, then by version."""
    names = ["python3"] + [f"python3.{minor}" for minor in range(10, 16)]
    paths = {path for name in names if (path := shutil.which(name))}
    paths |= {str(path) for path in Path("/usr/bin").glob("python3.??")} | {"/usr/bin/python3"}
    paths |= {str(path) for path in Path.home().glob(".pyenv/versions/3.*/bin/python")}
    found = []
    for path in sorted(paths):
        described = re.fullmatch(r"(\d+) (\d+) (\d+) ([01])", _described(path))
        if described:
            major, minor, patch, profiled = map(int, described.groups())
            found.append(Interpreter(path, (major, minor, patch), bool(profiled)))
    return sorted(found, key=lambda one: (one.profiled, one.version), reverse=True)


def _described(path: str) -> str:
    try:
        return shell.run([path, "-c", DESCRIBE]).strip()
    except (shell.Failed, OSError):
        return ""


@dataclass(frozen=True)
class PythonPeer(Peer):
    folder: str = ""
    arguments: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    wanted: tuple[int, int] = (3, 10)
    """The oldest Python that runs the version the results should show."""

    def prepare(self) -> None:
        requirements = self.directory() / "requirements.txt"
        interpreter = self._interpreter()
        stamp = hashlib.sha256(f"{interpreter}\n{requirements.read_text()}".encode()).hexdigest()
        stamped = self._environment_folder / "installed"
        if stamped.exists() and stamped.read_text() == stamp:
            return
        shell.say(f"installing {self.title} …")
        shutil.rmtree(self._environment_folder, ignore_errors=True)
        self._make_environment(interpreter)
        shell.run([self._python, "-m", "pip", "install", "-q", "-r", str(requirements)])
        stamped.write_text(stamp)

    def command(self, port: int, folder: Path) -> list[str]:
        return [self._python, "-m"] + [argument.format(port=port) for argument in self.arguments]

    def directory(self) -> Path:
        return PEERS / self.folder

    def versions(self) -> dict[str, str]:
        installed = shell.run([self._python, "-m", "pip", "list", "--format", "freeze"])
        found = dict(line.split("==", 1) for line in installed.splitlines() if "==" in line)
        shown = {name: found[name] for name in self.shown}
        return {**shown, f"Python ({self.name})": str(self._interpreter())}

    @property
    def _environment_folder(self) -> Path:
        return VIRTUAL_ENVIRONMENTS / self.name

    @property
    def _python(self) -> str:
        return str(self._environment_folder / "bin" / "python")

    def _interpreter(self) -> Interpreter:
        found = interpreters()
        if not found:
            raise shell.Failed("no Python 3 was found")
        return next((one for one in found if one.version[:2] >= self.wanted), found[0])

    def _make_environment(self, interpreter: Interpreter) -> None:
        make = [interpreter.path, "-m", "venv", str(self._environment_folder)]
        try:
            shell.run(make)
        except shell.Failed:
            # Debian keeps `ensurepip` in a package of its own.
            shell.install("python{}.{}-venv".format(*interpreter.version))
            shell.run(make)
