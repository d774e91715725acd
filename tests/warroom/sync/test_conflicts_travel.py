"""Conflicts on a stick: counted as they come, settled at one laptop, closed at the other by the next stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.sync.meeting import admitted, stick
from warroom.commands import ChangeSeverity, DescribeIncident
from warroom.domain.incidents import Severity


def test_that_what_a_stick_brings_to_settle_is_counted_and_settled_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch, member="Marc Petit") as other:
        incident = an_incident(one)
        stick(one, other, tmp_path, name="1.warroom-bundle")
        for room, severity in ((one, Severity.CRITICAL), (other, Severity.MAJOR)):
            room.do(ChangeSeverity(incident=incident.id, severity=severity, reason="vu d’ici")).result()
            room.do(DescribeIncident(incident=incident.id, users="tous")).result()

        brought = stick(one, other, tmp_path, name="2.warroom-bundle")
        assert (brought.conflicts, brought.new_conflicts) == (1, 1) == (len(other.conflicts()), other.views.to_settle())
        back = stick(other, one, tmp_path, name="3.warroom-bundle")
        assert back.conflicts == 1
        assert one.conflicts()[0].id == other.conflicts()[0].id

        one.resolve(one.conflicts()[0].id, "theirs", reason="accord des deux postes")
        settled = stick(one, other, tmp_path, name="4.warroom-bundle")

        assert settled.conflicts == 0
        assert one.conflicts() == other.conflicts() == []
        assert one.dump() == other.dump()
        assert other.views.incident(incident.id).severity is Severity.MAJOR
        assert one.verify() == other.verify() == []
