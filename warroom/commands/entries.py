"""Log entries as verbs: write, correct, mark; never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.circles import restricted_to
from warroom.commands.heard import hear
from warroom.commands.hypothesised import record_hypothesis
from warroom.commands.touched import touch_service
from warroom.domain.entries import Kind, Verification
from warroom.domain.ids import EntryId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

TEXT_MAX = 100_000  # characters
FUTURE_MS = 10 * 60_000
RESERVED = (Kind.AUTOMATIC, Kind.CORRECTION)


@dataclass(frozen=True, slots=True)
class Logged:
    """A written entry: its id and printed number."""

    id: EntryId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry(Command[Logged]):
    """Write one entry in an incident's log. Event time in milliseconds UTC; now when absent.

    A service it names is touched by the incident from then on, in a state that nobody has judged yet. A hypothesis
    that is open to all is followed as one from then on. One from a team that was sent out is word from that team.
    """

    right = Right.LOG

    incident: str
    text: str
    kind: Kind = Kind.INFORMATION
    event_at: int | None = None
    from_who: str = ""
    to_who: str = ""
    channel: str = ""
    verification: Verification = Verification.NONE
    priority: str = ""
    workstream: str = ""
    handling: str = ""
    key_event: bool = False
    services: str = ""
    follows: str | None = None
    circle: str = ""  # the circle (id or name) it is restricted to
    caller_check: str = ""  # how whoever called was known (domain/decisions.CallerCheck)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectEntry(Command[Logged]):
    """Correct an entry by a new one that shows what it corrects; the old text stays."""

    right = Right.LOG

    entry: str
    text: str
    reason: str
    event_at: int | None = None
    circle: str = ""  # that of the corrected entry when it has one


@handles(LogEntry)
def log_entry(command: LogEntry, books: Books) -> Logged:
    incident = books.get("incident", command.incident)
    text = needed(command.text, code="entry-empty", message=_("An entry needs some text."))
    if command.kind in RESERVED:
        raise Refusal(
            "kind-reserved",
            _("Only the room itself writes entries of this kind."),
            safe=_("Your text is still there."),
            todo=_("Choose another kind."),
        )
    check_entry(books, text, event_at=command.event_at)
    for name in command.services.split(",") if not command.circle else ():  # which services would tell
        if name.strip():
            touch_service(books, incident, name)
    logged = write_entry(
        books,
        incident,
        text,
        kind=command.kind,
        event_at=command.event_at,
        more={
            "from_who": command.from_who.strip(),
            "to_who": command.to_who.strip(),
            "channel": command.channel,
            "verification": command.verification.value,
            "priority": command.priority,
            "workstream": command.workstream,
            "handling": command.handling,
            "key_event": command.key_event or None,
            "services": command.services,
            "follows": books.resolve("entry", command.follows) if command.follows else None,
            "caller_check": command.caller_check,
        },
        circle=restricted_to(books, command.circle) if command.circle else None,
    )
    hear(books, incident, logged.id, from_who=command.from_who, event_at=command.event_at)
    if command.kind is Kind.HYPOTHESIS and not command.circle:
        made = {"entry": logged.id, "entry_number": logged.number, "opened_at": command.event_at}
        record_hypothesis(books, incident, text, verification=command.verification, **made)  # type: ignore[arg-type]
    return logged


@handles(CorrectEntry)
def correct_entry(command: CorrectEntry, books: Books) -> Logged:
    wrong = books.get("entry", command.entry)
    text = needed(command.text, code="entry-empty", message=_("A correction needs the corrected text."))
    reason = needed(command.reason, code="reason-missing", message=_("A correction needs a reason."))
    check_entry(books, text, event_at=command.event_at)
    incident = books.get("incident", wrong["incident"])
    event_at = command.event_at if command.event_at is not None else wrong["event_at"]
    more = {"corrects": wrong["id"], "reason": reason}
    circle = same_circle(books, wrong, command.circle)
    return write_entry(books, incident, text, kind=Kind.CORRECTION, event_at=event_at, more=more, circle=circle)


def check_entry(books: Books, text: str, *, event_at: int | None) -> None:
    """Raises Refusal for a text too long for one entry, or an event (milliseconds UTC) too far ahead."""
    if len(text) > TEXT_MAX:
        raise Refusal(
            "entry-too-long",
            _("This text is too long for one entry."),
            safe=_("Nothing was lost."),
            todo=_("Attach it as a file instead."),
        )
    check_event(books, event_at)


def check_event(books: Books, event_at: int | None) -> None:
    """Refuse an event time (milliseconds UTC) further ahead than clocks differ."""
    if event_at is not None and event_at > books.now + FUTURE_MS:
        raise Refusal(
            "event-in-future",
            _("The event is more than ten minutes in the future."),
            safe=_("Your text is still there."),
            todo=_("Check the time, or plan an action instead."),
        )


def same_circle(books: Books, about: Row, said: str) -> str | None:
    """The circle of what belongs to a record: the record's own when it has one, never less, else the one said."""
    own: str | None = about.get("circle")
    wanted = restricted_to(books, said) if said else None
    if own and wanted and own != wanted:
        raise Refusal(
            "circle-differs",
            _("This belongs to another circle and stays in it."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Leave the circle out: the same is used."),
        )
    return own or wanted


def write_entry(
    books: Books,
    incident: Row,
    text: str,
    *,
    kind: Kind,
    event_at: int | None = None,
    more: Mapping[str, Any] | None = None,
    record: str | None = None,
    circle: str | None = None,
) -> Logged:
    """Append one entry with its number, author, station and both times; sealed for a circle (its id) if given."""
    number = books.number("entry")
    patch: dict[str, Any] = {
        "incident": incident["id"],
        "number": number,
        "kind": kind.value,
        "text": text,
        "event_at": books.now if event_at is None else event_at,
        "recorded_at": books.now,
        "offset_min": books.moment.offset_min,
        "zone": books.moment.zone,
        "author": books.author.name,
        "station": books.author.station,
    }
    if incident.get("exercise"):
        patch["exercise"] = True
    patch.update({name: value for name, value in (more or {}).items() if value not in (None, "")})
    return Logged(EntryId(books.make("entry", patch, record=record, circle=circle)), number)


def write_automatic(
    books: Books,
    incident: Row,
    sentence: str,
    *,
    code: str,
    params: Mapping[str, Any],
    key_event: bool = False,
    circle: str | None = None,
) -> Logged:
    """An entry that the room writes itself: code, parameters, the sentence in the author's language (decision 13)."""
    more = {"code": code, "params": dict(params), "key_event": key_event or None, "reason": params.get("reason", "")}
    return write_entry(books, incident, sentence, kind=Kind.AUTOMATIC, more=more, circle=circle)
