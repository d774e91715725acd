"""What moves a corrective action: a later date, a proof, somebody else's verdict, an end or a new beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.corrective_limits import capped, checked_evidence, listed, state_of, tell_of, unfinished
from warroom.commands.entries import check_event
from warroom.commands.hours import day_said
from warroom.commands.seen import Seen, unmoved
from warroom.domain.corrective_quality import is_same_person
from warroom.domain.corrective_state import is_later
from warroom.domain.correctives import CorrectiveState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveCorrective(Command[None]):
    """Its pilot says that it is done, with a proof: words, or records of this room ("noun id"). `done_at` is UTC ms.

    Without words, or with `evidence` None, those that are there stay. Said again, it completes the proof of an action
    that waits to be verified.
    """

    right = Right.ACT

    corrective: str
    proof: str = ""
    evidence: tuple[str, ...] | None = None
    done_at: int | None = None
    by: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyCorrective(Command[None]):
    """Somebody else looked at the proof: it holds, or (`accepted` False) goes back to its pilot with a remark.

    Not by its pilot nor by whoever said that it was done, except with a declared reason, which is told.
    """

    right = Right.ACT

    corrective: str
    accepted: bool = True
    remark: str = ""
    exception: str = ""
    by: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeCorrective(Command[None]):
    """Give it another date (milliseconds UTC), or none, with the reason: what moved stays in view."""

    right = Right.ACT

    corrective: str
    to_at: int | None
    reason: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropCorrective(Command[None]):
    """It will not be done, and why; the action stays in the plan."""

    right = Right.ACT

    corrective: str
    reason: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCorrective(Command[None]):
    """What was done, verified or dropped is to be done after all; the former proof stays."""

    right = Right.ACT

    corrective: str
    reason: str
    seen: Seen | None = None


@handles(ProveCorrective)
def prove_corrective(command: ProveCorrective, books: Books) -> None:
    row = unfinished(books, command.corrective)
    proof = capped(command.proof, "proof") or row["proof"] or ""
    former = listed(row["proof_evidence"])
    evidence = former if command.evidence is None else checked_evidence(books, command.evidence)
    if not proof and not evidence:
        raise Refusal(
            "proof-missing",
            _("What proves that it is done?"),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Write it, or point to an entry, a file, a message."),
        )
    check_event(books, command.done_at)
    patch: dict[str, Any] = {"state": CorrectiveState.DONE.value, "proof": proof}
    if evidence != former:
        patch["proof_evidence"] = evidence
    patch = unmoved(books, "corrective", row["id"], patch, command.seen)
    stamps = {
        "done_at": books.now if command.done_at is None else command.done_at,
        "done_by": capped(command.by) or books.author.name,
        "closed_at": None,
    }
    books.write("corrective", row["id"], patch, follows=stamps)
    said = _("Corrective action {number} done: {text}").format(number=row["number"], text=row["text"])
    shown = proof or _("proof in records of the room")
    tell_of(books, row, f"{said} · {shown}", "done", by=stamps["done_by"])


@handles(VerifyCorrective)
def verify_corrective(command: VerifyCorrective, books: Books) -> None:
    row = books.get("corrective", command.corrective)
    if state_of(row) is not CorrectiveState.DONE and not books.is_disputed("corrective", row["id"], "state"):
        raise Refusal(
            "corrective-not-done",
            _("Action {number} does not wait to be verified.").format(number=row["number"]),
            safe=_("Nothing was changed."),
            todo=_("Its pilot says first that it is done, with a proof."),
        )
    who = capped(command.by) or books.author.name
    remark = capped(command.remark, "remark")
    exception = capped(command.exception, "remark")
    if not command.accepted:
        _send_back(books, row, who, remark, command.seen)
        return
    is_own = any(is_same_person(who, name or "") for name in (row["pilot"], row["done_by"]))
    if is_own and not exception:
        raise Refusal(
            "own-verdict",
            _("{name} carried it out: somebody else verifies it.").format(name=who),
            safe=_("Nothing was changed."),
            todo=_("Ask somebody else, or say why nobody else can."),
        )
    kept = " · ".join(part for part in (remark, exception if is_own else "") if part)
    patch = {"state": CorrectiveState.VERIFIED.value, "verdict_remark": kept or None}
    patch = unmoved(books, "corrective", row["id"], patch, command.seen)
    stamps = {"verified_at": books.now, "verified_by": who, "closed_at": books.now}
    books.write("corrective", row["id"], patch, follows=stamps)
    said = _("Corrective action {number} verified by {name}").format(number=row["number"], name=who)
    if is_own:
        own = _("who carried it out, by exception: {reason}").format(reason=exception)
        said = f"{said}, {own}"
    tell_of(
        books,
        row,
        f"{said} · {remark}" if remark else said,
        "verified",
        by=who,
        reason=exception if is_own else "",
    )


@handles(PostponeCorrective)
def postpone_corrective(command: PostponeCorrective, books: Books) -> None:
    row = unfinished(books, command.corrective)
    if row["due_at"] == command.to_at and not books.is_disputed("corrective", row["id"], "due_at"):
        return
    unmoved(books, "corrective", row["id"], {"due_at": command.to_at}, command.seen)
    postponed(books, row, command.to_at, command.reason)


@handles(DropCorrective)
def drop_corrective(command: DropCorrective, books: Books) -> None:
    row = unfinished(books, command.corrective)
    reason = capped(needed(command.reason, code="reason-missing", message=_("Say why it is dropped.")), "remark")
    patch = {"state": CorrectiveState.DROPPED.value, "dropped_because": reason}
    patch = unmoved(books, "corrective", row["id"], patch, command.seen)
    books.write("corrective", row["id"], patch, follows={"closed_at": books.now})
    said = _("Corrective action {number} dropped: {reason}").format(number=row["number"], reason=reason)
    tell_of(books, row, said, "dropped", reason=reason)


@handles(ReopenCorrective)
def reopen_corrective(command: ReopenCorrective, books: Books) -> None:
    row = books.get("corrective", command.corrective)
    if state_of(row) in (CorrectiveState.OPEN, CorrectiveState.UNDER_WAY):
        return
    reason = capped(needed(command.reason, code="reason-missing", message=_("Say why it is taken up again.")), "remark")
    _take_up(
        books, row, CorrectiveState.OPEN, {"dropped_because": None} if row["dropped_because"] else {}, command.seen
    )
    said = _("Corrective action {number} taken up again: {reason}").format(number=row["number"], reason=reason)
    tell_of(books, row, said, "reopened", reason=reason)


def postponed(books: Books, row: Row, to_at: int | None, reason: str) -> None:
    """Write another date of an action; one that moves away needs a reason, is kept as a postponement and told."""
    if not is_later(to_at, row["due_at"]):
        books.write("corrective", row["id"], {"due_at": to_at})
        return
    said = capped(needed(reason, code="reason-missing", message=_("The date moves away: say why.")), "remark")
    books.write("corrective", row["id"], {"due_at": to_at})
    _note_move(books, row, row["due_at"], to_at, said)
    sentence = _("Corrective action {number} postponed from {former} to {day}: {reason}").format(
        number=row["number"],
        former=day_said(books, row["due_at"]),
        day=day_said(books, to_at) if to_at is not None else _("no date"),
        reason=said,
    )
    tell_of(books, row, sentence, "postponed", reason=said, due_at=to_at)


def take_back_date(books: Books, record: str, *, written: int | None, value: int | None) -> None:
    """After an undo gave a date back: the postponement that moved it counts no longer."""
    row = books.any_row("corrective", record)
    moves = books.where("postponement", corrective=record)
    if row is not None and any((one["from_at"], one["to_at"]) == (value, written) for one in moves):
        _note_move(books, row, written, value, _("undone"))


# What helps


def _note_move(books: Books, row: Row, from_at: int | None, to_at: int | None, reason: str) -> None:
    said = {
        "corrective": row["id"],
        "incident": row["incident"],
        "from_at": from_at,
        "to_at": to_at,
        "reason": reason,
        "by": books.author.name,
        "at": books.now,
    }
    books.make("postponement", {name: value for name, value in said.items() if value not in (None, "")})


def _send_back(books: Books, row: Row, who: str, remark: str, seen: Seen | None) -> None:
    said = needed(remark, code="reason-missing", message=_("Say what the proof lacks."))
    _take_up(books, row, CorrectiveState.UNDER_WAY, {"verdict_remark": said}, seen)
    sentence = _("Corrective action {number} sent back by {name}: {reason}")
    tell_of(
        books,
        row,
        sentence.format(number=row["number"], name=who, reason=said),
        "sent-back",
        by=who,
        reason=said,
    )


def _take_up(books: Books, row: Row, state: CorrectiveState, more: dict[str, Any], seen: Seen | None) -> None:
    patch = unmoved(books, "corrective", row["id"], {"state": state.value, **more}, seen)
    stamps = ("done_at", "done_by", "verified_at", "verified_by", "closed_at")
    follows = {name: None for name in stamps if row[name] is not None}
    books.write("corrective", row["id"], patch, follows=follows)
