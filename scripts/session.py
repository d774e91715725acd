"""A desktop session of the tests' own: a private D-Bus with an unlocked, empty keyring, gone when they end.

`session.py COMMAND…` runs the command inside one. Linux only; elsewhere, or without dbus and gnome-keyring,
the command runs as it is and the tests that need a keyring say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

INSIDE = "--inside"
SECRETS = "org.freedesktop.secrets"
PATIENCE = 10.0  # seconds for the keyring to answer


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run the command in a session of its own and give its exit code."""
    tools = ("dbus-run-session", "dbus-send", "gnome-keyring-daemon")
    if sys.platform != "linux" or any(shutil.which(tool) is None for tool in tools):
        return subprocess.run(command, env=environment, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="warroom-session-", ignore_cleanup_errors=True) as folder:
        wrapped = ["dbus-run-session", "--", sys.executable, __file__, INSIDE, *command]
        return subprocess.run(wrapped, env=environment | _private_folders(Path(folder)), check=False).returncode


def _private_folders(folder: Path) -> dict[str, str]:
    made = {}
    for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        place = folder / name.lower()
        place.mkdir(mode=0o700)
        made[name] = str(place)
    return made


def _inside(command: list[str]) -> int:
    environment = dict(os.environ)
    if _unlock_keyring():
        environment["WARROOM_PRIVATE_KEYRING"] = "1"
    else:
        print("The private keyring did not start; tests that need it will say so.", file=sys.stderr, flush=True)
    return subprocess.run(command, env=environment, check=False).returncode


def _unlock_keyring() -> bool:
    try:
        subprocess.run(
            ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
            input="no secret\n",
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if _secrets_answer():
            return True
        time.sleep(0.1)
    return False


def _secrets_answer() -> bool:
    bus = ("--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus")
    question = ("org.freedesktop.DBus.NameHasOwner", f"string:{SECRETS}")
    asked = subprocess.run(["dbus-send", *bus, *question], capture_output=True, text=True, check=False)
    return "boolean true" in asked.stdout


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(_inside(arguments[1:]) if arguments[:1] == [INSIDE] else run(arguments, dict(os.environ)))
