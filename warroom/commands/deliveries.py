"""Deliveries: the log says which stick came or went, with whom, scanned or not, and the hash of its file."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles
from warroom.commands.entries import Logged, write_automatic
from warroom.domain.rights import Right
from warroom.domain.sticks import Scan
from warroom.phrases import labelled
from warroom.storage.books import Books
from warroom.words import _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDelivery(Command[Logged]):
    """Write in an incident's log that a stick was read here, or written (`is_out`)."""

    right = Right.LOG

    incident: str
    is_out: bool
    label: str  # of the stick, "" when the file lay elsewhere
    file: str
    sha256: str
    ops: int  # changes read or written
    stations: tuple[str, ...] = ()  # letters of those whose changes came
    courier: str = ""
    scan: Scan = Scan.UNKNOWN
    kiosk: str = ""


@handles(NoteDelivery)
def note_delivery(command: NoteDelivery, books: Books) -> Logged:
    incident = books.get("incident", command.incident)
    params = {
        "label": command.label.strip(),
        "courier": command.courier.strip(),
        "scanned": command.scan.value,
        "kiosk": command.kiosk.strip(),
        "file": command.file,
        "sha256": command.sha256,
        "ops": command.ops,
        "stations": list(command.stations),
    }
    code = "stick-written" if command.is_out else "stick-read"
    return write_automatic(books, incident, _sentence(command), code=code, params=params)


def _sentence(command: NoteDelivery) -> str:
    """`Stick CELLULE-2 read: 416 changes of B, C; brought by N. Petit; scanned at kiosk 3; SHA-256 9f86…`."""
    label = command.label.strip()
    if command.is_out:
        done = _("Stick {label} written").format(label=label) if label else _("Bundle written")
        changes = ngettext("{n} change", "{n} changes", command.ops).format(n=command.ops)
        courier = _("taken by {name}")
    else:
        done = _("Stick {label} read").format(label=label) if label else _("Bundle read")
        letters = ", ".join(command.stations)
        changes = ngettext("{n} new change", "{n} new changes", command.ops).format(n=command.ops)
        changes += _(" of {letters}").format(letters=letters) if letters else ""
        courier = _("brought by {name}")
    parts = [labelled(done, changes)]
    if command.courier.strip():
        parts.append(courier.format(name=command.courier.strip()))
    parts += scan_words(command.scan, command.kiosk.strip())
    parts += [command.file, f"SHA-256 {command.sha256}"]
    return ", ".join(parts)


def scan_words(scan: Scan, kiosk: str) -> list[str]:
    """Whether a kiosk looked at the stick, in words; nothing when nobody said."""
    if scan is Scan.YES:
        return [_("scanned at {kiosk}").format(kiosk=kiosk) if kiosk else _("scanned")]
    return [_("not scanned")] if scan is Scan.NO else []
