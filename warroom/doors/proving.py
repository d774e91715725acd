"""Proving: each thing a laptop must be able to do alone, tried for real, before anybody needs it.

Everything here blocks and needs no open room. What it finds holds no name, no path and no secret: it is told to all.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warroom import __version__
from warroom.domain.incidents import Mode
from warroom.domain.readiness import Proved
from warroom.errors import Trouble, WrongKey
from warroom.identity.files import sync_folder
from warroom.words import _, ngettext

if TYPE_CHECKING:
    from warroom.storage.views import Views

STICK_BYTES = 1024 * 1024
BLOCK = 64 * 1024
SELFTEST_PATIENCE = 600  # seconds
ADDRESSES_OF_ITS_OWN = ("127.", "::1", "169.254.", "fe80:")


def prove_stick(folder: Path) -> Proved:
    """Write a file on a stick, have the disk take it, read it back from the disk, and take it away again."""
    from warroom.reports.drives import drive_of

    if not folder.is_dir():
        return Proved(False, _("there is no such folder: is the stick plugged in?"))
    content = secrets.token_bytes(STICK_BYTES)
    trial = folder / f"warroom-{secrets.token_hex(4)}.proof"
    try:
        try:
            _write_through(trial, content)
            is_from_disk = _forget_cache(trial)
            same = _digest_of(trial) == hashlib.sha256(content).digest()
        finally:
            trial.unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        return Proved(False, _("it could not be written and read: {reason}").format(reason=error.strerror or "?"))
    if not same:
        return Proved(False, _("what was read is not what was written: do not trust this stick"))
    said = [_("1 MiB written and read back")]
    said += [] if is_from_disk else [_("perhaps from memory, not from the stick")]
    drive = drive_of(folder)
    said += [] if drive else [_("a folder, not a removable drive")]
    return Proved(True, ", ".join(said))


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


def _forget_cache(path: Path) -> bool:
    """Have the system forget what it holds of the file; False where it cannot be asked to."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is None:
        return False
    with suppress(OSError), path.open("rb") as source:
        advise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return True
    return False


def _digest_of(path: Path) -> bytes:
    found = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            found.update(block)
    return found.digest()


class Reading(Protocol):
    """An open room, as far as it takes to see that it can be read."""

    @property
    def views(self) -> Views: ...


def prove_sheet(open_room: Callable[[], AbstractContextManager[Reading]]) -> Proved:
    """Open the room for reading with nothing but the code of the recovery sheet: no passphrase, no keyring.

    `open_room` is `Room.open` with that code and `read_only`; the audit notes it like any opening. Raises Refusal for a
    mistyped code: nothing was tried.
    """
    try:
        with open_room() as opened:
            incidents = len(opened.views.incidents(mode=Mode.BOTH))
    except (WrongKey, Trouble) as error:
        return Proved(False, error.message)
    told = ngettext("{n} incident read", "{n} incidents read", incidents).format(n=incidents)
    return Proved(True, _("opened with the recovery sheet alone, {told}").format(told=told))


def prove_package() -> Proved:
    """Let this very build test itself in a process and a folder of its own; up to a minute or two."""
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-m", "warroom"]
    try:
        done = subprocess.run(
            [*program, "selftest", "--json"],
            capture_output=True,
            timeout=SELFTEST_PATIENCE,
            check=False,
            env=None if frozen else _with_this_code(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        found = json.loads(done.stdout)
        bad = [str(check["name"]) for check in found["checks"] if not check["ok"]]
    except subprocess.TimeoutExpired:
        return Proved(False, _("the self-test did not end"))
    except (OSError, ValueError, KeyError, TypeError):
        return Proved(False, _("the self-test could not be read"))
    build = _("package") if frozen else _("installed from source")
    if bad:
        return Proved(
            False,
            _("version {version}: the self-test fails at {names}").format(version=__version__, names=", ".join(bad)),
        )
    steps = ngettext("{n} step passed", "{n} steps passed", len(found["checks"])).format(n=len(found["checks"]))
    return Proved(True, _("version {version}, {build}: {steps}").format(version=__version__, build=build, steps=steps))


def _with_this_code() -> dict[str, str]:
    """A child finds the same code as this process, wherever it is started."""
    code = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join([code, *filter(None, [os.environ.get("PYTHONPATH")])])}


def prove_login(*, attested: bool) -> Proved:
    """Whether this session was begun with no network: seen where the system tells it, otherwise attested by a person.

    Seen means: since this laptop started no byte came in over any network device that it has.
    """
    is_linked, heard = _network_now()
    if not heard and not is_linked:
        return Proved(True, _("no network since this laptop started"))
    if attested:
        now = _("a network is there now") if is_linked else _("no network now")
        return Proved(True, _("attested by whoever typed it; {now}").format(now=now))
    return Proved(False, _("a network was there since this laptop started: log in once without it, then say so"))


def _network_now() -> tuple[bool, bool]:
    """Whether a network device is up with an address of its own now, and whether any byte came in since the start."""
    import psutil

    addresses, states, counts = psutil.net_if_addrs(), psutil.net_if_stats(), psutil.net_io_counters(pernic=True)
    away = [
        name
        for name, known in addresses.items()
        if not any(address.address.startswith(("127.", "::1")) for address in known)
    ]
    linked = any(
        name in states and states[name].isup and any(_leads_out(each.family, each.address) for each in addresses[name])
        for name in away
    )
    return linked, any(counts[name].bytes_recv for name in away if name in counts)


def _leads_out(family: int, address: str) -> bool:
    return family in (socket.AF_INET, socket.AF_INET6) and not address.startswith(ADDRESSES_OF_ITS_OWN)
