"""`selftest`, alerts: what was let out is written as CAP, read back the same, and stands on the public status page."""

from __future__ import annotations

import hashlib
from pathlib import Path

from warroom.cli.checks import Found
from warroom.commands import Approve, DraftMessage, ReleaseMessage
from warroom.room import Room
from warroom.words import ngettext

TEXTS = {"fr": {"title": "Essai", "body": "Essai du programme."}, "en": {"title": "Trial", "body": "A trial."}}
NEEDED = {"index.html", "status.json"}


def alert(room: Room, incident: str, folder: Path) -> Found:
    """A message to customers is written as CAP 1.2, and reads back as it was meant, in both languages."""
    from warroom.formats.cap import read_alerts

    folder.mkdir()
    message = room.do(DraftMessage(incident=incident, audiences=("customers",), texts=TEXTS)).result().id
    room.do(Approve(message=message, exception="Selftest")).result()
    room.do(ReleaseMessage(message=message)).result()
    release = room.alerts_out.release(message)
    meant, file = room.alerts_out.alert(release), room.alerts_out.write(release, folder)
    (outcome,) = read_alerts(file.read_bytes()).outcomes
    read = outcome.alert
    is_same = read is not None and (read.key, read.infos) == (meant.key, meant.infos)
    return Found(is_same and len(meant.infos) == len(TEXTS), f"{file.name}, {meant.msg_type}")


def status_page(room: Room, folder: Path) -> Found:
    """The page is written into a folder whose files are what was meant."""
    folder.mkdir()
    written = room.status_page.write(folder)
    hashes = written.hashes
    is_true = all(hashlib.sha256((written.folder / name).read_bytes()).hexdigest() == hashes[name] for name in hashes)
    files = ngettext("{n} file", "{n} files", len(hashes)).format(n=len(hashes))
    return Found(is_true and set(hashes) >= NEEDED, files)
