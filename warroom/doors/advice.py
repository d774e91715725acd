"""Advice at opening: failed attempts to get in, and what the place of the file means for its safety."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from warroom.access import Opened
from warroom.identity.attempts import Failed
from warroom.phrases import moment
from warroom.storage.journal import meta
from warroom.words import _


def advice(opened: Opened, now: int) -> Iterator[str]:
    """Sentences to read once; never an error."""
    yield from (failed_words(failed, now) for failed in opened.failed)
    vault = opened.store.vault
    if vault.planted:
        yield _(
            "Somebody put program parts into this file ({names}). They were not run. Verify the room, and ask who had"
            " its key."
        ).format(names=", ".join(vault.planted)[:200])
    if opened.is_portable:
        if not vault.read_only and not meta(vault.writer, "local.mirror"):
            yield _(
                "This room is portable: a copy of the whole stick cannot be told from the original, and a stick is"
                " easily lost. Choose a second copy on another disk."
            )
    elif _is_on_removable_drive(vault.path):
        yield _(
            "This room is on a removable drive. Pulling it out while the room is open can damage the file: keep the"
            " room on this laptop’s disk and take copies along, or make a portable room."
        )


def _is_on_removable_drive(room: Path) -> bool:
    """Asked of the system only when the file does not share its disk with the user's home."""
    try:
        if sys.platform != "win32" and room.stat().st_dev == Path.home().stat().st_dev:
            return False
    except (OSError, RuntimeError):
        return False
    from warroom.reports.drives import drive_of

    return drive_of(room) is not None


def failed_words(failed: Failed, now: int) -> str:
    """How often somebody tried to open the room with a wrong secret, and when."""
    first, last = moment(failed.first, now), moment(failed.last, now)
    if failed.count == 1:
        return _("Somebody tried to open this room with a wrong secret ({first}).").format(first=first)
    return _("{count} failed attempts to open this room between {first} and {last}.").format(
        count=failed.count, first=first, last=last
    )
