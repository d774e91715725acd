"""The recovery sheet: what is printed and kept in a safe, so that the room opens when all else is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from warroom.words import _


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The sheet's content in the language spoken when it was made; the code and its picture never show in a repr."""

    title: str
    room: str
    station: str
    groups: tuple[str, ...] = field(repr=False)
    instructions: tuple[str, ...]
    qr_svg: str = field(repr=False)


def recovery_sheet(code: str, *, room_name: str, station: str) -> RecoverySheet:
    """Lay out the sheet of one room file at one station; the code is the one `create_keys` returned."""
    return RecoverySheet(
        title=_("Recovery sheet"),
        room=room_name,
        station=station,
        groups=tuple(code.split("-")),
        instructions=(
            _("This code opens the room without passphrase and without keyring."),
            _("Keep this sheet under lock, away from the laptop. Whoever holds both can read everything."),
            _(
                "To use it: open the room, choose “Use the recovery sheet”, and type the eight groups "
                "or scan the square."
            ),
            _("Upper or lower case, spaces and dashes do not matter; a typing mistake is shown by its group."),
            _("After the room key is changed, print a new sheet and destroy this one."),
        ),
        qr_svg=qr_svg(code),
    )


def qr_svg(code: str) -> str:
    """The code as a QR picture, an SVG document; read by any telephone, which should be offline."""
    import segno

    drawn = BytesIO()
    segno.make(code, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, scale=4, border=4)
    return drawn.getvalue().decode("utf-8")
