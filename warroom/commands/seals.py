"""Sealing: fix in the log where every writer's chain stands, so that paper and file can be matched later."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles
from warroom.commands.entries import write_automatic
from warroom.domain.rights import Right
from warroom.storage.books import Books
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal: the journal's fingerprint at that instant, eight hexadecimal digits."""

    fingerprint: str

    def __str__(self) -> str:
        return self.fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLog(Command[Sealed]):
    """Seal an incident's log as it stands now."""

    right = Right.LOG

    incident: str
    reason: str = ""


@handles(SealLog)
def seal_log(command: SealLog, books: Books) -> Sealed:
    incident = books.get("incident", command.incident)
    fingerprint = books.fingerprint()
    patch = {
        "incident": incident["id"],
        "sealed_at": books.now,
        "by": books.author.name,
        "heads": books.heads(),
        "reason": command.reason.strip() or None,
    }
    books.make("seal", {name: value for name, value in patch.items() if value is not None})
    sentence = _("Log sealed, fingerprint {fingerprint}").format(fingerprint=fingerprint)
    write_automatic(
        books,
        incident,
        sentence,
        code="sealed",
        params={"fingerprint": fingerprint, "reason": command.reason.strip()},
        key_event=True,
    )
    return Sealed(fingerprint)
