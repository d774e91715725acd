"""Promises as verbs: made to somebody with an owner and an hour, then kept, broken, or no longer asked of us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import check_event, write_automatic
from warroom.commands.hours import time_said
from warroom.commands.inbound_words import promise_state_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.inbound import PROMISE_SOURCES, PromiseState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import ID, Books, Row
from warroom.words import _

TEXT_MOST = 4_000  # characters
NAME_MOST = 200


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePromise(Command[Promised]):
    """Note what somebody was promised, by whom it is kept and until when. Times are milliseconds UTC.

    `source` is where it was made: an incoming message, an entry, a message of ours, a call; by id or printed number.
    Without an hour it is a promise all the same, and asks for one (doctrine §7.2).
    """

    right = Right.LOG

    incident: str
    to_whom: str
    text: str
    owner: str = ""
    due_at: int | None = None
    audience: str = ""
    source: str = ""
    made_at: int | None = None
    made_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendPromise(Command[None]):
    """Change an open promise; None leaves alone. Another hour takes a reason: somebody was told the former one."""

    right = Right.LOG

    promise: str
    to_whom: str | None = None
    text: str | None = None
    owner: str | None = None
    due_at: int | None = None
    audience: str | None = None
    reason: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPromise(Command[None]):
    """It was kept, at a time (now when absent)."""

    right = Right.LOG

    promise: str
    remark: str = ""
    at: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakPromise(Command[None]):
    """It will not be kept, or was not: `reason` is what whoever it was made to is told."""

    right = Right.LOG

    promise: str
    reason: str
    at: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePromise(Command[None]):
    """Whoever it was made to no longer holds us to it: `reason` says who said so."""

    right = Right.LOG

    promise: str
    reason: str
    at: int | None = None
    by: str = ""


@handles(MakePromise)
def make_promise(command: MakePromise, books: Books) -> Promised:
    incident = books.get("incident", command.incident)
    text = _text(command.text, code="promise-empty", message=_("What was promised?"))
    to_whom = needed(_name(command.to_whom), code="promise-to-nobody", message=_("To whom was it promised?"))
    check_event(books, command.made_at)
    made_at = books.now if command.made_at is None else command.made_at
    _check_due(command.due_at, made_at)
    noun, record, number = _source(books, command.source)
    made = {
        "number": books.number("promise"),
        "incident": incident["id"],
        "to_whom": to_whom,
        "audience": command.audience.strip(),
        "text": text,
        "owner": _name(command.owner),
        "made_at": made_at,
        "made_by": _name(command.made_by) or books.author.name,
        "due_at": command.due_at,
        "source": record,
        "source_noun": noun,
        "state": PromiseState.OPEN.value,
    }
    promise = books.make("promise", {name: value for name, value in made.items() if value not in (None, "")})
    row = books.get("promise", promise)
    said = _("Promise {number} to {name}: {text}").format(number=row["number"], name=to_whom, text=text)
    parts = [said, *_by_whom_and_when(books, row)]
    if number:
        parts.append(_("made in {number}").format(number=number))
    _tell(books, row, " · ".join(parts), "promise-made", {"owner": row["owner"] or "", "made_by": row["made_by"] or ""})
    return Promised(promise, row["number"])


@handles(AmendPromise)
def amend_promise(command: AmendPromise, books: Books) -> None:
    row = _open(books, command.promise)
    wanted: dict[str, Any] = {}
    if command.text is not None:
        wanted["text"] = _text(command.text, code="promise-empty", message=_("What was promised?"))
    if command.to_whom is not None:
        message = _("To whom was it promised?")
        wanted["to_whom"] = needed(_name(command.to_whom), code="promise-to-nobody", message=message)
    if command.owner is not None:
        wanted["owner"] = _name(command.owner) or None
    if command.audience is not None:
        wanted["audience"] = command.audience.strip() or None
    if command.due_at is not None:
        _check_due(command.due_at, row["made_at"] or 0)
        wanted["due_at"] = command.due_at
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != (value or None)}
    changed = unmoved(books, "promise", row["id"], changed, command.seen)
    if not changed:
        return
    reason = command.reason.strip()
    if "due_at" in changed and row["due_at"] is not None:
        reason = needed(reason, code="reason-missing", message=_("Another hour was promised: say why it moves."))
    books.write("promise", row["id"], changed)
    now = {**row, **changed}
    said = _("Promise {number} to {name} changed: {text}").format(
        number=row["number"], name=now["to_whom"] or "—", text=now["text"]
    )
    parts = [said, *_by_whom_and_when(books, now), *([reason] if reason else [])]
    _tell(books, now, " · ".join(parts), "promise-changed", {"owner": now["owner"] or "", "reason": reason})


@handles(KeepPromise)
def keep_promise(command: KeepPromise, books: Books) -> None:
    _close(books, command.promise, PromiseState.KEPT, command.remark.strip(), command.at, command.by)


@handles(BreakPromise)
def break_promise(command: BreakPromise, books: Books) -> None:
    reason = needed(command.reason, code="reason-missing", message=_("Say why it is not kept, as they are told."))
    _close(books, command.promise, PromiseState.BROKEN, reason, command.at, command.by)


@handles(ReleasePromise)
def release_promise(command: ReleasePromise, books: Books) -> None:
    reason = needed(command.reason, code="reason-missing", message=_("Say who no longer holds us to it."))
    _close(books, command.promise, PromiseState.RELEASED, reason, command.at, command.by)


# What helps


def _close(books: Books, reference: str, state: PromiseState, remark: str, at: int | None, by: str) -> None:
    row = _open(books, reference)
    check_event(books, at)
    closed_at = books.now if at is None else at
    _check_due(closed_at, row["made_at"] or 0)
    who = _name(by) or books.author.name
    patch = {"state": state.value, "closed_at": closed_at, "closed_by": who, "remark": remark or None}
    books.write("promise", row["id"], patch)
    sentence = {
        PromiseState.KEPT: _("Promise {number} to {name} kept: {text}"),
        PromiseState.BROKEN: _("Promise {number} to {name} broken: {text}"),
        PromiseState.RELEASED: _("Promise {number} to {name} released: {text}"),
    }[state]
    said = sentence.format(number=row["number"], name=row["to_whom"] or "—", text=row["text"])
    is_late = state is PromiseState.KEPT and row["due_at"] is not None and closed_at > row["due_at"]
    parts = [said, *([_("late")] if is_late else []), *([remark] if remark else [])]
    params = {"by": who, "reason": remark if state is not PromiseState.KEPT else ""}
    _tell(books, row, " · ".join(parts), f"promise-{state.value}", params)


def _open(books: Books, reference: str) -> Row:
    """A promise that still holds. Raises Refusal `promise-over`."""
    row = books.get("promise", reference)
    state = PromiseState(row["state"]) if row["state"] in list(PromiseState) else PromiseState.OPEN
    if state is not PromiseState.OPEN and not books.is_disputed("promise", row["id"], "state"):
        raise Refusal(
            "promise-over",
            _("Promise {number} is {state}.").format(number=row["number"], state=promise_state_word(state)),
            safe=_("Nothing was changed."),
            todo=_("Note a new promise if something else was said."),
        )
    return row


def _source(books: Books, reference: str) -> tuple[str, str, str]:
    """Where it was made: noun, id and number. Raises Refusal for what is none of them."""
    sought = reference.strip()
    if not sought:
        return "", "", ""
    for noun in PROMISE_SOURCES:
        try:
            row = books.get(noun, sought)
        except Refusal as refusal:
            if refusal.code == "reference-ambiguous":
                raise
            continue
        return noun, row["id"], str(row.get("number") or "")
    raise Refusal(
        "source-unknown",
        _("{number} is no entry, no message and no call of this room.").format(
            number=sought[-8:] if ID.match(sought) else sought
        ),
        safe=_("Nothing was written; your text is still there."),
        todo=_("Check the number, or leave it out."),
    )


def _by_whom_and_when(books: Books, row: Row) -> list[str]:
    parts = [_("by {name}").format(name=row["owner"])] if row["owner"] else []
    if row["due_at"] is not None:
        parts.append(_("until {time}").format(time=time_said(books, row["due_at"])))
    return parts


def _text(text: str, *, code: str, message: str) -> str:
    cleaned = needed(text, code=code, message=message)
    if len(cleaned) > TEXT_MOST:
        raise Refusal(
            "promise-too-long",
            _("A promise is one sentence."),
            safe=_("Nothing was written; your text is still there."),
            todo=_("Shorten it; the whole of what was said goes into an entry."),
        )
    return cleaned


def _name(text: str) -> str:
    return " ".join(text.split())[:NAME_MOST]


def _check_due(at: int | None, made_at: int) -> None:
    if at is not None and at < made_at:
        raise Refusal(
            "before-promised",
            _("This time is before the promise was made."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Check the time."),
        )


def _tell(books: Books, row: Row, sentence: str, code: str, params: Mapping[str, Any]) -> None:
    incident = books.get("incident", row["incident"])
    said = {"promise": row["number"], "record": row["id"], "to_whom": row["to_whom"] or "", **params}
    write_automatic(books, incident, sentence, code=code, params={name: item for name, item in said.items() if item})
