"""The line to a hub: one PostgreSQL connection, made when needed and again when lost, never waited for forever."""

from __future__ import annotations

import logging
import os
import random
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from warroom.errors import Refusal
from warroom.sync import hub_troubles
from warroom.sync.addresses import PASSWORD_VARIABLE
from warroom.words import _

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)

T = TypeVar("T")
Row = tuple[Any, ...]

CONNECT_PATIENCE = 10  # seconds for one address to answer
PATIENCE = 60.0  # seconds in which nothing at all comes or goes
TRYING_MOST = 45.0  # seconds after which nothing is begun again
# What a distributed database or two laptops at once ask to be tried again: seconds between the tries.
BUSY_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
LOST_PAUSES = (0.2, 0.5, 1.0, 2.0)  # after a line that worked is lost: the server may be starting again
SECRET_PARTS = ("password", "passfile", "sslkey", "sslpassword")
# A line that nobody answers any more is given up by the system, even in mid-answer.
KEPT_ALIVE = {"keepalives_idle": "15", "keepalives_interval": "5", "keepalives_count": "4", "tcp_user_timeout": "30000"}
ENCRYPTED = ("verify-ca", "verify-full")
SYSTEM_ROOTS = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


class Line:
    """One connection to one hub, for one thread at a time."""

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        """Raises Refusal for an address that is none."""
        self._patience = patience
        self._params = connection_params(url)
        self.where = place_of(self._params)
        self._conn: psycopg.Connection[Row] | None = None
        self._was_up = False

    def run(self, work: Callable[[psycopg.Connection[Row]], T]) -> T:
        """Do this work on a connection; all of it again when the hub asks for that or the line was lost.

        Raises Trouble. Work must therefore be such that doing it twice does no harm.
        """
        import psycopg

        busy, lost, until = iter(BUSY_PAUSES), iter(LOST_PAUSES), time.monotonic() + TRYING_MOST
        while True:
            try:
                return work(self._connected())
            except psycopg.Error as error:
                pauses = self._after(error, busy=busy, lost=lost)
                pause = next(pauses, None) if pauses is not None else None
                if pause is None or time.monotonic() > until:
                    raise hub_troubles.trouble(error, where=self.where, secrets=self._secrets()) from None
                log.debug("hub: trying again after %s", type(error).__name__)
                time.sleep(pause * random.uniform(0.5, 1.0))
            except BaseException:
                self._settle()
                raise

    def close(self) -> None:
        """Let go of the connection; safe to call twice."""
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.close()

    def _connected(self) -> psycopg.Connection[Row]:
        if self._conn is None or self._conn.closed:
            self._conn = connect(self._params, self._patience)
            self._was_up = True
        return self._conn

    def _after(self, error: psycopg.Error, *, busy: Any, lost: Any) -> Any:
        """Clean up after an error, and say with which pauses it makes sense to try again; None: it does not."""
        is_lost = self._conn is None or self._conn.closed
        self._settle()
        state = hub_troubles.state_of(error)
        if state in hub_troubles.TRY_AGAIN:
            return busy
        if (is_lost or state in hub_troubles.STOPPING) and self._was_up and not hub_troubles.is_final(error):
            return lost
        return None

    def _settle(self) -> None:
        """Leave no transaction open, or no connection if that cannot be."""
        import psycopg

        conn = self._conn
        if conn is None:
            return
        if not conn.closed and conn.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            try:
                conn.execute("ROLLBACK")
            except psycopg.Error:
                conn.close()
        if conn.closed:
            self._conn = None

    def _secrets(self) -> tuple[str, ...]:
        return tuple(str(self._params[name]) for name in SECRET_PARTS if self._params.get(name))


def connection_params(url: str) -> dict[str, Any]:
    """What libpq is told: what the address says, and time limits where it says nothing. Raises Refusal."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        said = conninfo_to_dict(url)
        for port in str(said.get("port") or "5432").split(","):
            int(port)
    except (psycopg.Error, ValueError):  # its text may quote parts of the password
        raise Refusal(
            "url-unknown",
            _("This is not the address of an exchange server."),
            safe=_("Nothing was changed."),
            todo=_("Write it as {address}.").format(address="postgresql://user@host/database?sslmode=verify-full"),
        ) from None
    params: dict[str, Any] = {
        "connect_timeout": str(CONNECT_PATIENCE),
        "application_name": "warroom",
        "gssencmode": "disable",
        "client_encoding": "utf-8",
        **KEPT_ALIVE,
        **said,
    }
    if "password" not in said and os.environ.get(PASSWORD_VARIABLE):
        params["password"] = os.environ[PASSWORD_VARIABLE]
    if said.get("sslmode") in ENCRYPTED and "sslrootcert" not in said and (roots := _system_roots()):
        params["sslrootcert"] = roots
    if said.get("sslmode") not in ENCRYPTED and "require_auth" not in said and psycopg.pq.version() >= 160000:
        params["require_auth"] = "!password"  # never hand the password in clear to whoever answers
    return params


def _system_roots() -> str:
    """The authorities this system trusts, unless its user keeps others where libpq looks; "" to leave it to libpq."""
    if "PGSSLROOTCERT" in os.environ or Path("~/.postgresql/root.crt").expanduser().exists():
        return ""
    found = (ssl.get_default_verify_paths().cafile, *SYSTEM_ROOTS)
    return next((place for place in found if place and Path(place).is_file()), "")


def place_of(params: dict[str, Any]) -> str:
    """How a message names the hub: host, port and database; never a user or a password."""
    host = str(params.get("host") or params.get("hostaddr") or "localhost")
    port = f":{params['port']}" if params.get("port") else ""
    database = f"/{params['dbname']}" if params.get("dbname") else ""
    return f"{host}{port}{database}"[:200]


def connect(params: dict[str, Any], patience: float) -> psycopg.Connection[Row]:
    """A new connection on which nothing is waited for longer than `patience` seconds. Raises psycopg.Error."""
    conn: psycopg.Connection[Row] = _patient(patience).connect("", autocommit=True, prepare_threshold=None, **params)
    return conn


def _patient(seconds: float) -> Any:
    """A connection class that gives up; made here because psycopg is imported only where a hub is used."""
    import psycopg

    class Patient(psycopg.Connection[Row]):
        """A hub that accepts and then says nothing keeps nobody waiting: the connection ends."""

        def wait(self, gen: Any, *args: Any, **limits: Any) -> Any:
            return super().wait(self._limited(gen), *args, **limits)

        def _limited(self, gen: Any) -> Any:
            deadline = time.monotonic() + seconds
            try:
                wanted = next(gen)
                while True:
                    ready = yield wanted
                    if ready:
                        deadline = time.monotonic() + seconds
                    elif time.monotonic() > deadline:
                        self.pgconn.finish()
                        raise psycopg.OperationalError(hub_troubles.SILENT)
                    wanted = gen.send(ready)
            except StopIteration as done:
                return done.value

    return Patient
