"""`selftest`, the cell at work: a cell, its clocks from rules that come as files, its point and papers as pages."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from warroom.cli.checks import Found
from warroom.commands import ActivateCell, LogEntry, OpenPoint, QualifyRegime, SetClockEvent
from warroom.domain.cells import Level
from warroom.domain.clocks import ClockState
from warroom.domain.incidents import Mode
from warroom.domain.regimes import RegimeState
from warroom.room import Room
from warroom.words import _

HOURS_24 = 24 * 3_600_000  # milliseconds: NIS2, art. 23, early warning


def cell(room: Room, incident: str) -> Found:
    """A cell is activated, its functions armed, its first message due."""
    made = room.do(
        ActivateCell(incidents=(incident,), level=Level.N3, decider="Selftest", reason="Selftest", intent="Selftest")
    ).result()
    armed = room.views.functions(made.id)
    return Found(bool(armed) and bool(room.views.dues(incident)), made.number)


def clocks(room: Room, incident: str) -> Found:
    """A legal clock counts from its event, by a rule that is data."""
    proof = room.do(LogEntry(incident=incident, text="Selftest")).result()
    at = room.clock.now_ms()
    room.do(QualifyRegime(incident=incident, code="NIS2", state=RegimeState.APPLICABLE, reason="Selftest")).result()
    room.do(SetClockEvent(incident=incident, event="aware_at", at=at, entry=proof.id)).result()
    early = next(clock for clock in room.views.clocks(incident, mode=Mode.BOTH) if clock.rule == "NIS2-EW")
    return Found(early.due_at == at + HOURS_24 and early.state is ClockState.RUNNING, early.label)


def paper(room: Room, incident: str, folder: Path) -> Found:
    """The page of a point, and everything on paper with numbered sheets."""
    from warroom.reports.point import point_page, write_page

    found = room.views.cell_of(incident)
    assert found is not None
    point, now = room.do(OpenPoint(cell=found.id)).result(), room.clock.now_ms()
    folder.mkdir()
    page = write_page(point_page(room.views, found.id, point.id, now_ms=now, zone=None, author=room.member), folder)
    papers, file = room.paper.switch(folder, incident)
    is_whole = all(each.read_bytes().startswith(b"%PDF-") for each in (page, file))
    return Found(is_whole, f"{page.name}, {file.name}, {papers.sheets[0]}–{papers.sheets[-1]}")


def sound() -> Found:
    """What plays the chime of an alarm can be loaded."""
    if find_spec("PySide6") is None:
        return Found(True, _("this installation has no window"))
    if find_spec("miniaudio") is None:
        return Found(
            True, _("no sound library on {system}: alarms ring the desktop's own bell").format(system=sys.platform)
        )
    import miniaudio

    return Found(True, f"miniaudio {miniaudio.__version__}")
