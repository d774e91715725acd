"""Limits: how much a reader takes, and the refusal when a file asks for more."""

from __future__ import annotations

from warroom.errors import Refusal
from warroom.words import _

MIB = 1024 * 1024

LARGEST_FILE = 256 * MIB
"""Bytes of any file: text is decoded in memory, up to four bytes a character."""

LARGEST_WORKBOOK = 64 * MIB
"""Bytes of an .xlsx or .xls file, before it is unpacked."""

LARGEST_UNPACKED = 512 * MIB
"""Bytes of all parts of a workbook once unpacked."""

LARGEST_CSTATE = MIB
"""Bytes of one incident page; real ones are a few kilobytes."""

MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
MOST_CELLS = 10_000_000
"""Cells of a sheet counted as the full rectangle, because that is what a reader must hold."""


def refuse_larger(size: int, limit: int) -> None:
    """Refuse a file of more bytes than the limit."""
    if size > limit:
        raise Refusal(
            "file-too-large",
            _("The file is too large to import ({size} MiB; at most {limit} MiB).").format(
                size=-(-size // MIB), limit=limit // MIB
            ),
            safe=_("Nothing was imported."),
            todo=_("Split it into smaller files."),
        )


def unreadable(code: str, message: str, *, todo: str = "") -> Refusal:
    """The refusal of a whole file; nothing of it came in."""
    return Refusal(code, message, safe=_("Nothing was imported."), todo=todo)
