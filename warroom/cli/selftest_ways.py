"""`selftest`, ways out: a message that was let out becomes papers, codes, mail and files in one verified folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

from warroom.cli.checks import Found
from warroom.commands import Approve, DraftMessage, ReleaseMessage
from warroom.errors import Trouble
from warroom.room import Room
from warroom.words import _, ngettext

TEXTS = {"fr": {"title": "Essai", "body": "Essai du programme."}, "en": {"title": "Trial", "body": "A trial."}}
NEEDED = {"read-out.pdf", "poster-a4.pdf", "poster-a3.pdf", "qr/fr.png", "message.eml", "message-en.html"}


def ways(room: Room, incident: str, folder: Path) -> Found:
    """A message is let out for staff and written into a folder, whose list of hashes holds."""
    folder.mkdir()
    message = room.do(DraftMessage(incident=incident, audiences=("staff",), texts=TEXTS)).result().id
    room.do(Approve(message=message, exception="Selftest")).result()
    room.do(ReleaseMessage(message=message, channels=(_aloud(room),))).result()
    written = room.ways_out.write(room.ways_out.release(message), folder)
    hashes = written.hashes
    is_true = all(hashlib.sha256((written.folder / name).read_bytes()).hexdigest() == hashes[name] for name in hashes)
    files = ngettext("{n} file", "{n} files", len(hashes)).format(n=len(hashes))
    return Found(is_true and set(hashes) >= NEEDED, files)


def _aloud(room: Room) -> str:
    """A channel that needs nothing. Raises Trouble where the program's own channels are missing."""
    for channel in room.views.channels():
        if not channel.needs:
            return channel.id
    raise Trouble("selftest-no-channel", _("The channels of the program are missing."), safe=_("Nothing was changed."))
