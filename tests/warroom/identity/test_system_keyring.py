"""The system's keyring, for real: gnome-keyring in a D-Bus session of its own, unlocked, locked, and absent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from warroom.errors import Trouble
from warroom.identity.keyring import KeyringDoor

CHECKOUT = Path(__file__).resolve().parents[3]

needs_gnome_keyring = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="dbus-run-session and gnome-keyring are not installed",
)

ROUND = """
import json, sys
from pathlib import Path
from warroom.errors import WarroomError
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import Argon2Parameters, create_keys, open_keys, revoke_keyring, change_passphrase
from warroom.identity.stations import load_or_create_station

folder, door = Path(sys.argv[1]), KeyringDoor()
said = {"backend": door.backend_name(), "available": door.available().ok, "reason": door.available().reason}
if said["available"]:
    path = folder / "r.warroom.keys"
    made = create_keys(path, room_id=b"r" * 16, passphrase=None, keyring=door)
    said["ways"] = sorted(method.value for method in made.methods)
    said["opens"] = open_keys(path, keyring=KeyringDoor()) == made.room_key
    said["held"] = len(door.read((b"r" * 16).hex()) or b"")
    first = load_or_create_station(folder, room_id=b"r" * 16, keyring=door, room_key=made.room_key)
    second = load_or_create_station(folder, room_id=b"s" * 16, keyring=door, room_key=made.room_key)
    said["one station"] = first.is_new and not second.is_new and first.identity.public_key == second.identity.public_key
    change_passphrase(path, room_key=made.room_key, passphrase="x", argon2=Argon2Parameters(64, 1, 1))
    revoke_keyring(path, keyring=door)
    said["forgotten"] = door.read((b"r" * 16).hex()) is None
    door.delete("never stored")
    try:
        open_keys(path, keyring=door)
    except WarroomError as error:
        said["after"] = error.code
else:
    try:
        create_keys(folder / "r.warroom.keys", room_id=b"r" * 16, passphrase=None, keyring=door)
    except WarroomError as error:
        said["refused"] = error.code
    said["left"] = [entry.name for entry in folder.iterdir()]
print(json.dumps(said))
"""

UNLOCKED = 'printf "phrase" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && exec "$@"'
LOCKED = (
    'printf "phrase" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && '
    "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets "
    "org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null && "
    'exec "$@"'
)


def environment(tmp_path: Path) -> dict[str, str]:
    names = ("home", "run", "data")
    for name in names:
        (tmp_path / name).mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(CHECKOUT),
        "HOME": str(tmp_path / "home"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


def said_by(command: list[str], tmp_path: Path) -> dict[str, object]:
    surroundings = environment(tmp_path)
    folder = tmp_path / "rooms"
    folder.mkdir()
    ended = subprocess.run(
        [*command, sys.executable, "-c", ROUND, str(folder)],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    answer = ended.stdout.strip().splitlines()[-1]
    said: dict[str, object] = json.loads(answer)
    return said


@needs_gnome_keyring
def test_that_a_room_opens_by_the_desktops_keyring_until_it_is_revoked(tmp_path):
    said = said_by(["dbus-run-session", "--", "sh", "-c", UNLOCKED, "sh"], tmp_path)

    assert said == {
        "backend": "keyring.backends.SecretService.Keyring",
        "available": True,
        "reason": "",
        "ways": ["keyring", "recovery"],
        "opens": True,
        "held": 32,
        "one station": True,
        "forgotten": True,
        "after": "way-absent",
    }


@needs_gnome_keyring
def test_that_a_locked_keyring_without_display_says_so_and_nothing_is_written(tmp_path):
    said = said_by(["dbus-run-session", "--", "sh", "-c", LOCKED, "sh"], tmp_path)

    assert said["available"] is False
    assert "locked" in str(said["reason"])
    assert said["refused"] == "key-needed"
    assert said["left"] == []


def test_that_without_a_session_bus_the_reason_is_clear_and_nothing_is_written(tmp_path):
    said = said_by([], tmp_path)

    assert said["backend"] == ""
    assert said["available"] is False
    assert "no keyring service is running for this session" in str(said["reason"])
    assert said["refused"] == "key-needed"
    assert said["left"] == []


@pytest.fixture
def chosen(monkeypatch):
    """Make the keyring library offer this backend."""
    monkeypatch.delenv("WARROOM_KEYRING", raising=False)
    return lambda backend: monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


class PlaintextKeyring(NullKeyring):
    """What keyrings.alt installs under this name."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


class Chained(ChainerBackend):
    backends = (PlaintextKeyring(), FailKeyring())


Chained.__module__ = ChainerBackend.__module__


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        (FailKeyring(), "no keyring service"),
        (PlaintextKeyring(), "plain text"),
        (NullKeyring(), "not a keyring of the system"),
        (Chained(), "no keyring service"),
    ],
)
def test_that_a_backend_that_keeps_plain_text_or_nothing_is_never_used(chosen, backend, reason):
    chosen(backend)
    door = KeyringDoor()

    assert door.backend_name() == ""
    assert not door.available().ok
    assert reason in door.available().reason
    with pytest.raises(Trouble, match=reason) as trouble:
        door.store("room", b"s" * 32)
    assert trouble.value.code == "keyring-unavailable"


class Failing(NullKeyring):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service, username, password=None):
        raise self.error

    set_password = delete_password = get_password


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NoKeyringError("quoted secret"), "no keyring service"),
        (KeyringLocked("quoted secret"), "locked"),
        (InitError("quoted secret"), "cannot be unlocked in this session"),
        (PasswordSetError("quoted secret"), "does not answer"),
        (ConnectionResetError("quoted secret"), "does not answer"),
        (EOFError("quoted secret"), "does not answer"),
    ],
)
def test_that_every_failure_of_the_keyring_is_a_reason_to_ask_for_the_passphrase(error, reason):
    door = KeyringDoor(backend=Failing(error))

    for action in (lambda: door.read("room"), lambda: door.store("room", b"s"), lambda: door.delete("room")):
        with pytest.raises(Trouble, match=reason) as trouble:
            action()
        assert "quoted secret" not in str(trouble.value)
        assert trouble.value.__suppress_context__
    assert not door.available().ok


def test_that_a_keyring_that_forgets_what_it_takes_is_not_trusted():
    with pytest.raises(Trouble, match="did not keep"):
        KeyringDoor(backend=NullKeyring()).store("room", b"s" * 32)


def test_that_the_switch_shuts_the_door_before_anything_is_asked(monkeypatch):
    monkeypatch.setenv("WARROOM_KEYRING", "OFF")

    assert KeyringDoor(backend=Failing(AssertionError("asked"))).available().reason.endswith("WARROOM_KEYRING=off.")


def test_that_importing_the_door_does_not_load_the_keyring_library():
    ended = subprocess.run(
        [sys.executable, "-c", "import sys, warroom.identity.keys; print('keyring' in sys.modules)"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout.strip() == "False"
