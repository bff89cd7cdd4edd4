"""The databases that are measured: a file of SQLite, and a PostgreSQL server that is there for the run only."""

import os
import platform
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

from . import shell
from .sql_cases import ROWS, SCHEMA_OF_POSTGRES, SCHEMA_OF_SQLITE, TOTAL_OF_INSERTED, Case, item

# On a disk, other than /tmp on some systems: insertions wait for it.
PARENT = "/var/tmp"
START_LIMIT = 60

# A shell that ends the server when its own input ends: it does so however the run ends.
SERVER_SCRIPT = """
"$1/postgres" -D "$2/data" -k "$2" -p "$3" -c listen_addresses=127.0.0.1 -c autovacuum=off -c max_wal_size=4GB \\
  -c checkpoint_timeout=1h >"$2/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2/data"
"""


class SQLiteFiles:
    def __enter__(self) -> "SQLiteFiles":
        self.folder = Path(tempfile.mkdtemp(prefix="aloft-sql-", dir=PARENT))
        self._items = self._make("items.db")
        with sqlite3.connect(self._items) as connection:
            connection.executemany("insert into items values (?, ?, ?)", map(item, range(1, ROWS + 1)))
        connection.close()
        return self

    def __exit__(self, *_) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def place(self, case: Case) -> str:
        """The file for a process; a new and empty one if it inserts."""
        return str(self._make("inserted.db") if case.inserts else self._items)

    def total_of_inserted(self) -> tuple[int, ...]:
        connection = sqlite3.connect(self.folder / "inserted.db")
        try:
            return connection.execute(TOTAL_OF_INSERTED).fetchone()
        finally:
            connection.close()

    def _make(self, name: str) -> Path:
        for old in self.folder.glob(f"{name}*"):
            old.unlink()
        connection = sqlite3.connect(self.folder / name)
        connection.execute("pragma journal_mode = wal")
        connection.executescript(SCHEMA_OF_SQLITE)
        connection.close()
        return self.folder / name


def postgres_binaries() -> Path | None:
    """The folder of the newest PostgreSQL at hand."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name), reverse=True)
    others = [Path(found).parent for found in [shutil.which("initdb")] if found]
    others += [Path("/opt/homebrew/opt/postgresql@17/bin"), Path("/usr/local/opt/postgresql@17/bin")]
    return next((folder for folder in [*debian, *others] if (folder / "initdb").exists()), None)


def need_postgres() -> Path:
    if not postgres_binaries():
        shell.install("postgresql" if platform.system() == "Linux" else "postgresql@17")
    if found := postgres_binaries():
        return found
    raise shell.Failed("PostgreSQL was installed, but its initdb is nowhere to be found")


class PostgresServer:
    """A server with its usual settings, so that what is committed is on the disk."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries

    def __enter__(self) -> "PostgresServer":
        self.folder = Path(tempfile.mkdtemp(prefix="aloft-sql-", dir=PARENT))
        self._server = None
        try:
            self._start()
            self._query(SCHEMA_OF_POSTGRES)
            self._query(
                f"insert into items select key, key * 7 % 1000, 'item with number ' || key "
                f"from generate_series(1, {ROWS}) key; vacuum analyze items; checkpoint")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        if self._server:
            self._server.stdin.close()
            self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def place(self, case: Case) -> str:
        """The URL for a process; the table of insertions is empty then."""
        if case.inserts:
            self._query("truncate inserted restart identity; checkpoint")
        if case.uses_network:
            return f"postgres://postgres@127.0.0.1:{self._port}/postgres?sslmode=disable"
        return f"postgres://postgres@/postgres?host={self.folder}&port={self._port}"

    def total_of_inserted(self) -> tuple[int, ...]:
        return tuple(int(word) for word in self._query(TOTAL_OF_INSERTED).split("|"))

    def _start(self) -> None:
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        shell.run(
            self._as_server([
                str(self._binaries / "initdb"), "-D", f"{self.folder}/data", "-A", "trust", "-U", "postgres",
                "-E", "UTF8", "--locale=C"]),
            folder=Path("/"))
        self._port = _free_port()
        words = ["/bin/sh", "-c", SERVER_SCRIPT, "sh", str(self._binaries), str(self.folder), str(self._port)]
        # A session of its own: the interrupt of the keyboard is not for the server, which ends with its input.
        self._server = subprocess.Popen(
            self._as_server(words), cwd="/", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
        self._wait_until_ready()

    def _as_server(self, words: list[str]) -> list[str]:
        """PostgreSQL refuses to be root's."""
        return [shell.need("runuser", "util-linux"), "-u", "postgres", "--", *words] if os.geteuid() == 0 else words

    def _wait_until_ready(self) -> None:
        asking = [str(self._binaries / "pg_isready"), "-q", "-h", str(self.folder), "-p", str(self._port)]
        end = time.monotonic() + START_LIMIT
        while subprocess.run(asking).returncode != 0:
            if time.monotonic() > end or self._server.poll() is not None:
                raise shell.Failed(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.05)

    def _query(self, text: str) -> str:
        statements = [word for statement in text.split(";") if statement.strip() for word in ("-c", statement)]
        return shell.run([
            str(self._binaries / "psql"), "-q", "-A", "-t", "-X", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-p",
            str(self._port), "-U", "postgres", *statements]).strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
