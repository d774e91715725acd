"""`doctor`: whether this installation has all it needs, and what this laptop has proved of itself.

Without a room or a proof to make it loads little, so that it runs where much is broken.
"""

from __future__ import annotations

import ctypes
import platform
import shutil
import sys
import tempfile
from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from warroom import __version__
from warroom.cli.call import Answer, Call
from warroom.cli.checks import Check, Found, answer, keyring_library
from warroom.cli.doctor_proofs import iso, kept_for, proof_checks, proof_options
from warroom.cli.verbs import Verb
from warroom.clock import Clock, zone_of
from warroom.identity.machine import data_folder
from warroom.phrases import file_size, offset_word
from warroom.words import _, words_folder

OLDEST_PYTHON = (3, 11)
FREE_BYTES = 500 * 1024 * 1024
BUILT_IN = datetime(2026, 1, 1, tzinfo=UTC)  # a clock that shows an earlier time is wrong
FONT_ENDINGS = (".otf", ".ttf", ".woff2")
LIBRARIES = (
    "cryptography",
    "orjson",
    "peewee",
    "keyring",
    "jinja2",
    "yaml",
    "python_calamine",
    "psutil",
    "segno",
    "filelock",
)
# What Qt opens when it starts on Linux; each Debian package that brings one is in the list of scripts/machine.py.
QT_NEEDS = (
    "libGL.so.1",
    "libEGL.so.1",
    "libxkbcommon.so.0",
    "libglib-2.0.so.0",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libdbus-1.so.3",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxkbcommon-x11.so.0",
)


def _run(asked: Namespace, call: Call) -> Answer:
    at = iso(Clock().now_ms())
    checks = (
        Check("python", _python),
        Check("platform", _platform),
        Check("libraries", _libraries),
        Check("cipher", _cipher),
        Check("keyring", _keyring),
        Check("data-folder", _data_folder),
        Check("disk", _disk),
        Check("clock", _clock),
        Check("resources", _resources),
        Check("pdf", _pdf),
        Check("window", _window),
    )
    with kept_for(asked) as kept:
        done = answer((*checks, *proof_checks(asked, kept, call)))
    return replace(done, document={**done.document, "at": at})


def _python() -> Found:
    found = f"Python {platform.python_version()}, Warroom {__version__}"
    return Found(sys.version_info[:2] >= OLDEST_PYTHON and sys.maxsize > 2**32, found)


def _platform() -> Found:
    return Found(True, f"{platform.platform()} {platform.machine()}")


def _libraries() -> Found:
    missing = []
    for name in LIBRARIES:
        try:
            import_module(name)
        except ImportError:
            missing.append(name)
    if missing:
        return Found(False, _("missing or broken: {names}").format(names=", ".join(missing)))
    return Found(True, ", ".join(LIBRARIES))


def _cipher() -> Found:
    from warroom.storage.health import check_cipher

    with tempfile.TemporaryDirectory(prefix="warroom-doctor-") as folder:
        return Found(True, check_cipher(Path(folder)))


def _keyring() -> Found:
    """A laptop without a keyring is no broken installation: rooms ask for their passphrase there."""
    from warroom.identity.keyring import KeyringDoor

    library = keyring_library(sys.platform)
    if not library.ok:
        return library
    door = KeyringDoor()
    state = door.available()
    if state.ok:
        return Found(True, door.backend_name())
    return Found(True, _("{reason} Rooms ask for their passphrase.").format(reason=state.reason))


def _data_folder() -> Found:
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=folder) as trial:
        trial.write(b"warroom")
    return Found(True, str(folder))


def _disk() -> Found:
    free = shutil.disk_usage(data_folder()).free
    detail = _("{size} free").format(size=file_size(free))
    return Found(free >= FREE_BYTES, detail)


def _clock() -> Found:
    now = Clock().moment()
    knows_zones = getattr(zone_of("Europe/Paris"), "key", "") == "Europe/Paris"
    is_plausible = now.utc_ms > BUILT_IN.timestamp() * 1000
    shown = datetime.fromtimestamp(now.utc_ms / 1000, UTC).astimezone().isoformat(timespec="seconds")
    detail = f"{shown}, {now.zone} ({offset_word(now.offset_min)})"
    if not knows_zones:
        detail = _("time zones are not known: the tzdata package is missing")
    return Found(is_plausible and knows_zones, detail)


def _resources() -> Found:
    folder = words_folder().parent
    has_words = (words_folder() / "fr" / "LC_MESSAGES" / "warroom.mo").is_file()
    fonts = [file for file in (folder / "fonts").rglob("*") if file.suffix.lower() in FONT_ENDINGS]
    lacking = [name for name, is_there in ((_("French words"), has_words), (_("fonts"), bool(fonts))) if not is_there]
    if lacking:
        return Found(False, _("missing in {folder}: {names}").format(folder=folder, names=", ".join(lacking)))
    return Found(True, str(folder))


def _pdf() -> Found:
    if find_spec("typst") is None:
        return Found(False, _("typst is missing: no PDF can be written"))
    import typst

    return Found(True, f"typst {getattr(typst, '__version__', '')}".strip())


def _window() -> Found:
    """Whether the window could be shown, found out without loading any of Qt."""
    if find_spec("PySide6") is None:
        return Found(False, _("PySide6 is missing: verbs work, the window does not"))
    missing = [name for name in QT_NEEDS if not _loads(name)] if sys.platform == "linux" else []
    if missing:
        return Found(False, _("the system lacks {names}").format(names=", ".join(missing)))
    return Found(True, "PySide6")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


VERBS = {"doctor": Verb(proof_options, _run, writes=True)}
