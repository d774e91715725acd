"""Checks: what `doctor` and `selftest` look at, one after the other, whatever happens to the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import NamedTuple

from warroom.cli.call import Answer
from warroom.cli.crash import place_of
from warroom.errors import WarroomError
from warroom.words import _, ngettext


class Found(NamedTuple):
    """What a check found: whether it is well, in a few words why, and when that was (ISO 8601), if not just now."""

    ok: bool
    detail: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the same in every language so that scripts may rely on it, and what it does."""

    name: str
    look: Callable[[], Found]


def answer(checks: Iterable[Check]) -> Answer:
    """Make every check; exit code 1 when one found a problem."""
    done = [(check.name, _looked(check)) for check in checks]
    bad = sum(not found.ok for _name, found in done)
    document = {
        "ok": not bad,
        "checks": [
            {"name": name, "ok": found.ok, "detail": found.detail} | ({"at": found.at} if found.at else {})
            for name, found in done
        ],
    }
    width = max(len(name) for name, _found in done) + 2
    lines = [f"{'✓' if found.ok else '✗'} {name:<{width}}{found.detail}" for name, found in done]
    said = ngettext("{n} problem found.", "{n} problems found.", bad).format(n=bad) if bad else _("All is well.")
    return Answer(document, [*lines, said], code=1 if bad else 0)


def _looked(check: Check) -> Found:
    try:
        return check.look()
    except (WarroomError, OSError) as error:
        return Found(ok=False, detail=str(error))
    except Exception as surprise:  # a broken library may raise anything, and the other checks still tell something
        return Found(ok=False, detail=_("unexpected: {what}").format(what=place_of(surprise)))


def keyring_library(platform: str) -> Found:
    """Whether the keyring library finds its backends and can load this system's: a package may lack them silently."""
    names = {
        "win32": ("keyring.backends.Windows", "win32ctypes.pywin32.win32cred"),
        "darwin": ("keyring.backends.macOS", "keyring.backends.macOS.api"),
    }
    known = {point.value for point in metadata.entry_points(group="keyring.backends")}
    if not known:
        return Found(ok=False, detail=_("the keyring library does not find its backends"))
    wanted = names.get(platform, ("keyring.backends.SecretService", "secretstorage", "jeepney"))
    for name in wanted:
        try:
            import_module(name)
        except ImportError as error:
            return Found(ok=False, detail=_("{module} cannot be loaded: {reason}").format(module=name, reason=error))
    return Found(ok=True, detail=wanted[0])
