"""Places: where a station keeps its identity and its anchor in a room: on the laptop, or beside a portable room.

Whether a room is portable is written inside its encrypted file and nowhere else: a file dropped beside an ordinary room
must not make it forget the machine and the inode that protect it against copies (docs/decisions/0051).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warroom.identity.anchor import MACHINE_LENGTH, AnchorFile, file_identity
from warroom.identity.machine import data_folder, machine_fingerprint
from warroom.identity.wrapping import RoomKey

PORTABLE_ENDINGS = (".station", ".anchor", ".anchor-lock")  # of the files beside a portable room
_ANY_MACHINE = bytes(MACHINE_LENGTH)
_ANCHOR = b"warroom portable anchor"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, and the name of the portable room whose files lie beside it ("" on the laptop).

    `mark` tells the stations apart of which one laptop holds several in the same room: each that joined has its own.
    """

    folder: Path
    beside: str = ""
    mark: str = ""

    @property
    def is_portable(self) -> bool:
        return bool(self.beside)

    def station(self, room_id: bytes) -> Path:
        """The sealed file of this station's identity in a room."""
        return self.folder / f"{self._name(room_id)}.station"

    def anchor(self, room_id: bytes, key: bytes) -> AnchorFile:
        """The note of how far the writer came; on a stick it is encrypted under the room key."""
        if not self.beside:
            return AnchorFile(self.folder, room_id, name=self._name(room_id) if self.mark else "")
        sealing = RoomKey(key).derive(_ANCHOR)
        return AnchorFile(self.folder, room_id, name=self.beside, key=sealing)

    def has_anchor(self, room_id: bytes) -> bool:
        """Whether such a note was ever made; asking makes none."""
        return (self.folder / f"{self._name(room_id)}.anchor").exists()

    def _name(self, room_id: bytes) -> str:
        return self.beside or room_id.hex() + (f"-{self.mark}" if self.mark else "")

    def machine(self) -> bytes:
        """This laptop's fingerprint; on a stick, the same for every laptop."""
        return _ANY_MACHINE if self.beside else machine_fingerprint()

    def file_id(self, room: Path) -> str:
        """Which file on this disk the anchor speaks of; on a stick, where numbers change at every plug, any."""
        return "portable" if self.beside else file_identity(room)


def on_this_laptop(mark: str = "") -> Place:
    """The data folder of this laptop; `mark` is what the room's file notes of where its station's files lie."""
    return Place(data_folder(), mark=mark if mark.isalnum() and len(mark) <= 32 else "")


def beside(room: Path) -> Place:
    """Beside a portable room, and nothing elsewhere."""
    return Place(room.parent, room.name)


def looks_portable(room: Path) -> bool:
    """Whether a portable room's files lie beside it: a hint before it is open, good only for writing less."""
    return beside(room).station(b"").exists()


# What a program that once had a portable room open may write on the laptop: nothing, until it ends.
_traceless: list[bool] = []


def leave_no_trace() -> None:
    """From now on this program writes no settings, crash reports or list of rooms on this laptop."""
    _traceless.append(True)


def leaves_no_trace() -> bool:
    """Whether a portable room is or was open in this program."""
    return bool(_traceless)
