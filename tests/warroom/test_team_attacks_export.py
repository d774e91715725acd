"""Names and cards that are code for whoever reads the sheet: what goes out stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.cells import a_cell
from warroom.commands import (
    AddCard,
    AddRotation,
    CheckIn,
    Decide,
    HoldFunction,
    LogEntry,
    Master,
    OpenHandover,
    RequestDecision,
    StartMobilisation,
)
from warroom.commands.mobilisation import Wanted
from warroom.domain.roster import GivenReach, Mastered, ReachKind
from warroom.reports.callout import call_sheets
from warroom.reports.capability import capability
from warroom.reports.cards import cards_leaflet
from warroom.reports.handover import handover_leaflet, handover_sheet
from warroom.reports.leaflet import Leaflet, Made
from warroom.reports.matrix import matrix_csv
from warroom.reports.on_call import week_leaflet
from warroom.reports.relief import attendance_leaflet, relief_leaflet
from warroom.reports.seats import Layout, chart_leaflet, read_chart
from warroom.room import Room

NASTY = (
    '=HYPERLINK("http://x","a")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    '#panic("x")',
    "<script>alert(1)</script>",
    '] #read("/etc/passwd") [',
    "$ x $ `raw` *gras* _sous_ @ref <label> \\",
    "../../../etc/passwd",
    "Nom\u202egnol",
    "\u200b=1+1",
    "\uff1d1+1",
    "'=1+1",
    "A\x00B\x1b[31mC\x07\ufffe",
)
ARMED = "=+-@\t\r＝＋－＠"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        for at, name in enumerate(NASTY):
            way = GivenReach(kind=ReachKind.EMAIL, value=f"a{at}@example.org", remark=name, label=name)
            asked = AddCard(name=name, job=name, employer=name, site=name, remark=name, reaches=(way,))
            room.do(asked).result()
            room.do(Master(person=name, skill=f"={name}", level=Mastered.ALONE)).result()
        yield room


@pytest.mark.parametrize("kind", ["csv", "vcard", "vcard3", "html", "pdf"])
def test_that_hostile_cards_go_out_as_text(room: Room, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"out.{kind}"
    assert room.roster_out.write(path, kind=kind) >= 1
    data = path.read_bytes()
    assert data
    if kind == "csv":
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if text.splitlines()[0].count(";") > 3 else ","))
        assert [cell for row in rows for cell in row if cell.lstrip()[:1] in ARMED and cell] == []
    if kind == "html":
        assert b"<script>alert" not in data
    if kind == "vcard":
        assert data.count(b"BEGIN:VCARD") == len(room.views.roster())


def test_that_the_matrix_computes_nothing(room: Room) -> None:
    rows = list(csv.reader(io.StringIO(matrix_csv(capability(room.views, NOON)))))
    assert len(rows) > len(NASTY) // 2
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in ARMED and cell] == []


def sheets(room: Room, incident: str, cell: str) -> Iterator[Leaflet]:
    """Every sheet of the team on paper."""
    made = Made(room.views, room.member, room.clock.now_ms())
    found = room.views.cell(cell)
    assert found is not None
    yield chart_leaflet(made, read_chart(room.views, found, now_ms=NOON), next(iter(Layout)))
    yield cards_leaflet(made, found)
    asked = {"cell": cell, "code": "COM", "arriving": NASTY[6], "watch": CANARY_TEXT, "promised": NASTY[4]}
    page = handover_sheet(room.views, cell, now_ms=NOON)
    opened = room.do(OpenHandover(page=page, **asked)).result()
    handover = room.views.handover(opened.id)
    assert handover is not None
    yield handover_leaflet(made, handover)
    people = tuple(Wanted(person=name, code="TECH") for name in NASTY[4:8])
    called = room.do(StartMobilisation(incident=incident, people=people, muster=NASTY[5], backup=NASTY[7])).result()
    yield call_sheets(made, called.id)
    for name in NASTY[:8]:
        room.do(CheckIn(person=name, incident=incident, place=name)).result()
    yield relief_leaflet(made, incident)
    yield attendance_leaflet(made, incident)
    members = NASTY[4:8]
    room.do(AddRotation(name=NASTY[5], members=members, starts_at=NOON - 7 * 86_400_000)).result()
    yield week_leaflet(made, NOON - 86_400_000, NOON + 6 * 86_400_000)


CANARY = "canari-sous-cercle"
CANARY_TEXT = '#read("/etc/passwd") <script>alert(2)</script>'


def test_that_every_sheet_of_the_team_prints_hostile_names_and_nothing_restricted(room: Room) -> None:
    incident = an_incident(room).id
    cell = a_cell(room, incident)
    for code, name in zip(("COM", "TECH", "JUR"), NASTY[4:7], strict=True):
        room.do(HoldFunction(cell=cell, code=code, holder=name, phone=name[:30])).result()
    room.do(LogEntry(incident=incident, text=f"{CANARY} 1", circle="legal", key_event=True)).result()
    room.do(RequestDecision(incident=incident, question=f"{CANARY} 2", circle="legal", decide_before=NOON + 1)).result()
    room.do(Decide(incident=incident, decided=f"{CANARY} 3", circle="legal", review_at=NOON + 60_000)).result()
    for sheet in sheets(room, incident, cell):
        assert sheet.pdf.startswith(b"%PDF")
        assert b"<script>alert" not in sheet.html, sheet.name
        assert CANARY.encode() not in sheet.html, sheet.name
    for each in room.views.mobilisations(incident):
        assert CANARY not in str(each)
    for handover in room.views.handovers(cell):
        assert CANARY not in str(handover)
