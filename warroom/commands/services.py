"""Services and clocks as verbs: what is touched, what is due."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.cadence import next_update
from warroom.commands.entries import FUTURE_MS, write_automatic
from warroom.commands.message_cadence import NoteUpdate, StopCadence, note_update, stop_cadence
from warroom.commands.said import service_word
from warroom.commands.seen import Seen, unmoved
from warroom.commands.touched import impact_id, touch_service
from warroom.domain.dues import DueKind
from warroom.domain.ids import RecordId
from warroom.domain.message_cadence import owed_by
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.domain.services import DOWN, ServiceState
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class SetService(Command[RecordId]):
    """Say how a service stands in an incident, since when (now when absent); it is added by name when it is new."""

    right = Right.CONDUCT

    incident: str
    name: str
    state: ServiceState
    since: int | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDue(Command[RecordId]):
    """Set a clock by hand (milliseconds UTC): a deadline, or the next update, which replaces the running one."""

    right = Right.CONDUCT

    incident: str
    kind: DueKind
    due_at: int
    label: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishDue(Command[None]):
    """The update went out, the deadline was met; a message due by a cadence is named `incident:audiences`."""

    right = Right.CONDUCT

    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDue(Command[None]):
    """A clock that does not apply, with the reason."""

    right = Right.CONDUCT

    due: str
    reason: str


@handles(SetService)
def set_service(command: SetService, books: Books) -> RecordId:
    incident = books.get("incident", command.incident)
    name = needed(command.name, code="service-missing", message=_("Which service?"))
    known = books.row("impact", impact_id(books, incident["id"], name))
    unmoved(books, "impact", impact_id(books, incident["id"], name), {"state": command.state.value}, command.seen)
    since = _since(books, command.since)
    impact = touch_service(books, incident, name, state=command.state.value, since=since)
    if known is not None:
        _move(books, known, command.state, since if command.since is not None else None)
    if known is None or known["state"] != command.state.value:
        sentence = _("{service}: {state}").format(service=name, state=service_word(command.state))
        write_automatic(
            books, incident, sentence, code="service", params={"service": name, "state": command.state.value}
        )
    return RecordId(impact)


def _since(books: Books, since: int | None) -> int:
    if since is not None and since > books.now + FUTURE_MS:
        raise Refusal(
            "event-in-future",
            _("The event is more than ten minutes in the future."),
            safe=_("Nothing was changed."),
            todo=_("Check the time."),
        )
    return books.now if since is None else since


def _move(books: Books, known: Row, state: ServiceState, said: int | None) -> None:
    """Another state, or the same since another time; getting worse does not begin anew how long it has been down."""
    since = books.now if said is None else said
    was_down = known["state"] in DOWN and known["down_since"] is not None
    stays_down = was_down and state in DOWN
    if known["state"] != state:
        down = (known["down_since"] if stays_down else since) if state in DOWN else None
        books.write("impact", known["id"], {"state": state.value}, follows={"since": since, "down_since": down})
    elif said is not None and said != known["since"]:
        down = {"down_since": since} if state in DOWN else {}
        books.write("impact", known["id"], {"since": since, **down})


@handles(SetDue)
def set_due(command: SetDue, books: Books) -> RecordId:
    incident = books.get("incident", command.incident)
    if command.due_at <= books.now:
        raise Refusal(
            "due-in-past",
            _("This time is already past."),
            safe=_("Nothing was changed."),
            todo=_("Give a time to come."),
        )
    label = command.label.strip()
    if command.kind is DueKind.DEADLINE:
        label = needed(label, code="label-missing", message=_("What is this deadline for?"))
    if command.kind is DueKind.UPDATE:
        for running in books.where("due", incident=incident["id"], kind=DueKind.UPDATE.value, done_at=None):
            books.write("due", running["id"], {}, follows={"done_at": books.now})
    patch = {
        "incident": incident["id"],
        "kind": command.kind.value,
        "label": label,
        "due_at": command.due_at,
        "started_at": books.now,
        "evidence": books.resolve("entry", command.evidence) if command.evidence else None,
    }
    return books.make("due", {name: value for name, value in patch.items() if value is not None})


@handles(FinishDue)
def finish_due(command: FinishDue, books: Books) -> None:
    if (owed := owed_by(command.due)) is not None:
        note_update(NoteUpdate(incident=owed[0], audiences=owed[1]), books)
        return
    due = books.get("due", command.due)
    if due["done_at"] is not None:
        return
    books.write("due", due["id"], {"done_at": books.now})
    incident = books.get("incident", due["incident"])
    if due["kind"] == DueKind.UPDATE:
        next_update(books, incident)
    what = due["label"] or (_("Update sent") if due["kind"] == DueKind.UPDATE else _("Deadline met"))
    late = books.now > (due["due_at"] or books.now)
    sentence = _("{what}: done late").format(what=what) if late else _("{what}: done in time").format(what=what)
    write_automatic(
        books,
        incident,
        sentence,
        code="due-done",
        params={"label": due["label"] or "", "due_at": due["due_at"], "late": late},
    )


@handles(DropDue)
def drop_due(command: DropDue, books: Books) -> None:
    if (owed := owed_by(command.due)) is not None:
        stop_cadence(StopCadence(incident=owed[0], audiences=owed[1], reason=command.reason), books)
        return
    due = books.get("due", command.due)
    reason = needed(command.reason, code="reason-missing", message=_("Why does this clock not apply?"))
    books.write("due", due["id"], {DELETED: True})
    incident = books.get("incident", due["incident"])
    what = due["label"] or _("Next update")
    sentence = _("Clock removed: {what}. {reason}").format(what=what, reason=reason)
    write_automatic(
        books, incident, sentence, code="due-dropped", params={"label": due["label"] or "", "reason": reason}
    )
