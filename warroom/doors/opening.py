"""Around the opening of a room: the sheet printed at its creation, and a look into a table before it is imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warroom.errors import Refusal
from warroom.identity.sheet import RecoverySheet
from warroom.identity.sheet import recovery_sheet as lay_out_sheet
from warroom.storage.views import Views
from warroom.words import _

if TYPE_CHECKING:
    from warroom.imports import TablePreview


class JustMade(Protocol):
    """What the sheet needs of a room."""

    recovery_code: str
    views: Views

    @property
    def station(self) -> str: ...


def recovery_sheet(room: JustMade) -> RecoverySheet:
    """The recovery sheet of a room just created. Raises Refusal once the code is gone: it is never stored."""
    if not room.recovery_code:
        raise Refusal(
            "no-recovery-code",
            _("The recovery code of this room is not known any more."),
            todo=_("Make a new one in the security of the room."),
        )
    return lay_out_sheet(room.recovery_code, room_name=room.views.name(), station=room.station)


def preview_import(path: Path, *, sheet: str | None = None) -> TablePreview | None:
    """The first rows of a table and its likely mapping, for a person to confirm; None for files that need none."""
    from warroom.imports import preview_table

    return preview_table(path, sheet=sheet)
