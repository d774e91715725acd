"""Alarms as verbs: taken by somebody, or silent until a time with a reason; answered once for every station."""

from __future__ import annotations

from dataclasses import dataclass

from warroom import phrases
from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic
from warroom.commands.hours import time_said
from warroom.domain.alarms import MUTE_MOST_MIN
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import ID, Books
from warroom.words import _

KEY_MOST = 200  # letters of an alarm's key


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlarm(Command[RecordId]):
    """Somebody heard it and takes it; it does not call again until it is due anew or late. Anybody may."""

    what: str  # the key of the alarm
    incident: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteAlarm(Command[RecordId]):
    """Silent until a time (milliseconds UTC, at most four hours from now), with the reason, which the log tells."""

    right = Right.CONDUCT

    what: str
    until: int
    reason: str
    label: str = ""  # what it is about, in words, for the log
    incident: str = ""


@handles(AcknowledgeAlarm)
def acknowledge_alarm(command: AcknowledgeAlarm, books: Books) -> RecordId:
    known, record = _known(command.what, command.incident, books)
    former = books.row("alarm", record)
    if former is not None and former["acknowledged_at"] is not None:
        return record
    answer = {"acknowledged_by": books.author.name, "acknowledged_at": books.now}
    if former is None:
        books.make("alarm", known | answer, record=record)
    else:
        books.write("alarm", record, {}, follows=answer)
    return record


@handles(MuteAlarm)
def mute_alarm(command: MuteAlarm, books: Books) -> RecordId:
    reason = needed(command.reason, code="reason-missing", message=_("Why should this alarm be silent?"))
    if command.until <= books.now or command.until > books.now + MUTE_MOST_MIN * phrases.MINUTE:
        raise Refusal(
            "mute-too-long" if command.until > books.now else "mute-in-past",
            _("An alarm can be silent for at most four hours from now."),
            safe=_("Nothing was changed."),
            todo=_("Give an earlier time.") if command.until > books.now else _("Give a time to come."),
        )
    known, record = _known(command.what, command.incident, books)
    answer = {"muted_until": command.until, "muted_by": books.author.name, "reason": reason}
    if books.row("alarm", record) is None:
        books.make("alarm", known | answer, record=record)
    else:
        books.write("alarm", record, answer)
    incident = books.row("incident", known["incident"]) if "incident" in known else None
    if incident is not None:
        said = {"what": _named(command, books), "reason": reason}
        until = time_said(books, command.until)
        sentence = _("Alarm silent until {until}: {what}. {reason}").format(until=until, **said)
        write_automatic(books, incident, sentence, code="alarm-muted", params={**said, "until": command.until})
    return record


def _named(command: MuteAlarm, books: Books) -> str:
    """What the alarm is about, for the log that all read: of a restricted decision no more than its number."""
    record = command.what.split(":")[1] if command.what.count(":") else ""
    decision = books.any_row("decision", record) if ID.match(record) else None
    if decision is not None and decision["circle"]:
        return _("restricted decision {number}").format(number=decision["number"] or "")
    return command.label.strip() or command.what


def _known(what: str, incident: str, books: Books) -> tuple[dict[str, str], RecordId]:
    """What every answer to this alarm holds, and its id, the same on every station."""
    key = needed(what, code="alarm-missing", message=_("Which alarm?"))
    if len(key) > KEY_MOST:
        raise Refusal("alarm-unknown", _("There is no such alarm."), safe=_("Nothing was changed."))
    about = {"what": key}
    if incident:
        about["incident"] = books.get("incident", incident)["id"]
    return about, books.named("alarm", key)
