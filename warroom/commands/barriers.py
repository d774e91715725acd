"""Barriers as verbs: what held, what failed, what was missing, and where we were lucky (doctrine §10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.rests_on import checked, of_one_mode, rested_on
from warroom.commands.seen import Seen, unmoved
from warroom.domain.causes import BarrierKind, BarrierState
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

TEXT_MOST = 600
MOST = 200  # barriers of one incident


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBarrier(Command[RecordId]):
    """Note a barrier of an incident (of the review's where only `rex` is named): what it was for, and how it stood.

    `cause` is what it stopped, or let pass; `evidence` are records (“noun id”) that show it.
    """

    right = Right.LOG

    text: str
    incident: str = ""
    rex: str = ""
    kind: BarrierKind = BarrierKind.PREVENT
    state: BarrierState = BarrierState.HELD
    cause: str = ""
    evidence: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendBarrier(Command[None]):
    """Change what is said of a barrier. None leaves a field."""

    right = Right.LOG

    barrier: str
    text: str | None = None
    kind: BarrierKind | None = None
    state: BarrierState | None = None
    cause: str | None = None
    evidence: tuple[str, ...] | None = None
    remark: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveBarrier(Command[None]):
    """Take a barrier away."""

    right = Right.LOG

    barrier: str


@handles(AddBarrier)
def add_barrier(command: AddBarrier, books: Books) -> RecordId:
    rex = books.get("rex", command.rex) if command.rex else None
    named = command.incident or (rex["incident"] if rex else "")
    incident = books.get("incident", needed(named, code="incident-missing", message=_("A barrier of which incident?")))
    of_one_mode(books, incident, rex)
    if len(books.where("barrier", incident=incident["id"])) >= MOST:
        raise Refusal(
            "barriers-full",
            _("There are {n} barriers already.").format(n=MOST),
            safe=_("Nothing was changed; your text is still there."),
        )
    patch: dict[str, Any] = {
        "rex": rex["id"] if rex else None,
        "incident": incident["id"],
        "text": _text(command.text),
        "kind": command.kind.value,
        "state": command.state.value,
        "cause": _cause(books, incident, command.cause),
        "evidence": rested_on(books, incident, command.evidence),
        "remark": _fits(command.remark.strip()),
        "by": books.author.name,
        "at": books.now,
    }
    return books.make("barrier", {name: value for name, value in patch.items() if value not in (None, "")})


@handles(AmendBarrier)
def amend_barrier(command: AmendBarrier, books: Books) -> None:
    known = books.get("barrier", command.barrier)
    incident = books.get("incident", known["incident"])
    wanted: dict[str, Any] = {}
    if command.text is not None:
        wanted["text"] = _text(command.text)
    if command.remark is not None:
        wanted["remark"] = _fits(command.remark.strip())
    wanted |= {name: said.value for name in ("kind", "state") if (said := getattr(command, name)) is not None}
    if command.cause is not None:
        wanted["cause"] = _cause(books, incident, command.cause)
    if command.evidence is not None:
        wanted["evidence"] = rested_on(books, incident, command.evidence)
    changed = {name: value for name, value in wanted.items() if (known[name] or None) != (value or None)}
    changed = unmoved(books, "barrier", known["id"], changed, command.seen)
    if changed:
        books.write("barrier", known["id"], changed)


@handles(RemoveBarrier)
def remove_barrier(command: RemoveBarrier, books: Books) -> None:
    known = books.get("barrier", command.barrier)
    books.write("barrier", known["id"], {DELETED: True})


def _cause(books: Books, incident: Row, reference: str) -> str | None:
    if not reference.strip():
        return None
    found = books.get("cause", reference)
    checked(books, incident, (f"cause {found['id']}",))
    return str(found["id"])


def _text(text: str) -> str:
    return _fits(needed(text, code="barrier-empty", message=_("Which barrier?")))


def _fits(text: str) -> str:
    if len(text) > TEXT_MOST:
        raise Refusal(
            "barrier-long",
            _("This is too long for a barrier."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Keep it under {n} characters.").format(n=TEXT_MOST),
        )
    return text
