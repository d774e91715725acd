"""Legal regimes and the moments that start their clocks as verbs (doctrine §3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom import phrases, words
from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import FUTURE_MS, write_automatic
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.regimes import RegimeState
from warroom.domain.rights import Right
from warroom.domain.rulebook import Rulebook
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.storage.rulebook import rulebook_in
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class QualifyRegime(Command[RecordId]):
    """Say whether a regime, or one rule of it, applies to an incident; that it does not needs a reason.

    `answers` are those of the questionnaire, question by question; a former answer stays unless it is given anew.
    """

    right = Right.JUDGE

    incident: str
    code: str
    state: RegimeState
    reason: str = ""
    answers: Mapping[str, bool | None] = field(default_factory=dict)
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"answers": {}} if name == "answers" else {name: value}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClockEvent(Command[RecordId]):
    """Say when something happened that starts clocks (milliseconds UTC), proved by a log entry. It is set once."""

    right = Right.JUDGE

    incident: str
    event: str
    at: int
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectClockEvent(Command[RecordId]):
    """Correct such a moment by a new one, with the reason; the former stays visible, its entry proves this one too."""

    right = Right.JUDGE

    clock_event: str
    at: int
    reason: str
    entry: str = ""


@handles(QualifyRegime)
def qualify_regime(command: QualifyRegime, books: Books) -> RecordId:
    incident, book = books.get("incident", command.incident), rulebook_in(books)
    code = _known_code(book, command.code)
    reason = command.reason.strip()
    if command.state is RegimeState.NOT_APPLICABLE:
        reason = needed(
            reason, code="reason-missing", message=_("Say why this regime does not apply: authorities ask.")
        )
    record = books.named("regime", f"{incident['id']} {code}")
    known = books.row("regime", record)
    answers = _answers(book, known, command.answers)
    wanted = {"state": command.state.value, "reason": reason, "answers": json_field(answers)}
    stamps = {"by": books.author.name, "at": books.now}
    if known is None:
        books.make("regime", {"incident": incident["id"], "code": code, **wanted, **stamps}, record=record)
    else:
        changed = {name: value for name, value in wanted.items() if (value or None) != (known[name] or None)}
        changed = unmoved(books, "regime", record, changed, command.seen)
        if not changed:
            return record
        books.write("regime", record, changed, follows=stamps)
        if set(changed) == {"answers"}:
            return record
    _tell_state(books, incident, book, code, command.state, reason)
    return record


@handles(SetClockEvent)
def set_clock_event(command: SetClockEvent, books: Books) -> RecordId:
    incident, book = books.get("incident", command.incident), rulebook_in(books)
    event = command.event.strip()
    if event not in book.events and not any(event in book.starts(code) for code in book.codes()):
        raise Refusal(
            "event-unknown",
            _("No clock of this room starts with “{event}”.").format(event=event),
            safe=_("Nothing was changed."),
            todo=_("Choose one of the events of the rules."),
        )
    if any(item["event"] == event for item in books.where("clock_event", incident=incident["id"])):
        raise Refusal(
            "event-set",
            _("This moment is already set: it is corrected, never overwritten."),
            safe=_("Nothing was changed."),
            todo=_("Correct it, and say why."),
        )
    entry = _proof(books, incident, command.entry)
    at = past(books, command.at)
    made = _make_event(books, incident, event, at=at, entry=entry["id"])
    label = book.event_label(event, words.language())
    said = _("{event}: {moment}, proved by {entry}").format(
        event=label, moment=phrases.moment(at, books.now), entry=entry["number"]
    )
    params = {"event": event, "at": at, "entry": entry["number"]}
    write_automatic(books, incident, said, code="clock-event", params=params, key_event=True)
    return made


@handles(CorrectClockEvent)
def correct_clock_event(command: CorrectClockEvent, books: Books) -> RecordId:
    former, book = books.get("clock_event", command.clock_event), rulebook_in(books)
    reason = needed(command.reason, code="reason-missing", message=_("A correction needs a reason."))
    if books.where("clock_event", corrects=former["id"]):
        raise already_corrected()
    incident = books.get("incident", former["incident"])
    entry = _proof(books, incident, command.entry or former["entry"] or "")
    at = past(books, command.at)
    made = _make_event(books, incident, former["event"], at=at, entry=entry["id"], corrects=former["id"], reason=reason)
    label = book.event_label(former["event"], words.language())
    said = _("{event}: {moment}, and not {former}. {reason}").format(
        event=label,
        moment=phrases.moment(at, books.now),
        former=phrases.moment(former["at"] or 0, books.now),
        reason=reason,
    )
    params = {"event": former["event"], "at": at, "former": former["at"], "entry": entry["number"], "reason": reason}
    write_automatic(books, incident, said, code="clock-event-corrected", params=params, key_event=True)
    return made


def past(books: Books, at: int) -> int:
    """A moment that has come, milliseconds UTC. Raises Refusal for one to come."""
    if at > books.now + FUTURE_MS:
        raise Refusal(
            "event-in-future",
            _("The event is more than ten minutes in the future."),
            safe=_("Nothing was changed."),
            todo=_("Check the time."),
        )
    return at


def already_corrected() -> Refusal:
    return Refusal(
        "already-corrected",
        _("This was already corrected by somebody."),
        safe=_("Nothing was changed."),
        todo=_("Look at the correction, and correct that one if it is wrong."),
    )


def _known_code(book: Rulebook, code: str) -> str:
    found = next((known for known in (*book.codes(), *book.rules) if known.lower() == code.strip().lower()), None)
    if found is None:
        raise Refusal(
            "regime-unknown",
            _("No rule of this room knows the regime “{code}”.").format(code=code.strip()),
            safe=_("Nothing was changed."),
            todo=_("Choose one of: {codes}").format(codes=", ".join(book.codes())),
        )
    return found


def _answers(book: Rulebook, known: Row | None, given: Mapping[str, bool | None]) -> dict[str, bool]:
    """The former answers and those given anew; None takes one back."""
    former = known["answers"] if known is not None else None
    kept: dict[str, Any] = dict(former) if isinstance(former, Mapping) else read_answers(former)
    kept.update({name: value for name, value in given.items() if name in book.questions})
    return {name: value for name, value in sorted(kept.items()) if isinstance(value, bool)}


def read_answers(field: Any) -> dict[str, Any]:
    """The answers as a JSON field keeps them; none for what is no such field."""
    import orjson

    try:
        found = orjson.loads(field) if field else {}
    except (orjson.JSONDecodeError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _tell_state(books: Books, incident: Row, book: Rulebook, code: str, state: RegimeState, reason: str) -> None:
    language = words.language()
    label = book.rules[code].label.in_language(language) if code in book.rules else book.regime_label(code, language)
    said = {
        RegimeState.APPLICABLE: _("{regime}: applies to this incident. {reason}"),
        RegimeState.NOT_APPLICABLE: _("{regime}: does not apply to this incident. {reason}"),
        RegimeState.TO_QUALIFY: _("{regime}: to be qualified again. {reason}"),
    }[state]
    sentence = said.format(regime=label, reason=reason).strip()
    params = {"regime": code, "state": state.value, "reason": reason}
    write_automatic(books, incident, sentence, code="regime", params=params, key_event=True)


def _proof(books: Books, incident: Row, reference: str) -> Row:
    if not reference.strip():
        raise Refusal(
            "proof-missing",
            _("A legal clock starts with a moment that an entry of the log proves."),
            safe=_("Nothing was changed."),
            todo=_("Write the entry first, or choose one."),
        )
    entry = books.get("entry", reference)
    if entry["incident"] != incident["id"]:
        raise Refusal(
            "proof-elsewhere",
            _("Entry {number} belongs to another incident.").format(number=entry["number"]),
            safe=_("Nothing was changed."),
            todo=_("Choose an entry of this incident’s log."),
        )
    return entry


def _make_event(
    books: Books, incident: Row, event: str, *, at: int, entry: str, corrects: str = "", reason: str = ""
) -> RecordId:
    patch = {
        "incident": incident["id"],
        "event": event,
        "at": at,
        "entry": entry,
        "corrects": corrects,
        "reason": reason,
        "by": books.author.name,
        "set_at": books.now,
    }
    return books.make("clock_event", {name: value for name, value in patch.items() if value != ""})
