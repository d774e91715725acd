"""`selftest`, what comes in: a message with its four times, a promise kept, a rumour judged, and a sheet of paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warroom.cli.checks import Found
from warroom.commands import (
    AddRumour,
    AnswerInbound,
    JudgeRumour,
    KeepPromise,
    MakePromise,
    ReceiveInbound,
    TranscribeInbound,
    TriageInbound,
)
from warroom.domain.inbound import InboundState, RumourState
from warroom.room import Room

MINUTE = 60_000


def incoming(room: Room, incident: str, folder: Path) -> Found:
    """Taken in, answered and promised on screen; taken in on paper and typed back; and what that says of confidence."""
    now = room.clock.now_ms()
    said: dict[str, Any] = {"incident": incident, "from_who": "Selftest", "text": "Selftest"}
    made = room.do(ReceiveInbound(**said)).result()
    room.do(TriageInbound(inbound=made.id, given_to="COM")).result()
    promise = room.do(MakePromise(incident=incident, to_whom="Selftest", text="Selftest", source=made.number)).result()
    room.do(AnswerInbound(inbound=made.id, answer="Selftest")).result()
    room.do(KeepPromise(promise=promise.id)).result()
    heard = room.do(AddRumour(incident=incident, text="Selftest", reach=1)).result()
    room.do(JudgeRumour(rumour=heard.id, state=RumourState.FALSE, finding="Selftest")).result()
    folder.mkdir()
    papers = room.paper.take_message_sheets(incident, sheets=1)
    page = room.paper.write(papers, folder)
    room.do(TranscribeInbound(sheet=papers.sheets[0], received_at=now - MINUTE, received_by="ST", **said)).result()
    found = room.views.confidence(incident)
    states = [each.state for each in room.views.inbounds(incident)]
    is_answered = sorted(states) == sorted([InboundState.ANSWERED, InboundState.RECEIVED])
    is_counted = (found.contacts, found.promises.percent, found.answers.waiting) == (2, 100, 1)
    is_paper = page.read_bytes().startswith(b"%PDF-")
    return Found(is_answered and is_counted and is_paper, f"{made.number}, {promise.number}, {papers.sheets[0]}")
