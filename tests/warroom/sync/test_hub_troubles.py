"""What can go wrong with a hub is said in words that help, and never with its password."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.hub_runs import ROOM, Hand
from tests.servers_postgres import PASSWORD, USER, Postgres, hub_url, own_postgres, postgres
from warroom.errors import Refusal, Trouble, WarroomError
from warroom.sync.hub import Hub
from warroom.words import speaking

__all__ = ["hub_url", "own_postgres", "postgres"]


def visit(url: str, *, push: bool) -> None:
    hub = Hub(url)
    try:
        hub.open(ROOM, was_here=False)
        if push:
            hub.put_runs([Hand().run(1)])
    finally:
        hub.close()


def trouble_of(url: str, *, push: bool = False) -> WarroomError:
    with pytest.raises(WarroomError) as raised:
        visit(url, push=push)
    error = raised.value
    chain = [error, error.__cause__, None if error.__suppress_context__ else error.__context__]
    said = "".join(str(part) + repr(part) for part in chain)
    for secret in (PASSWORD, quote(PASSWORD, safe=""), "wrong-secret"):
        assert secret not in said
    assert error.safe
    assert error.todo
    return error


def test_that_a_wrong_password_is_said(postgres: Postgres) -> None:
    error = trouble_of(postgres.url("postgres", password="wrong-secret"))
    assert error.code == "hub-password"
    assert f"127.0.0.1:{postgres.port}" in error.message


def test_that_a_missing_database_is_said(postgres: Postgres) -> None:
    assert trouble_of(postgres.url("nothing")).code == "hub-no-database"


def test_that_a_host_that_is_away_is_said(postgres: Postgres) -> None:
    assert trouble_of(f"postgresql://{USER}:wrong-secret@127.0.0.1:1/x").code == "hub-unreachable"
    assert trouble_of(f"postgresql://{USER}:wrong-secret@nowhere.invalid/x").code == "hub-unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://cellule:wrong-secret@[half/x",
        "postgresql://cellule:wrong-secret%zz@host/x",
        "postgresql://cellule:wrong-secret@host:port/x",
        "postgresql://cellule:wrong-secret@host/x?nonsense=1",
    ],
)
def test_that_an_address_that_is_none_is_refused(url: str) -> None:
    error = trouble_of(url)
    assert isinstance(error, Refusal)
    assert error.code == "url-unknown"


def test_that_a_missing_right_is_said(postgres: Postgres, hub_url: str) -> None:
    database = hub_url.rsplit("/", 1)[1]
    hub = Hub(hub_url)
    hub.open(ROOM, was_here=False)
    hub.close()
    postgres.sql("CREATE ROLE visitor LOGIN PASSWORD 'p'")
    postgres.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO visitor", database)
    assert trouble_of(postgres.url(database, user="visitor", password="p"), push=True).code == "hub-no-right"
    postgres.sql("DROP OWNED BY visitor", database)
    postgres.sql("DROP ROLE visitor")


def test_that_a_standby_is_read_and_not_written(own_postgres: Postgres) -> None:
    url = own_postgres.url("postgres")
    hub = Hub(url)
    hub.open(ROOM, was_here=False)
    hub.put_runs([Hand().run(1)])
    hub.close()
    own_postgres.stop()
    own_postgres.make_standby()
    own_postgres.start()
    assert trouble_of(url, push=True).code == "hub-read-only"
    hub.open(ROOM, was_here=True)
    assert len(list(hub.fetch(hub.runs()))) == 1
    hub.close()


def test_that_a_server_with_no_place_left_for_us_is_busy(own_postgres: Postgres) -> None:
    own_postgres.stop()
    own_postgres._settings["max_connections"] = "4"
    own_postgres._settings["superuser_reserved_connections"] = "0"
    own_postgres.start()
    lines = []
    try:
        for _ in range(4):
            hub = Hub(own_postgres.url("postgres"))
            lines.append(hub)
            hub.open(ROOM, was_here=False)
        assert trouble_of(own_postgres.url("postgres")).code == "hub-busy"
    finally:
        for hub in lines:
            hub.close()


def test_that_a_password_is_not_handed_over_in_clear(own_postgres: Postgres) -> None:
    rules = own_postgres.folder / "pg_hba.conf"
    rules.write_text("host all all 127.0.0.1/32 password\n")
    own_postgres._process.send_signal(signal.SIGHUP)  # type: ignore[union-attr]
    while True:
        try:
            error = trouble_of(own_postgres.url("postgres"))
        except pytest.fail.Exception:
            continue  # not read yet
        assert error.code == "hub-clear"
        return


def test_that_a_connection_is_as_protected_as_the_address_asks(own_postgres: Postgres, tmp_path: Path) -> None:
    certificate = _certificate(own_postgres, tmp_path)
    assert trouble_of(own_postgres.url("postgres", options="sslmode=require")).code == "hub-tls"
    own_postgres.stop()
    own_postgres._settings["ssl"] = "on"
    own_postgres.start()
    asked = "sslmode=verify-full&sslrootcert="
    hub = Hub(own_postgres.url("postgres", options=asked + quote(str(certificate))))
    hub.open(ROOM, was_here=False)
    assert hub.put_runs([Hand().run(1)]) == 1
    hub.close()
    assert trouble_of(own_postgres.url("postgres", options=asked + quote(str(tmp_path / "none.pem")))).code == "hub-tls"
    other = own_postgres.url("postgres", options=asked + quote(str(_another(tmp_path))))
    assert trouble_of(other).code == "hub-tls"


def test_that_a_certificate_of_nobody_the_system_trusts_is_refused(own_postgres: Postgres, tmp_path: Path) -> None:
    _certificate(own_postgres, tmp_path)
    own_postgres.stop()
    own_postgres._settings["ssl"] = "on"
    own_postgres.start()
    assert trouble_of(own_postgres.url("postgres", options="sslmode=verify-full")).code == "hub-tls"


def test_that_the_password_may_come_from_the_environment(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://{USER}@127.0.0.1:{postgres.port}/{postgres.new_database()}"
    assert trouble_of(url).code == "hub-password"
    monkeypatch.setenv("WARROOM_REMOTE_PASSWORD", PASSWORD)
    visit(url, push=True)


def test_that_troubles_speak_french(postgres: Postgres) -> None:
    with speaking("fr"):
        error = trouble_of(postgres.url("nothing"))
    assert "serveur d’échange" in error.message


def _certificate(server: Postgres, folder: Path) -> Path:
    key = server.folder / "server.key"
    made = _made(folder, "127.0.0.1", key)
    (server.folder / "server.crt").write_bytes(made.read_bytes())
    if os.geteuid() == 0:
        for place in (key, server.folder / "server.crt"):
            shutil.chown(place, user=server.folder.owner())
    key.chmod(0o600)
    return made


def _another(folder: Path) -> Path:
    (folder / "another").mkdir()
    return _made(folder / "another", "elsewhere", folder / "another" / "key")


def _made(folder: Path, name: str, key: Path) -> Path:
    made = folder / "root.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=IP:127.0.0.1,DNS:{name}",
         "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


def test_that_every_trouble_leaves_the_rest_of_the_program_alone(postgres: Postgres) -> None:
    hub = Hub(postgres.url("nothing"))
    with pytest.raises(Trouble):
        hub.open(ROOM, was_here=False)
    hub.close()
    hub.close()
