"""What is said, to whom and how often, and what comes in, as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import apsw

from warroom.domain.channels import Audience, Channel, PressAnswer, Stakeholder
from warroom.domain.inbound import Inbound, Promise, Rumour
from warroom.domain.incidents import Mode
from warroom.domain.message_cadence import CadenceStep
from warroom.domain.messages import Claim, Message, MessageText, Release, Review, Sending
from warroom.domain.templates import ChangedTemplate, ChangedWording, WordingVersion
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import hexed, read
from warroom.storage.queries.team import OF_MODE
from warroom.storage.sight import Sight


def of_incident(incident: bytes | None, mode: Mode) -> tuple[str, list[bytes]]:
    """The condition on records of one incident, or of all of a mode."""
    return (OF_MODE[mode], []) if incident is None else ("incident=?", [incident])


# A draft may be taken back where nobody knows that it was let out elsewhere: what was said is shown all the same.
SHOWN = '(NOT _hidden OR id IN (SELECT message FROM "release"))'


def messages(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Message]:
    where, values = of_incident(incident, mode)
    return fetch(conn, sight, Message, "message", f"{where} AND {SHOWN}", values, order="at DESC, id DESC", hidden=True)


def message(conn: apsw.Connection, sight: Sight, record: bytes) -> Message | None:
    return next(iter(fetch(conn, sight, Message, "message", f"id=? AND {SHOWN}", (record,), hidden=True)), None)


def behind(conn: apsw.Connection, noun: str, record: bytes) -> bytes | None:
    """The message that a text, check, claim, release or sending belongs to."""
    if noun not in ("message_text", "review", "claim", "release", "sending"):
        return None
    row = conn.execute(f"SELECT message FROM {noun} WHERE id=?", (record,)).fetchone()
    return row[0] if row is not None else None


def texts(conn: apsw.Connection, sight: Sight, of_message: bytes) -> list[MessageText]:
    return fetch(conn, sight, MessageText, "message_text", "message=?", (of_message,), "language, id")


def reviews(conn: apsw.Connection, sight: Sight, of_message: bytes) -> list[Review]:
    return fetch(conn, sight, Review, "review", "message=?", (of_message,), "asked_at, id")


def claims(conn: apsw.Connection, sight: Sight, of_message: bytes) -> list[Claim]:
    return fetch(conn, sight, Claim, "claim", "message=?", (of_message,), "at, id")


def releases(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Release]:
    where, values = of_incident(incident, mode)
    return released(conn, sight, where, values)


def releases_of(conn: apsw.Connection, sight: Sight, of_message: bytes) -> list[Release]:
    return released(conn, sight, "message=?", (of_message,))


def released(conn: apsw.Connection, sight: Sight, where: str, values: Sequence[Any]) -> list[Release]:
    """Releases, the first first; one of an exercise is one whatever the station that let it out wrote there."""
    found = fetch(conn, sight, Release, "release", where, values, "at, id")
    played = {hexed(row[0]) for row in read(conn, "SELECT id FROM incident WHERE exercise")}
    return [replace(each, exercise=True) if each.incident in played else each for each in found]


def sendings(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Sending]:
    return fetch(conn, sight, Sending, "sending", *of_incident(incident, mode), order="at, id")


def sendings_of(conn: apsw.Connection, sight: Sight, release: bytes) -> list[Sending]:
    return fetch(conn, sight, Sending, "sending", "release=?", (release,), "at, id")


def cadence_steps(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[CadenceStep]:
    return fetch(conn, sight, CadenceStep, "cadence_step", *of_incident(incident, mode), order="at, id")


def audiences(conn: apsw.Connection, sight: Sight) -> list[Audience]:
    return fetch(conn, sight, Audience, "audience", order="coalesce(rank, 99), code, id")


def channels(conn: apsw.Connection, sight: Sight) -> list[Channel]:
    return fetch(conn, sight, Channel, "channel", order="name COLLATE NOCASE, id")


def stakeholders(conn: apsw.Connection, sight: Sight) -> list[Stakeholder]:
    return fetch(conn, sight, Stakeholder, "stakeholder", order="name COLLATE NOCASE, id")


def press_answers(conn: apsw.Connection, sight: Sight, incident: bytes) -> list[PressAnswer]:
    return fetch(conn, sight, PressAnswer, "press_answer", "incident=?", (incident,), "kind, coalesce(place, 999), id")


def inbounds(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Inbound]:
    where, given = of_incident(incident, mode)
    if incident is None and mode is not Mode.EXERCISE:  # what came before anybody said which incident it is about
        where = f"({where} OR incident IS NULL)"
    return fetch(conn, sight, Inbound, "inbound", where, given, order="received_at DESC, id DESC")


def rumours(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Rumour]:
    return fetch(conn, sight, Rumour, "rumour", *of_incident(incident, mode), order="heard_at DESC, id DESC")


def promises(conn: apsw.Connection, sight: Sight, incident: bytes | None, mode: Mode) -> list[Promise]:
    return fetch(conn, sight, Promise, "promise", *of_incident(incident, mode), order="coalesce(due_at, 1e15), id")


def templates(conn: apsw.Connection, sight: Sight) -> list[ChangedTemplate]:
    return fetch(conn, sight, ChangedTemplate, "template", order="code, id")


def wordings(conn: apsw.Connection, sight: Sight) -> list[ChangedWording]:
    return fetch(conn, sight, ChangedWording, "wording", order="code, language, id")


def wording_versions(conn: apsw.Connection, sight: Sight, wording: bytes) -> list[WordingVersion]:
    return fetch(conn, sight, WordingVersion, "wording_version", "wording=?", (wording,), "number, at, id")
