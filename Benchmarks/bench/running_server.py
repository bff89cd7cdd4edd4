"""A server while it runs: its processes, their processor time and their memory."""

import os
import platform
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from . import pinning, shell
from .peer import Peer
from .places import FILES
from .routes import PLAINTEXT, Client, WrongAnswer

LINUX = platform.system() == "Linux"
START_LIMIT = 20.0


class RunningServer:
    """Started on entry, on a free port and the server's core; ended on exit with all its processes."""

    def __init__(self, peer: Peer):
        self.peer = peer
        self.port = _free_port()
        self.started = 0.0
        self.seconds_to_first_answer = 0.0

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="aloft-bench-")
        folder = Path(self._folder.name)
        self._output = open(folder / "output", "w+", encoding="utf-8", errors="replace")
        command = self.peer.command(self.port, folder)
        with pinning.on_server_core():
            self.started = time.monotonic()
            # A session of its own, so that its workers can be found by the group they share.
            self._process = subprocess.Popen(
                command, cwd=self.peer.directory(), stdin=subprocess.DEVNULL, stdout=self._output,
                stderr=subprocess.STDOUT, start_new_session=True, env=os.environ | {"BENCH_FILES": str(FILES)})
        try:
            self._wait_for_first_answer()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            pass
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._output.close()
        self._folder.cleanup()

    def processor_seconds(self) -> float:
        """What all its processes have used, user and system, threads that ended included."""
        return sum(_processor_seconds(process) for process in self.processes())

    def resident_bytes(self) -> int:
        """The resident memory; of several processes a page they share is counted once."""
        processes = self.processes()
        if LINUX and len(processes) > 1:
            return sum(_proportional_bytes(process) for process in processes)
        return sum(_resident_bytes(process) for process in processes)

    def open_descriptors(self) -> int:
        """The files and sockets its processes hold open; 0 where the system doesn't say."""
        return sum(len(os.listdir(f"/proc/{process}/fd")) for process in self.processes()) if LINUX else 0

    def processes(self) -> list[int]:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,pgid="], stdout=subprocess.PIPE, text=True, check=True)
        rows = (line.split() for line in listed.stdout.splitlines())
        return [int(process) for process, group in rows if int(group) == self._process.pid]

    def _wait_for_first_answer(self) -> None:
        while True:
            try:
                with Client(self.port) as client:
                    client.ask(PLAINTEXT)
                self.seconds_to_first_answer = time.monotonic() - self.started
                return
            except (ConnectionError, WrongAnswer, socket.timeout) as problem:
                if self._process.poll() is not None or time.monotonic() - self.started > START_LIMIT:
                    self._output.seek(0)
                    raise shell.Failed(f"{self.peer.title} did not start: {problem}\n{self._output.read()[-2000:]}")
                time.sleep(0.0002)

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _processor_seconds(process: int) -> float:
    if LINUX:
        # The process's own clock in nanoseconds (see clock_getcpuclockid(3)); /proc/PID/stat counts in 10 ms.
        return time.clock_gettime((~process << 3) | 2)
    used = subprocess.run(["ps", "-o", "time=", "-p", str(process)], stdout=subprocess.PIPE, text=True).stdout.strip()
    seconds = 0.0
    for part in used.split(":"):
        seconds = seconds * 60 + float(part or 0)
    return seconds


def _resident_bytes(process: int) -> int:
    if LINUX:
        return _kilobytes(Path(f"/proc/{process}/status"), "VmRSS:") * 1024
    listed = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], stdout=subprocess.PIPE, text=True).stdout
    return int(listed.strip() or 0) * 1024


def _proportional_bytes(process: int) -> int:
    return _kilobytes(Path(f"/proc/{process}/smaps_rollup"), "Pss:") * 1024


def _kilobytes(file: Path, name: str) -> int:
    for line in file.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0
