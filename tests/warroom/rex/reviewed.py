"""Reviews for tests: an incident that is over, and its review begun."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import NOON, an_incident
from warroom.commands import ChangeStatus, OpenRex, SetMilestone
from warroom.domain.incidents import Milestone, Status
from warroom.domain.rex import Heat
from warroom.domain.rex_state import RexFacts, RexStanding, standing
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


def an_outage(room: Room, **more: Any) -> str:
    """An incident that is over: it began an hour ago, and was seen ten minutes later."""
    incident = an_incident(room, impact_started=NOON - 60 * MINUTE, detected=NOON - 50 * MINUTE, **more).id
    room.do(ChangeStatus(incident=incident, status=Status.RESOLVED, reason="Le service répond")).result()
    room.do(ChangeStatus(incident=incident, status=Status.CLOSED, reason="Plus rien à faire")).result()
    return incident


def a_review(room: Room, incident: str, *, heat: Heat = Heat.COLD, **more: Any) -> str:
    return room.do(OpenRex(incident=incident, heat=heat, **more)).result().id


def facts(room: Room, rex: str) -> RexFacts:
    found = room.views.rex_facts(rex)
    assert found is not None
    return found


def stands(room: Room, rex: str) -> RexStanding:
    return standing(facts(room, rex))


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as caught:
        room.do(command).result()
    return caught.value.code


def moved(room: Room, incident: str, milestone: Milestone, at: int) -> None:
    room.do(SetMilestone(incident=incident, milestone=milestone, at=at, reason="Relu sur la supervision")).result()
