"""A real PostgreSQL for tests: a private cluster in a temporary folder, on a private port, gone when they end.

The server refuses to run as root, so that there it runs as `postgres` or `nobody`. Import the fixtures where they are
needed: `from tests.servers_postgres import hub_url, postgres`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

PASSWORD = "épée & clé@1%"
USER = "cellule"
START = 60.0  # seconds a server may take on a busy machine
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "password_encryption": "scram-sha-256",
    "log_min_messages": "fatal",
    "autovacuum": "off",
    "fsync": "off",  # what these tests stop is the server, not the machine
    "deadlock_timeout": "200ms",
}


class Postgres:
    """One cluster that tests may stop, kill and start again."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, _free_port()
        self._settings = {**SETTINGS, **settings, "port": str(self.port)}
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make the cluster; its only account needs a password."""
        secret = self.folder.parent / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        _own(self.folder.parent)
        self._run(
            "initdb", "-D", str(self.folder), "-U", USER, f"--pwfile={secret}", "-A", "scram-sha-256",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it lets people in."""
        told = [f"-c{name}={value}" for name, value in self._settings.items()]
        self._process = subprocess.Popen(
            [str(_program("postgres")), "-D", str(self.folder), *told],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **_as_someone(),
        )  # fmt: skip
        deadline = time.monotonic() + START
        while True:
            try:
                self.sql("SELECT 1")
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT as an administrator does, SIGQUIT as a crash does."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=START)
            self._process = None

    def make_standby(self) -> None:
        """From its next start on it only replays what a main server would send, and can be read."""
        note = self.folder / "standby.signal"
        note.touch()
        _own(note)

    def freeze(self) -> None:
        """From now on it accepts connections and answers nobody."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """End what `freeze` began."""
        self._signal_all(signal.SIGCONT)

    def sql(self, statement: str, database: str = "postgres", **params: Any) -> list[tuple[Any, ...]]:
        """Do this as the cluster's owner."""
        with psycopg.connect(self.url(database), autocommit=True) as conn:
            done = conn.execute(statement, params or None)
            return done.fetchall() if done.description else []

    def url(self, database: str, *, user: str = USER, password: str = PASSWORD, options: str = "") -> str:
        """The address of one database, as a person would type it."""
        account = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"postgresql://{account}@127.0.0.1:{self.port}/{database}{options and '?' + options}"

    def new_database(self) -> str:
        """The name of a new, empty database."""
        name = f"hub_{uuid.uuid4().hex[:12]}"
        self.sql(f"CREATE DATABASE {name}")
        return name

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([str(_program(program)), *arguments], check=True, capture_output=True, **_as_someone())

    def _signal_all(self, how: signal.Signals) -> None:
        import psutil

        assert self._process is not None
        for process in (psutil.Process(self._process.pid), *psutil.Process(self._process.pid).children()):
            process.send_signal(how)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that all tests share; each takes a database of its own."""
    with cluster() as server:
        yield server


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL that one test may stop, kill or freeze."""
    with cluster() as server:
        yield server


@pytest.fixture
def hub_url(postgres: Postgres) -> str:
    """The address of a new, empty database."""
    return postgres.url(postgres.new_database())


@pytest.fixture
def pooled(postgres: Postgres) -> Iterator[str]:
    """The address of a new database through pgbouncer, which lends a connection for one transaction at a time."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        _missing("pgbouncer is not installed: apt-get install pgbouncer")
    database, port = postgres.new_database(), _free_port()
    folder = Path(tempfile.mkdtemp(prefix="warroom-pgbouncer-", dir="/tmp"))
    (folder / "pool.ini").write_text(
        f"[databases]\n{database} = host=127.0.0.1 port={postgres.port} user={USER} password='{PASSWORD}'\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\npool_mode = transaction\n"
        "default_pool_size = 3\nunix_socket_dir =\nlogfile = /dev/null\n",
        encoding="utf-8",
    )
    _own(folder)
    pool = subprocess.Popen(
        [str(program), "-q", str(folder / "pool.ini")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **_as_someone(),
    )  # fmt: skip
    url = f"postgresql://{USER}@127.0.0.1:{port}/{database}"
    deadline = time.monotonic() + START
    while True:
        try:
            psycopg.connect(url).close()
            break
        except psycopg.OperationalError:
            if time.monotonic() > deadline or pool.poll() is not None:
                raise
            time.sleep(0.05)
    yield url
    pool.terminate()
    pool.wait(timeout=START)
    shutil.rmtree(folder, ignore_errors=True)


class cluster:  # noqa: N801  (reads as the `with` it is)
    """With a new cluster; `settings` are those of postgresql.conf."""

    def __init__(self, **settings: str) -> None:
        self._settings = settings

    def __enter__(self) -> Postgres:
        if _program("postgres") is None or _program("initdb") is None:
            _missing("PostgreSQL is not installed: apt-get install postgresql")
        self._folder = Path(tempfile.mkdtemp(prefix="warroom-postgres-", dir="/tmp"))
        self._server = Postgres(self._folder / "cluster", **self._settings)
        self._server.make()
        self._server.start()
        return self._server

    def __exit__(self, *_: object) -> None:
        self._server.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)


def _missing(reason: str) -> None:
    """Skip on a person's machine; fail where the tests are the judge."""
    if os.environ.get("CI") and sys.platform == "linux":
        pytest.fail(reason)
    pytest.skip(reason)


def _program(name: str) -> Path | None:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda place: float(place.parts[4]))
    found = shutil.which(name)
    return places[-1] if places else Path(found) if found else None


def _someone() -> str:
    import pwd

    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def _as_someone() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": _someone(), "extra_groups": [], "cwd": "/", "env": {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}}


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        for place in (folder, *folder.rglob("*")):
            shutil.chown(place, user=_someone())


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
