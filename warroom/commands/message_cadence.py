"""The cadence of messages as verbs: lay it down, put off, declare a long incident, stop; each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.cadence import (
    MINUTE,
    cadences_in,
    named,
    step,
    tell_cadence,
    weight_of,
)
from warroom.commands.cadence_words import every_said
from warroom.commands.entries import FUTURE_MS
from warroom.commands.hours import time_said
from warroom.domain.audience_pace import BY_A_CELL, LONG_MIN, Pace, pace
from warroom.domain.message_cadence import MOST_MIN, Cadence, StepKind
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books, Row, unknown
from warroom.words import _

SNOOZE_MOST_MIN = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCadence(Command[tuple[str, ...]]):
    """Owe these audiences messages from now on (those of a cell when none is named), as often as the severity asks.

    `first_min` and `minutes` lay it down by hand: then the severity no longer moves it. Gives the audiences started.
    """

    right = Right.COMMUNICATE

    incident: str
    audiences: tuple[str, ...] = ()
    first_min: int | None = None
    minutes: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCadence(Command[None]):
    """Another interval for these audiences, chosen by hand, with the reason; 0 minutes is never."""

    right = Right.COMMUNICATE

    incident: str
    audiences: tuple[str, ...]
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LongIncident(Command[tuple[str, ...]]):
    """Decide that this is a long incident: fewer, weightier messages (doctrine §7.1), to every audience that is owed
    some unless some are named. Gives those whose cadence changed."""

    right = Right.COMMUNICATE

    incident: str
    reason: str
    minutes: int = LONG_MIN
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeCadence(Command[None]):
    """Put the next message off until then (milliseconds UTC), with the reason, which stays on record."""

    right = Right.COMMUNICATE

    incident: str
    audiences: tuple[str, ...]
    until: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCadence(Command[None]):
    """No more messages are owed to these audiences, with the reason."""

    right = Right.COMMUNICATE

    incident: str
    audiences: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteUpdate(Command[None]):
    """Audiences were told by other means than a message of this room: how, when (now when absent), and the next hour
    that was promised (milliseconds UTC)."""

    right = Right.COMMUNICATE

    incident: str
    audiences: tuple[str, ...]
    how: str = ""
    at: int | None = None
    next_at: int | None = None


@handles(StartCadence)
def start_cadence(command: StartCadence, books: Books) -> tuple[str, ...]:
    incident = books.get("incident", command.incident)
    is_by_hand = command.minutes is not None or command.first_min is not None
    known, started = cadences_in(books, incident["id"]), dict[str, Pace]()
    for code in command.audiences or BY_A_CELL:
        usual = _usual(books, incident, code)
        wanted = Pace(
            first_min=_held(command.first_min) if command.first_min is not None else usual.first_min,
            every_min=_held(command.minutes) if command.minutes is not None else usual.every_min,
        )
        if code in known and known[code].is_running:
            continue
        if not wanted.first_min and not wanted.every_min:
            raise _never(books, code)
        started[code] = wanted
    for code, wanted in started.items():
        first_at = books.now + (wanted.first_min or wanted.every_min) * MINUTE
        given = {"minutes": wanted.every_min, "first_at": first_at, "reason": command.reason.strip()}
        step(books, incident, code, StepKind.START, by_hand=is_by_hand, **given)  # type: ignore[arg-type]
    if not started:
        raise _running()
    each = "; ".join(
        _("{audience}, first at {time}, then {every}").format(
            audience=named(books, [code]),
            time=time_said(books, books.now + (wanted.first_min or wanted.every_min) * MINUTE),
            every=every_said(wanted.every_min),
        )
        for code, wanted in started.items()
    )
    said = _("Cadence of messages: {each}.").format(each=each)
    _tell(books, incident, said, StepKind.START, tuple(started), command.reason.strip())
    return tuple(started)


@handles(SetCadence)
def set_cadence(command: SetCadence, books: Books) -> None:
    incident = books.get("incident", command.incident)
    reason = needed(command.reason, code="reason-missing", message=_("A change of cadence needs a reason."))
    minutes, audiences = _held(command.minutes), _known(books, command.audiences)
    for code in audiences:
        step(books, incident, code, StepKind.EVERY, minutes=minutes, reason=reason, by_hand=True)
    said = _("Cadence of messages to {audiences}: {every}.").format(
        audiences=named(books, audiences), every=every_said(minutes)
    )
    _tell(books, incident, said, StepKind.EVERY, audiences, reason)


@handles(LongIncident)
def long_incident(command: LongIncident, books: Books) -> tuple[str, ...]:
    incident = books.get("incident", command.incident)
    reason = needed(command.reason, code="reason-missing", message=_("A long incident is decided with a reason."))
    minutes = _held(command.minutes)
    if not minutes:
        raise _unfit(0)
    running = [code for code, one in cadences_in(books, incident["id"]).items() if one.is_running]
    audiences = tuple(code for code in command.audiences or running if code in running)
    if not audiences:
        raise idle()
    for code in audiences:
        step(books, incident, code, StepKind.LONG, minutes=minutes, reason=reason, by_hand=True)
    said = _("Long incident: {audiences}, {every} from now on.").format(
        audiences=named(books, audiences), every=every_said(minutes)
    )
    _tell(books, incident, said, StepKind.LONG, audiences, reason, key_event=True)
    return audiences


@handles(SnoozeCadence)
def snooze_cadence(command: SnoozeCadence, books: Books) -> None:
    incident = books.get("incident", command.incident)
    reason = needed(command.reason, code="reason-missing", message=_("Putting a message off needs a reason."))
    owed = _owed(books, incident, command.audiences)
    soonest = min(one.due_at or 0 for one in owed)
    if command.until <= max(books.now, soonest):
        raise Refusal(
            "snooze-early",
            _("The next message is due at {time}: this is no later.").format(time=time_said(books, soonest)),
            safe=_("Nothing was changed."),
            todo=_("Give a later time, or send it sooner."),
        )
    if command.until > books.now + SNOOZE_MOST_MIN * MINUTE:
        raise Refusal(
            "snooze-long",
            _("A message is put off by a day at most."),
            safe=_("Nothing was changed."),
            todo=_("Change the cadence, or stop it with the reason."),
        )
    put_off = tuple(one.audience for one in owed if (one.due_at or 0) < command.until)
    for code in put_off:
        step(books, incident, code, StepKind.SNOOZE, until_at=command.until, reason=reason, by_hand=True)
    said = _("Message to {audiences} put off from {was} to {now}.").format(
        audiences=named(books, put_off), was=time_said(books, soonest), now=time_said(books, command.until)
    )
    _tell(books, incident, said, StepKind.SNOOZE, put_off, reason)


@handles(StopCadence)
def stop_cadence(command: StopCadence, books: Books) -> None:
    incident = books.get("incident", command.incident)
    reason = needed(command.reason, code="reason-missing", message=_("Stopping messages needs a reason."))
    known = cadences_in(books, incident["id"])
    audiences = tuple(
        code
        for code in dict.fromkeys(command.audiences)
        if code in known and (known[code].open is not None or known[code].is_running)
    )
    if not audiences:
        raise idle()
    for code in audiences:
        step(books, incident, code, StepKind.STOP, reason=reason, by_hand=True)
    said = _("No more regular messages to {audiences}.").format(audiences=named(books, audiences))
    _tell(books, incident, said, StepKind.STOP, audiences, reason)


@handles(NoteUpdate)
def note_update(command: NoteUpdate, books: Books) -> None:
    incident = books.get("incident", command.incident)
    audiences = _known(books, command.audiences)
    at = books.now if command.at is None else command.at
    if at > books.now + FUTURE_MS:
        raise Refusal(
            "event-in-future",
            _("The event is more than ten minutes in the future."),
            safe=_("Nothing was changed."),
            todo=_("Check the time."),
        )
    how, next_at = command.how.strip(), command.next_at
    for code in audiences:
        step(books, incident, code, StepKind.SAID, first_at=next_at, reason=how, by_hand=True, at=at)
    said = _("Update given to {audiences}.").format(audiences=named(books, audiences))
    if next_at is not None and next_at > at:
        said = f"{said} " + _("The next was announced for {time}.").format(time=time_said(books, next_at))
    _tell(books, incident, said, StepKind.SAID, audiences, how)


def _tell(
    books: Books,
    incident: Row,
    said: str,
    kind: StepKind,
    audiences: tuple[str, ...],
    reason: str,
    *,
    key_event: bool = False,
) -> None:
    sentence = f"{said} {reason}" if reason else said
    tell_cadence(books, incident, sentence, kind=kind, audiences=audiences, reason=reason, key_event=key_event)


def _usual(books: Books, incident: Row, code: str) -> Pace:
    """The pace that the severity asks for; that of the gravest where no cell would ask for any."""
    _known(books, (code,))
    return pace(weight_of(books, incident) or 1, audience_book_in(books).audience(code))


def _known(books: Books, audiences: tuple[str, ...]) -> tuple[str, ...]:
    """Each once. Raises Refusal for one that nobody here knows, and for none."""
    if not audiences:
        raise Refusal("audience-missing", _("Which audience?"), safe=_("Nothing was changed."))
    book = audience_book_in(books)
    for code in audiences:
        if book.audience(code) is None:
            raise unknown("audience", code[:40])
    return tuple(dict.fromkeys(audiences))


def _owed(books: Books, incident: Row, audiences: tuple[str, ...]) -> list[Cadence]:
    known = cadences_in(books, incident["id"])
    owed = [known[code] for code in dict.fromkeys(audiences) if code in known and known[code].open is not None]
    if not owed:
        raise idle()
    return owed


def _held(minutes: int) -> int:
    if not 0 <= minutes <= MOST_MIN:
        raise _unfit(minutes)
    return minutes


def _unfit(minutes: int) -> Refusal:
    return Refusal(
        "cadence-unfit",
        _("A message every {n} minutes cannot be held.").format(n=minutes),
        safe=_("Nothing was changed."),
        todo=_("Give between one minute and a week."),
    )


def idle() -> Refusal:
    """Nobody waits for a message."""
    return Refusal(
        "cadence-idle",
        _("No message is owed to this audience."),
        safe=_("Nothing was changed."),
        todo=_("Start its cadence first."),
    )


def _running() -> Refusal:
    return Refusal(
        "cadence-running",
        _("These audiences are owed messages already."),
        safe=_("Nothing was changed."),
        todo=_("Change their cadence instead, with the reason."),
    )


def _never(books: Books, code: str) -> Refusal:
    return Refusal(
        "cadence-never",
        _("At this severity no regular message is foreseen for {audience}.").format(audience=named(books, [code])),
        safe=_("Nothing was changed."),
        todo=_("Say yourself after how many minutes the first and the next are due."),
    )
