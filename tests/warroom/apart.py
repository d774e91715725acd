"""Two laptops that wrote apart, for tests of what is then to be settled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room, an_action, an_incident
from tests.warroom.stations import another_station, meet
from warroom.clock import FixedClock
from warroom.commands import (
    ChangeSeverity,
    RequestDecision,
    SettleConflict,
)
from warroom.domain.conflicts import Conflict
from warroom.domain.incidents import Severity
from warroom.room import Room

MINUTE = 60_000


class Apart:
    """Two laptops, one incident, an action and a decision that waits."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.a = a_room(folder)
        self.incident = an_incident(self.a)
        self.action = an_action(self.a, self.incident.id)
        self.decision = self.a.do(RequestDecision(incident=self.incident.id, question="Basculer ?")).result()
        self.b = another_station(self.a, folder, monkeypatch)
        self.rooms = [self.a, self.b]

    def wait(self) -> None:
        """A minute goes by at all of them."""
        assert isinstance(self.a.clock, FixedClock)
        self.a.clock.advance(seconds=60)

    def third(self) -> Room:
        self.rooms.append(another_station(self.a, self.folder, self.monkeypatch, letter="C", member="Ana Costa"))
        return self.rooms[-1]

    def disagree(self) -> Conflict:
        """On the severity: SEV1 here, SEV2 there."""
        self.judge(self.a, Severity.CRITICAL, "fonction critique arrêtée")
        self.judge(self.b, Severity.MAJOR, "contournement pour 40 %")
        meet(self.a, self.b)
        (found,) = self.a.conflicts()
        return found

    def judge(self, room: Room, severity: Severity, reason: str) -> None:
        room.do(ChangeSeverity(incident=self.incident.id, severity=severity, reason=reason)).result()

    def severity(self, room: Room) -> Severity:
        return room.views.incident(self.incident.id).severity


def settle(room: Room, conflict: Conflict, **more: Any) -> None:
    where: dict[str, Any] = {
        "noun": conflict.noun,
        "record": conflict.record,
        "field": conflict.field,
        "seen": conflict.seen,
    }
    room.do(SettleConflict(**{**where, **more})).result()
